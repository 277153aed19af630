"""Imports as background jobs: checking a workbook and saying what it would do, then applying it."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN
from app.core.errors import ZiqiangError
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.imports import history
from app.core.imports.adjusting import Adjustments, adjusted, keep_adjustments, kept_adjustments
from app.core.imports.container import Format
from app.core.imports.faulty import faulty_sheets
from app.core.imports.kept import Outcome, Upload, keep_changes, keep_faulty, keep_layouts, keep_outcome
from app.core.imports.matching import Layout, layouts_of
from app.core.imports.memory import recall
from app.core.imports.report import write_error_report
from app.core.imports.running import kind_coded, read_file, run_import
from app.core.imports.tables import ImportState
from app.core.imports.undoing import keep_trace
from app.core.imports.workbook import Workbook, open_workbook
from app.core.modules import ImportKind, ImportOutcome, Job, JobContext, JobFile, JobLink, JobResult, JobWrite
from app.core.tracing import tracing

CHECK, APPLY = "core.imports.check", "core.imports.apply"
REPORT = "errors.xlsx"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = 3


class NoLongerFits(ZiqiangError):
    """What was checked cannot be applied any more."""

    kind = "import_no_longer_fits"
    message = "Since it was checked, something was recorded that this file does not fit. Check the file once more."
    status = 409


@dataclass(frozen=True, slots=True)
class _Laid:
    """A workbook with its columns matched, as far as they are known."""

    workbook: Workbook
    layouts: tuple[Layout, ...]
    recalled: bool

    @property
    def needs_columns(self) -> bool:
        """Whether somebody must say which columns are which."""
        return any(layout.missing for layout in self.layouts)


def check(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Read the workbook, try it in a transaction that is rolled back, and keep what would happen."""
    upload = Upload(**arguments)
    folder = context.work_dir
    context.progress(1, STEPS, N_("Reading the workbook"))
    with context.reading() as session:
        kind = kind_coded(session, upload.kind)
        file_name = history.own_import(session, upload.import_id).file_name
    laid = _laid_out(context, kind, _opened(folder / upload.file, file_name))
    if laid.needs_columns:
        return _ended(context, upload, laid, ImportOutcome(), ImportState.COLUMNS, ())
    outcome = run_import(context.reading, context.writing, kind, laid.workbook, upload.pay_month, dry_run=True)
    context.progress(2, STEPS, N_("Comparing with what is recorded"))
    files: tuple[JobFile, ...] = ()
    if outcome.errors:
        write_error_report(laid.workbook, outcome.errors, folder / REPORT)
        keep_faulty(folder, faulty_sheets(laid.workbook, kind.sheets, outcome.errors))
        files = (JobFile(_("%(file)s with errors marked.xlsx") % {"file": Path(file_name).stem}, REPORT, SHEET),)
    state = ImportState.FAULTY if outcome.errors else ImportState.CHECKED
    return _ended(context, upload, laid, outcome, state, files)


def apply(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Read the workbook again and write it, in the transaction that ends the job."""
    upload = Upload(**arguments)
    folder = context.work_dir
    context.progress(1, STEPS, N_("Reading the workbook"))
    with context.reading() as session:
        kind = kind_coded(session, upload.kind)
        file_name = history.own_import(session, upload.import_id).file_name
    workbook = adjusted(_opened(folder / upload.file, file_name), kept_adjustments(folder), kind.sheets)
    with context.reading() as session:
        found = read_file(session, kind, workbook, upload.pay_month)
    if found.errors:
        raise NoLongerFits()
    context.progress(2, STEPS, N_("Writing"))

    def write(session: Session) -> JobResult:
        with tracing(session) if kind.undo is not None else nullcontext() as trace:
            outcome = kind.apply(session, found, upload.pay_month)
        if outcome.errors:
            raise NoLongerFits()
        if trace is not None:
            keep_trace(session, upload.import_id, trace)
        history.note(session, upload.import_id, ImportState.APPLIED, outcome)
        _keep(folder, upload, outcome, applied=True)
        context.progress(STEPS, STEPS)
        return _result(context.job_id, outcome, ImportState.APPLIED, ())

    return write


def _opened(place: Path, file_name: str) -> Workbook:
    """The uploaded file; the one sheet of a table of text is called like the file somebody uploaded."""
    workbook = open_workbook(place)
    if workbook.format is not Format.CSV:
        return workbook
    return replace(workbook, sheets=tuple(replace(sheet, name=Path(file_name).stem) for sheet in workbook.sheets))


def _laid_out(context: JobContext, kind: ImportKind, raw: Workbook) -> _Laid:
    """The workbook as adjusted; where its columns were not matched yet, as files laid out alike were before."""
    folder = context.work_dir
    given = kept_adjustments(folder)
    layouts = layouts_of(raw, kind.sheets)
    recalled: Adjustments | None = None
    if not given.matched:
        with context.reading() as session:
            recalled = given.with_matched(recall(session, kind, layouts))
    chosen = recalled if recalled is not None and recalled.matched else given
    keep_adjustments(folder, chosen)
    keep_layouts(folder, layouts)
    workbook = adjusted(raw, chosen, kind.sheets)
    return _Laid(workbook, layouts_of(workbook, kind.sheets), chosen is not given)


def _ended(
    context: JobContext,
    upload: Upload,
    laid: _Laid,
    outcome: ImportOutcome,
    state: ImportState,
    files: tuple[JobFile, ...],
) -> JobWrite:
    """Keep what the check found, and note it."""
    unused = tuple(one for layout in laid.layouts for one in layout.left_out)
    _keep(context.work_dir, upload, outcome, False, laid.needs_columns, laid.recalled, unused)

    def write(session: Session) -> JobResult:
        history.note(session, upload.import_id, state, outcome)
        context.progress(STEPS, STEPS)
        return _result(context.job_id, outcome, state, files)

    return write


def _result(job_id: int, outcome: ImportOutcome, state: ImportState, files: tuple[JobFile, ...]) -> JobResult:
    link = JobLink(N_("See the result"), "imports.result", {"job_id": job_id})
    if state is ImportState.COLUMNS:
        link = JobLink(N_("Match the columns"), "imports.result", {"job_id": job_id})
        return JobResult(N_("Some headings are not known. Say which column is which."), {}, (), (link,))
    if outcome.errors:
        message = N_("%(count)s cells are wrong; nothing was changed.")
        return JobResult(message, {"count": len(outcome.errors)}, files, (link,))
    counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
    return JobResult(N_("%(created)s created, %(updated)s updated, %(unchanged)s unchanged."), counts, files, (link,))


def _keep(
    folder: Path,
    upload: Upload,
    outcome: ImportOutcome,
    applied: bool,
    needs_columns: bool = False,
    recalled: bool = False,
    unused: tuple[str, ...] = (),
) -> None:
    counts = outcome.created, outcome.updated, outcome.unchanged
    listed = keep_changes(folder, outcome)
    errors = tuple(outcome.errors)
    keep_outcome(folder, Outcome(upload, applied, *counts, errors, needs_columns, recalled, unused, listed))


JOBS: tuple[Job, ...] = (
    Job(CHECK, N_("Check a workbook"), LOGGED_IN, check),
    Job(APPLY, N_("Import a workbook"), LOGGED_IN, apply),
)
