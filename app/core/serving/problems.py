"""What went wrong, as a page or as JSON in the reader's language: named errors, HTTP errors, and faults of ours."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from app.core import audit
from app.core.access import Actor
from app.core.admin.opened import opened_system
from app.core.admin.pages import ErrorPage, Link
from app.core.errors import AccessDenied, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.system import KERNEL_PERMISSIONS

TITLES = {
    400: N_("This could not be read"),
    401: N_("Please log in"),
    403: N_("This is not open to you"),
    404: N_("There is no such page"),
    405: N_("This cannot be done here"),
    409: N_("Somebody else was faster"),
    413: N_("The file is too large"),
    422: N_("Something is missing or wrong"),
    503: N_("Please try again in a moment"),
}
FAULT = N_("Something went wrong on our side. Nothing was changed. Tell the administrator this number: %(reference)s.")
ADVICE = {
    400: N_("Go back, load the page again and repeat what you did."),
    403: N_("Ask the administrator if you need it for your work."),
    404: N_("The address may be mistyped, or the record lies outside your part of the organisation."),
    413: N_("Split the workbook, or remove pictures from it."),
}
_logger = logging.getLogger(__name__)


def install(application: Flask) -> None:
    """Answer every error with a page of ours; a refusal is logged before it is shown."""
    application.register_error_handler(ZiqiangError, _named)
    application.register_error_handler(HTTPException, _http)
    application.register_error_handler(Exception, _fault)


def _named(error: Exception) -> Response:
    assert isinstance(error, ZiqiangError)
    actor: Actor | None = g.get("actor")
    if isinstance(error, AccessDenied) and actor is not None:
        audit.record_now(
            opened_system().writing(actor),
            "access.refused",
            kind=audit.Kind.REFUSAL,
            detail={"permission": error.values.get("permission", ""), "endpoint": request.endpoint or ""},
        )
    return answer(error.status, fill(error.message, _in_words(error)), error.kind)


def _in_words(error: ZiqiangError) -> Mapping[str, Any]:
    """The values of an error; of a refusal the permission by its label instead of its code."""
    code = error.values.get("permission")
    if not isinstance(error, AccessDenied) or code is None:
        return error.values
    system = opened_system()
    declared = (*KERNEL_PERMISSIONS, *(one for module in system.modules for one in module.permissions))
    label = next((one.label for one in declared if one.code == code), None)
    return {**error.values, "permission": f"“{_(label)}”" if label else code}


def _http(error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.response is not None and (error.code is None or error.code < 400):
        return make_response(error.get_response())
    code = error.code or 500
    return answer(code, "", f"http_{code}")


def _fault(error: Exception) -> Response:
    reference = secrets.token_hex(4).upper()
    _logger.error("fault %s at %s", reference, request.path, exc_info=error)
    return answer(500, _(FAULT) % {"reference": reference}, "fault", reference)


def answer(status: int, text: str, kind: str, reference: str = "") -> Response:
    """The answer that says what went wrong, in the form that was asked for."""
    title = _(TITLES.get(status, N_("This did not work")))
    if _wants_json():
        found = jsonify({"errors": [{"kind": kind, "message": text or title}]})
        found.status_code = status
        return found
    advice = (_(ADVICE[status]),) if status in ADVICE else ()
    page = ErrorPage(status, title, text or title, advice, (Link(_("Back to the first page"), "/"),), reference)
    return make_response(render_template(page.template, page=page), status)


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
