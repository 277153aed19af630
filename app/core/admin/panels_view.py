"""Changing what a panel of another module shows: one form for all of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN
from app.core.admin.inputs import inputs_of
from app.core.admin.pages import Conflict, FormPage, InputGroup, Link
from app.core.admin.panels import contributed
from app.core.admin.versions import VERSION, conflict_of, version_of_values
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.modules import Panel, address_of, host_named


class PanelsView(SecureView):
    """Panels."""

    endpoint: ClassVar[str] = "panels"
    address: ClassVar[str] = "/panels"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """Panels stand on the pages of records: the first page."""
        return "/"

    @page("/<host>/<name>/<int:record_id>", permission=LOGGED_IN)
    def show(self, session: Session, host: str, name: str, record_id: int) -> Answer:
        """The form, filled with what is recorded."""
        panel, back = _changeable(session, host, name, record_id)
        values = _values(session, panel, record_id)
        return _form_page(panel, _form(panel)(data=values), record_id, back, version_of_values(values))

    @action("/<host>/<name>/<int:record_id>", permission=LOGGED_IN)
    def save(self, session: Session, host: str, name: str, record_id: int) -> Answer:
        """Save it, or come back with what was typed and what is wrong."""
        panel, back = _changeable(session, host, name, record_id)
        form, version = _form(panel)(request.form), request.form.get(VERSION, "")
        if not form.validate():
            return _form_page(panel, form, record_id, back, version), 422
        values = _values(session, panel, record_id)
        newest = version_of_values(values)
        if version and version != newest:
            conflict = conflict_of(form, _form(panel)(data=values), request.path)
            return _form_page(panel, form, record_id, back, newest, conflict=conflict), 409
        try:
            assert panel.save is not None
            panel.save(session, record_id, {**form.data, VERSION: str(values.get(VERSION, ""))})
        except ZiqiangError as error:
            if error.status not in (409, 422):
                raise
            return _form_page(panel, form, record_id, back, newest, fill(error.message, error.values)), error.status
        flash(_("Recorded."), "good")
        return back


def _changeable(session: Session, host: str, name: str, record_id: int) -> tuple[Panel, str]:
    """The panel of that name and the page of the record, for one who may change it on this very record."""
    panel = next((one for one in contributed(host) if one.name == name), None)
    if panel is None or panel.form is None or panel.save is None or panel.save_permission is None:
        raise NotFound(what=N_("form"), key=name)
    return panel, address_of(session, host_named(session, host), record_id, panel.save_permission)


def _values(session: Session, panel: Panel, record_id: int) -> Mapping[str, Any]:
    """What is recorded now, as the form begins with it."""
    return panel.values(session, record_id) if panel.values else {}


def _form(panel: Panel) -> Any:
    return panel.form


def _form_page(
    panel: Panel,
    form: Any,
    record_id: int,
    back: str,
    version: str,
    error: str = "",
    conflict: Conflict | None = None,
) -> FormPage:
    return FormPage(
        _(panel.title),
        (Link(_("Back"), back),),
        f"/panels/{panel.host}/{panel.name}/{record_id}",
        (InputGroup(_(panel.title), inputs_of(form)),),
        _("Save"),
        back,
        version,
        errors=(error,) if error else (),
        conflict=conflict,
    )
