"""Imports: upload a file, see what it would do or what is wrong with it, then apply it whole; and those there were."""

from pathlib import Path
from typing import ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import LOGGED_IN
from app.core.admin.downloads import download
from app.core.admin.import_parts import (
    CRUMB,
    HISTORY,
    Checked,
    checked_by,
    history_table,
    permitted,
    send_to_check,
    upload_of,
)
from app.core.admin.import_result import result_page
from app.core.admin.opened import opened_system
from app.core.admin.pages import BoardPage, Button, Column, ImportPage, Input, Link, Panel, Row, Table, text
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound
from app.core.i18n import N_, language
from app.core.i18n import gettext as _
from app.core.imports import history
from app.core.imports.jobs import APPLY
from app.core.imports.kept import Upload
from app.core.imports.refusals import WorkbookRefused
from app.core.imports.template import template
from app.core.jobs import enqueue, folder_of, job_folder, new_folder
from app.core.modules import ImportKind
from app.core.periods import Month

ENDINGS = (".xlsx", ".xls", ".csv")
PAGE_SIZE = 50
LATEST = 8


class ImportsView(SecureView):
    """Imports."""

    endpoint: ClassVar[str] = "imports"
    address: ClassVar[str] = "/imports"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The kinds of workbook the user may import, in the order they come, and the latest imports."""
        kinds = [kind for module in opened_system().modules for kind in module.imports]
        rows = tuple(
            Row(
                (
                    text(_(kind.label), f"/imports/{kind.code}"),
                    text(_("for a pay month") if kind.needs_month else ""),
                    text(_("Template") if kind.sheets else "", f"/imports/{kind.code}/template"),
                )
            )
            for kind in kinds
            if access.may(session, kind.permission)
        )
        columns = (Column(_("Workbook")), Column(_("Belongs to")), Column(_("Empty workbook to fill in")))
        table = Table("", columns, rows, empty=_("There is nothing you may import."))
        past = history.past_imports(session, limit=LATEST)
        latest = Panel(
            _("Latest imports"),
            (history_table(session, past, brief=True),),
            buttons=(Button(_("All imports"), HISTORY, "history"),) if past else (),
        )
        return BoardPage(_("Imports"), (Panel(_("Import a workbook"), (table,)), latest))

    @page("/history", permission=LOGGED_IN)
    def history(self, session: Session) -> Answer:
        """The imports there were, newest first; ?kind= narrows, ?before= goes back in time."""
        kind, before = request.args.get("kind", ""), request.args.get("before", type=int)
        found = history.past_imports(session, kind, before, PAGE_SIZE + 1)
        shown = found[:PAGE_SIZE]
        older = Button(_("Older imports"), f"{HISTORY}?kind={kind}&before={shown[-1].id}", "history") if shown else None
        kinds = [one for module in opened_system().modules for one in module.imports]
        permitted_kinds = [one for one in kinds if access.may(session, one.permission)]
        buttons = [Button(_("All"), HISTORY)]
        buttons += [Button(_(one.label), f"{HISTORY}?kind={one.code}") for one in permitted_kinds]
        table = history_table(session, shown)
        blocks = (Panel(_("Imports so far"), (table,), buttons=(older,) if older and len(found) > PAGE_SIZE else ()),)
        return BoardPage(_("History of imports"), blocks, buttons=tuple(buttons))

    @page("/<code>", permission=LOGGED_IN)
    def show(self, session: Session, code: str) -> Answer:
        """The form to upload a workbook of a kind."""
        return _form(session, permitted(session, code))

    @page("/<code>/template", permission=LOGGED_IN)
    def template(self, session: Session, code: str) -> Answer:
        """The empty workbook of a kind, to be filled in."""
        kind = permitted(session, code)
        if not kind.sheets:
            raise NotFound(what=N_("template"), key=code)
        return download(template(session, kind, Month.of(clock.today())), f"{_(kind.label)} {_('Template')}.xlsx")

    @action("/<code>", permission=LOGGED_IN)
    def upload(self, session: Session, code: str) -> Answer:
        """Take the workbook and have it checked; what is no workbook is refused at once."""
        kind = permitted(session, code)
        month, given = request.form.get("month", ""), request.files.get("file")
        errors = _faults(kind, month, given.filename if given else None)
        if errors or given is None or not given.filename:
            return _form(session, kind, errors, month), 422
        try:
            folder, upload = upload_of(session, kind, month, given)
        except WorkbookRefused as refused:
            return _form(session, kind, (refused.text(language()[:2]),), month), 422
        return send_to_check(session, upload, folder)

    @page("/result/<int:job_id>", permission=LOGGED_IN)
    def result(self, session: Session, job_id: int) -> Answer:
        """What a checked workbook would do, or what an applied one did."""
        checked = checked_by(session, job_id)
        if checked.outcome.needs_columns:
            return f"/import/{checked.past.id}/match"
        return result_page(session, checked, request.args.get("show", ""), request.args.get("page", 1, type=int))

    @action("/apply/<int:job_id>", permission=LOGGED_IN)
    def apply(self, session: Session, job_id: int) -> Answer:
        """Apply a workbook that was checked."""
        checked = checked_by(session, job_id)
        history.require_applicable(session, checked.past.id, job_id)
        return _apply(session, checked)


def _apply(session: Session, checked: Checked) -> str:
    """Start the job that writes what was checked, on a copy of the checked file with its adjustments."""
    upload = checked.outcome.upload
    data = opened_system().data_dir
    folder = new_folder(data)
    place = job_folder(session, checked.job_id)
    for name in (upload.file, *checked.kept_names()):
        (folder_of(data, folder) / name).write_bytes((place / name).read_bytes())
    arguments = _arguments(upload)
    job_id = enqueue(session, APPLY, arguments, unique_key=f"apply-{checked.job_id}", folder=folder)
    history.applying(session, checked.past.id, checked.job_id, job_id)
    return f"/jobs/{job_id}"


def _arguments(upload: Upload) -> dict[str, object]:
    return {"kind": upload.kind, "month": upload.month, "file": upload.file, "import_id": upload.import_id}


def _faults(kind: ImportKind, month: str, file_name: str | None) -> tuple[str, ...]:
    """What is wrong with the form itself."""
    found = []
    if not file_name:
        found.append(_("Choose a workbook."))
    elif Path(file_name).suffix.lower() not in ENDINGS:
        found.append(_("Choose a file of the kind .xlsx, .xls or .csv."))
    if kind.needs_month:
        try:
            Month.parse(month)
        except ValueError:
            found.append(_("Choose the pay month the workbook belongs to."))
    return tuple(found)


def _form(session: Session, kind: ImportKind, errors: tuple[str, ...] = (), month: str = "") -> ImportPage:
    inputs = [Input("file", _("Workbook"), "file", required=True, accept=",".join(ENDINGS))]
    if kind.needs_month:
        shown = month or str(Month.of(clock.today()))
        inputs.insert(0, Input("month", _("Pay month"), "month", shown, required=True))
    downloads = (Link(_("Template"), f"/imports/{kind.code}/template"),) if kind.sheets else ()
    past = history.past_imports(session, kind.code, limit=LATEST)
    blocks = (Panel(_("Latest imports"), (history_table(session, past, brief=True),)),) if past else ()
    return ImportPage(
        _(kind.label),
        (Link(_(CRUMB.label), CRUMB.url),),
        f"/imports/{kind.code}",
        tuple(inputs),
        (
            _("Upload the workbook you have: titles, merged cells, subtotals and dates in any writing are understood."),
            _("Excel and WPS workbooks (.xlsx, .xls) and CSV in UTF-8 or GBK are read."),
            _("Headings that are not known you match to columns once; this is remembered."),
            _("First you see what it would change. It is applied whole, or not at all."),
        ),
        downloads,
        errors=errors,
        blocks=blocks,
    )
