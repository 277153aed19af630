"""Imports: upload a workbook, see what it would do or what is wrong with it, then apply it whole."""

import secrets
from pathlib import Path
from typing import ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import LOGGED_IN
from app.core.admin.opened import opened_system
from app.core.admin.pages import (
    BoardPage,
    Button,
    Column,
    ImportPage,
    ImportResult,
    Input,
    Link,
    Row,
    Table,
    number,
    text,
)
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.imports.jobs import APPLY, CHECK, REPORT, Outcome, kept_outcome
from app.core.imports.running import kind_coded
from app.core.jobs import enqueue, folder_of, job_folder, new_folder
from app.core.modules import ImportKind
from app.core.periods import Month

ENDINGS = (".xlsx", ".xls", ".csv")
SHOWN = 200
"""So many errors are listed on the page; the workbook holds all."""

CRUMB = Link(N_("Imports"), "/imports/")


class ImportsView(SecureView):
    """Imports."""

    endpoint: ClassVar[str] = "imports"
    address: ClassVar[str] = "/imports"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The kinds of workbook the user may import, in the order they come."""
        kinds = [kind for module in opened_system().modules for kind in module.imports]
        rows = tuple(
            Row((text(_(kind.label), f"/imports/{kind.code}"), text(_("for a pay month") if kind.needs_month else "")))
            for kind in kinds
            if access.may(session, kind.permission)
        )
        columns = (Column(_("Workbook")), Column(_("Belongs to")))
        return BoardPage(_("Imports"), (Table("", columns, rows, empty=_("There is nothing you may import.")),))

    @page("/<code>", permission=LOGGED_IN)
    def show(self, session: Session, code: str) -> Answer:
        """The form to upload a workbook of a kind."""
        return _form(_permitted(session, code))

    @action("/<code>", permission=LOGGED_IN)
    def upload(self, session: Session, code: str) -> Answer:
        """Take the workbook and have it checked."""
        kind = _permitted(session, code)
        month, given = request.form.get("month", ""), request.files.get("file")
        errors = _faults(kind, month, given.filename if given else None)
        if errors or given is None or not given.filename:
            return _form(kind, errors), 422
        ending = Path(given.filename).suffix.lower()
        folder = new_folder(opened_system().data_dir)
        name = f"{secrets.token_hex(8)}{ending}"
        given.save(folder_of(opened_system().data_dir, folder) / name)
        arguments = {"kind": code, "month": month, "file": name}
        return f"/jobs/{enqueue(session, CHECK, arguments, folder=folder)}"

    @page("/result/<int:job_id>", permission=LOGGED_IN)
    def result(self, session: Session, job_id: int) -> Answer:
        """What a checked workbook would do, or what an applied one did."""
        outcome = _outcome(session, job_id)
        return _form(
            _permitted(session, outcome.upload.kind), month=outcome.upload.month, result=_shown(outcome, job_id)
        )

    @action("/apply/<int:job_id>", permission=LOGGED_IN)
    def apply(self, session: Session, job_id: int) -> Answer:
        """Apply a workbook that was checked."""
        outcome = _outcome(session, job_id)
        _permitted(session, outcome.upload.kind)
        data = opened_system().data_dir
        folder = new_folder(data)
        checked = job_folder(session, job_id) / outcome.upload.file
        (folder_of(data, folder) / outcome.upload.file).write_bytes(checked.read_bytes())
        arguments = {"kind": outcome.upload.kind, "month": outcome.upload.month, "file": outcome.upload.file}
        return f"/jobs/{enqueue(session, APPLY, arguments, unique_key=f'apply-{job_id}', folder=folder)}"


def _permitted(session: Session, code: str) -> ImportKind:
    kind = kind_coded(session, code)
    access.authorize(session, kind.permission)
    return kind


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


def _form(
    kind: ImportKind, errors: tuple[str, ...] = (), month: str = "", result: ImportResult | None = None
) -> ImportPage:
    inputs = [Input("file", _("Workbook"), "file", required=True, accept=",".join(ENDINGS))]
    if kind.needs_month:
        shown = month or str(Month.of(clock.today()))
        inputs.insert(0, Input("month", _("Pay month"), "month", shown, required=True))
    return ImportPage(
        _(kind.label),
        (Link(_(CRUMB.label), CRUMB.url),),
        f"/imports/{kind.code}",
        tuple(inputs),
        (
            _("Upload the workbook you have: titles, merged cells, subtotals and dates in any writing are understood."),
            _("First you see what it would change. It is applied whole, or not at all."),
        ),
        errors=errors,
        result=result,
    )


def _outcome(session: Session, job_id: int) -> Outcome:
    outcome = kept_outcome(job_folder(session, job_id))
    if outcome is None:
        raise NotFound(what=N_("import"), key=job_id)
    return outcome


def _shown(outcome: Outcome, job_id: int) -> ImportResult:
    columns = tuple(Column(_(label)) for label in (N_("Row"), N_("Column"), N_("What is wrong and how to mend it")))
    rows = tuple(Row((number(error.row), text(error.column), text(error.message))) for error in outcome.errors[:SHOWN])
    changes = outcome.created + outcome.updated
    apply = None
    if not outcome.errors and not outcome.applied and changes:
        apply = Button(_("Apply"), f"/imports/apply/{job_id}", "check", "primary", post=True)
    return ImportResult(
        outcome.created,
        outcome.updated,
        outcome.unchanged,
        Table(_("Errors"), columns, rows) if rows else None,
        len(outcome.errors),
        f"/jobs/{job_id}/files/{REPORT}" if rows else "",
        apply,
        outcome.applied,
    )
