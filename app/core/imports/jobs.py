"""Imports as background jobs: checking a workbook and saying what it would do, then applying it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN
from app.core.errors import CellError, ZiqiangError
from app.core.i18n import N_
from app.core.imports.report import write_error_report
from app.core.imports.running import kind_coded, read_file, run_import
from app.core.modules import ImportOutcome, Job, JobContext, JobFile, JobLink, JobResult, JobWrite
from app.core.periods import Month

CHECK, APPLY = "core.imports.check", "core.imports.apply"
OUTCOME, REPORT = "outcome.json", "errors.xlsx"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = 3


class NoLongerFits(ZiqiangError):
    """What was checked cannot be applied any more."""

    kind = "import_no_longer_fits"
    message = "Since it was checked, something was recorded that this file does not fit. Check the file once more."
    status = 409


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded workbook: its kind, its pay month (YYYY-MM or nothing), and its name in the job's folder."""

    kind: str
    month: str
    file: str

    @property
    def pay_month(self) -> Month | None:
        """The pay month the file belongs to."""
        return Month.parse(self.month) if self.month else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do, or did, as it is kept in the job's folder."""

    upload: Upload
    applied: bool
    created: int
    updated: int
    unchanged: int
    errors: tuple[CellError, ...]


def check(context: JobContext, arguments: Mapping[str, Any]) -> JobResult:
    """Read the workbook, try it in a transaction that is rolled back, and keep what would happen."""
    upload = Upload(**arguments)
    file = context.work_dir / upload.file
    context.progress(1, STEPS, N_("Reading the workbook"))
    with context.reading() as session:
        kind = kind_coded(session, upload.kind)
    outcome = run_import(context.reading, context.writing, kind, file, upload.pay_month, dry_run=True)
    context.progress(2, STEPS, N_("Comparing with what is recorded"))
    files: tuple[JobFile, ...] = ()
    if outcome.errors:
        write_error_report(file, outcome.errors, context.work_dir / REPORT)
        files = (JobFile(f"{Path(upload.file).stem}-errors.xlsx", REPORT, SHEET),)
    _keep(context.work_dir, upload, outcome, applied=False)
    context.progress(STEPS, STEPS)
    return _result(context.job_id, outcome, files)


def apply(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Read the workbook again and write it, in the transaction that ends the job."""
    upload = Upload(**arguments)
    context.progress(1, STEPS, N_("Reading the workbook"))
    with context.reading() as session:
        kind = kind_coded(session, upload.kind)
        found = read_file(session, kind, context.work_dir / upload.file, upload.pay_month)
    if found.errors:
        raise NoLongerFits()
    context.progress(2, STEPS, N_("Writing"))

    def write(session: Session) -> JobResult:
        outcome = kind.apply(session, found, upload.pay_month)
        if outcome.errors:
            raise NoLongerFits()
        _keep(context.work_dir, upload, outcome, applied=True)
        context.progress(STEPS, STEPS)
        return _result(context.job_id, outcome, ())

    return write


def _result(job_id: int, outcome: ImportOutcome, files: tuple[JobFile, ...]) -> JobResult:
    link = JobLink(N_("See the result"), "imports.result", {"job_id": job_id})
    if outcome.errors:
        message = N_("%(count)s cells are wrong; nothing was changed.")
        return JobResult(message, {"count": len(outcome.errors)}, files, (link,))
    counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
    return JobResult(N_("%(created)s created, %(updated)s updated, %(unchanged)s unchanged."), counts, files, (link,))


def _keep(folder: Path, upload: Upload, outcome: ImportOutcome, applied: bool) -> None:
    kept = Outcome(upload, applied, outcome.created, outcome.updated, outcome.unchanged, tuple(outcome.errors))
    (folder / OUTCOME).write_text(json.dumps(asdict(kept), ensure_ascii=False), encoding="utf-8")


def kept_outcome(folder: Path) -> Outcome | None:
    """What a job kept in its folder; nothing where it did not come so far."""
    try:
        facts = json.loads((folder / OUTCOME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    errors = tuple(CellError(**error) for error in facts.pop("errors"))
    return Outcome(upload=Upload(**facts.pop("upload")), errors=errors, **facts)


JOBS = (
    Job(CHECK, N_("Check a workbook"), LOGGED_IN, check),
    Job(APPLY, N_("Import a workbook"), LOGGED_IN, apply),
)
