"""Attachments: the block on a record's page, and the routes that take, give back and remove files."""

from typing import ClassVar

from flask import Response, flash, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.core import access, attachments, audit
from app.core.access import LOGGED_IN, may
from app.core.admin.downloads import download
from app.core.admin.pages import Button, Column, FormPage, Input, InputGroup, Link, Panel, Row, Table, number, text
from app.core.admin.views import Answer, SecureView, action, log_reading, page
from app.core.attachments.content import KINDS, LARGEST
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.modules import address_of, host_named
from app.core.privacy import MaskKind, mask

ACCEPTED = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
SIZE = N_("Size (kB)")
COLUMNS = (N_("File"), SIZE, N_("Uploaded"), N_("By"))


class AttachmentsView(SecureView):
    """Attachments."""

    endpoint: ClassVar[str] = "attachments"
    address: ClassVar[str] = "/attachments"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """Files belong to records: the first page."""
        return "/"

    @page("/<host>/<int:record_id>/new", permission=LOGGED_IN)
    def new(self, session: Session, host: str, record_id: int) -> Answer:
        """The form to attach a file to a record."""
        return _upload_form(session, host, record_id)

    @action("/<host>/<int:record_id>/new", permission=LOGGED_IN)
    def upload(self, session: Session, host: str, record_id: int) -> Answer:
        """Take a file: checked by its content before anything is written."""
        access.authorize(session, host_named(session, host).permission_write)
        sent = request.files.get("file")
        try:
            file = attachments.checked(sent.filename or "" if sent else "", _content(sent))
        except ZiqiangError as error:
            return _upload_form(session, host, record_id, fill(error.message, error.values)), 422
        row, strange = attachments.attach(session, host, record_id, file)
        flash(_("%(name)s is attached.") % {"name": row.name}, "good")
        if strange:
            flash(_warning(strange), "warning")
        return _home(session, host, record_id)

    @page("/file/<uid>", permission=LOGGED_IN)
    def file(self, session: Session, uid: str) -> Answer:
        """A file, always to be saved and never shown in the page; the reading is logged before."""
        one = attachments.shown(session, uid)
        log_reading(
            audit.Kind.READ,
            "attachment.read",
            object_table="core_attachments",
            object_key=uid,
            detail={"host": one.host, "record": one.record_id},
        )
        opened = attachments.open_attachment(session, uid)
        answer = download(opened.content, opened.name)
        answer.mimetype = opened.media_type
        return answer

    @page("/file/<uid>/preview", permission=LOGGED_IN)
    def preview(self, session: Session, uid: str) -> Answer:
        """A picture made small, for the page of its record; the reading is logged before."""
        one = attachments.shown(session, uid)
        log_reading(
            audit.Kind.READ,
            "attachment.preview",
            object_table="core_attachments",
            object_key=uid,
            detail={"host": one.host, "record": one.record_id},
        )
        small = attachments.preview_of(session, uid)
        return Response(small.content, mimetype=small.media_type)

    @page("/file/<uid>/remove", permission=LOGGED_IN)
    def ask(self, session: Session, uid: str) -> Answer:
        """The form that asks why a file is removed."""
        return _removal_form(session, uid)

    @action("/file/<uid>/remove", permission=LOGGED_IN)
    def remove(self, session: Session, uid: str) -> Answer:
        """Take a file off its record."""
        one = attachments.shown(session, uid, writing=True)
        try:
            attachments.remove(session, uid, request.form.get("reason", ""))
        except attachments.ReasonMissing as error:
            return _removal_form(session, uid, fill(error.message, error.values)), 422
        flash(_("%(name)s was removed.") % {"name": one.name}, "good")
        return _home(session, one.host, one.record_id)


def attachments_block(session: Session, host_name: str, record_id: int) -> tuple[Panel, ...]:
    """The files of a record as a card of its page; nothing for somebody who may not read them."""
    host = host_named(session, host_name)
    if not may(session, host.permission_read):
        return ()
    try:
        files = attachments.attachments_of(session, host_name, record_id)
    except NotFound:
        return ()
    everywhere = access.scope_of(session, host.permission_write).everywhere
    writes = everywhere or attachments.may_write(session, host_name, record_id)
    columns = (*(Column(_(label), right=label == SIZE) for label in COLUMNS), *((Column(""),) if writes else ()))
    rows = tuple(_row(one, writes) for one in files)
    buttons = (Button(_("Attach a file"), f"/attachments/{host_name}/{record_id}/new", "paperclip"),) if writes else ()
    table = Table("", columns, rows, empty=_("No file is attached."))
    return (Panel(_("Attachments"), (table,), note=str(len(files)) if files else "", buttons=buttons),)


def _row(one: attachments.Attached, writes: bool) -> Row:
    url = f"/attachments/file/{one.uid}"
    at = one.uploaded_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    cells = (text(one.name, url), number(max(1, round(one.size / 1000))), text(at), text(one.uploaded_by))
    return Row((*cells, text(_("Remove"), f"{url}/remove")) if writes else cells)


def _content(sent: FileStorage | None) -> bytes:
    """What was sent, one byte more than allowed at most."""
    return sent.stream.read(LARGEST + 1) if sent is not None else b""


def _warning(strange: tuple[str, ...]) -> str:
    """That a file names people who are not on file here."""
    shown = ", ".join(mask(MaskKind.ID_NUMBER, one) for one in strange[:5])
    return _(
        "The file holds ID numbers that belong to nobody on file here: %(numbers)s. This system keeps no data on people"
        " in the organisation's care: remove the file if they are such people's."
    ) % {"numbers": shown}


def _home(session: Session, host_name: str, record_id: int) -> str:
    host = host_named(session, host_name)
    return address_of(session, host, record_id, host.permission_write)


def _upload_form(session: Session, host_name: str, record_id: int, error: str = "") -> FormPage:
    host = host_named(session, host_name)
    home = _home(session, host_name, record_id)
    help_text = _("PDF, pictures (PNG, JPEG), Word, Excel or text, at most %(limit)s MB.") % {"limit": LARGEST >> 20}
    field = Input("file", _("File"), "file", required=True, wide=True, accept=ACCEPTED, help=help_text)
    hint = _("What a file is, is told by its content. Pictures are kept without place and camera data.")
    return FormPage(
        _("Attach a file"),
        (Link(_(host.label), home),),
        f"/attachments/{host_name}/{record_id}/new",
        (InputGroup("", (field,), hint),),
        _("Attach"),
        home,
        errors=(error,) if error else (),
    )


def _removal_form(session: Session, uid: str, error: str = "") -> FormPage:
    one = attachments.shown(session, uid, writing=True)
    home = _home(session, one.host, one.record_id)
    reason = Input("reason", _("Why is it removed?"), required=True, wide=True, errors=(error,) if error else ())
    return FormPage(
        _("Remove a file"),
        (Link(_("Back"), home),),
        f"/attachments/file/{uid}/remove",
        (InputGroup(one.name, (reason,), _("It is no longer shown; that it was there, and who removed it, stays.")),),
        _("Remove"),
        home,
    )
