"""The page between two sets of modules: while they change, and until this process has made way for a fresh one."""

from flask import Flask, Response, jsonify, make_response, render_template, request

from app.core.admin.pages.maintenance import MaintenancePage
from app.core.i18n import gettext as _
from app.core.modules.lifecycle import is_changing
from app.core.serving.supervisor import is_supervised
from app.core.system import System

SECONDS = 3
"""Until the browser asks again by itself."""


def install(application: Flask, system: System) -> None:
    """Before anybody is recognised or anything is read: say so where the modules are changing."""

    def stand_in() -> Response | None:
        if request.endpoint == "static":
            return None
        if is_changing(system.data_dir) or (system.is_outdated and is_supervised()):
            return _answer()
        return None

    application.before_request(stand_in)


def _answer() -> Response:
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=204)  # a page asks for a part of itself: there is nothing new to show
    sent = request.method == "POST"
    title = _("One moment: the system is being changed")
    said = _("Modules are being installed or removed. A backup has been made; nothing is lost.")
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        answer = jsonify({"errors": [{"kind": "maintenance", "message": f"{title}. {said}"}]})
    else:
        lost = _("What you just sent was not taken: go back in a moment and send it again.") if sent else ""
        page = MaintenancePage(title, said, lost, 0 if sent else SECONDS)
        answer = make_response(render_template(page.template, page=page))
    answer.status_code = 503
    answer.headers["Retry-After"] = str(SECONDS)
    return answer
