"""Documents of records: the buttons on a record's page, and the route that draws, logs and sends one."""

import hashlib
from typing import ClassVar

from sqlalchemy.orm import Session

from app.core import access, audit
from app.core.access import LOGGED_IN, may
from app.core.admin.downloads import download
from app.core.admin.opened import opened_system
from app.core.admin.pages import Button
from app.core.admin.views import Answer, SecureView, log_reading, page
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Document


class DocumentsView(SecureView):
    """Documents."""

    endpoint: ClassVar[str] = "documents"
    address: ClassVar[str] = "/documents"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """Documents belong to records: the first page."""
        return "/"

    @page("/<host>/<name>/<int:record_id>", permission=LOGGED_IN)
    def show(self, session: Session, host: str, name: str, record_id: int) -> Answer:
        """A document of a record; that it was given out is logged before it is sent."""
        document = _document(host, name)
        access.authorize(session, document.permission)
        drawn = document.draw(session, record_id)
        log_reading(
            audit.Kind.EXPORT,
            "document.draw",
            object_table=host,
            object_key=record_id,
            content_hash=hashlib.sha256(drawn.content).hexdigest(),
            detail={"document": name},
        )
        answer = download(drawn.content, drawn.file_name)
        answer.mimetype = drawn.media_type
        return answer


def document_buttons(session: Session, host: str, record_id: int) -> tuple[Button, ...]:
    """A button for each document of a record that the user may have."""
    return tuple(
        Button(_(document.label), f"/documents/{host}/{document.name}/{record_id}", "printer")
        for module in opened_system().modules
        for document in module.documents
        if document.host == host and may(session, document.permission)
    )


def _document(host: str, name: str) -> Document:
    for module in opened_system().modules:
        for document in module.documents:
            if (document.host, document.name) == (host, name):
                return document
    raise NotFound(what=N_("document"), key=name)
