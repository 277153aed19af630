"""The background jobs of payroll: calculating a month, and drawing a long document."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit, jobs
from app.core.access import authorize_everywhere
from app.core.i18n import N_
from app.core.modules import Job, JobContext, JobFile, JobLink, JobResult, JobWrite
from app.core.periods import Month
from app.payroll import reports, services
from app.payroll.permissions import RUN_MAKE, RUN_READ
from app.payroll.queries.run_lists import run_by_id

CALCULATE, DOCUMENT = "payroll.calculate", "payroll.document"


def enqueue_calculation(session: Session, month: Month, payment: Month | None, entity: str | None) -> int:
    """Start calculating a month; a month is calculated once at a time. Gives the job's number."""
    authorize_everywhere(session, RUN_MAKE)
    arguments = {"month": str(month), "payment_month": str(payment) if payment else None, "entity": entity}
    return jobs.enqueue(session, CALCULATE, arguments, unique_key=f"{CALCULATE}:{entity or ''}:{month}")


def calculate(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Calculate outside the write transaction; what is left is storing the draft run as a whole."""
    month = Month.parse(arguments["month"])
    payment = Month.parse(arguments["payment_month"]) if arguments["payment_month"] else None
    context.progress(0, 2, N_("Calculating"))
    with context.reading() as session:
        calculated = services.calculate_run(session, month, payment, arguments["entity"])
    context.progress(1, 2, N_("Storing the payslips"))

    def write(session: Session) -> JobResult:
        outcome = services.store_run(session, calculated)
        values = {"month": str(month), "slips": outcome.slips, "payable": outcome.payable}
        link = JobLink(N_("Pay run"), "payroll_run.index", {"run_id": outcome.run_id})
        return JobResult(N_("Pay run %(month)s: %(slips)s slips, %(payable)s payable."), values, links=(link,))

    return write


def enqueue_document(session: Session, run_id: int, what: str, form: str, unit: str | None) -> int:
    """Start drawing a document of a run. Gives the job's number."""
    arguments = {"run_id": run_id, "what": what, "form": form, "unit": unit}
    return jobs.enqueue(session, DOCUMENT, arguments)


def draw_document(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Draw a document within the owner's scope; it can be fetched once it stands in the log that it was taken."""
    context.progress(0, 1, N_("Drawing"))
    with context.reading() as session:
        run = run_by_id(session, arguments["run_id"])
        month = str(Month.of(run.month))
        drawn = reports.document(session, run, arguments["what"], arguments["form"], arguments["unit"])
    place = f"document.{arguments['form']}"
    (context.work_dir / place).write_bytes(drawn.content)

    def write(session: Session) -> JobResult:
        record_export(session, arguments["what"], month, arguments["unit"])
        link = JobLink(N_("Pay run"), "payroll_run.index", {"run_id": arguments["run_id"]})
        file = JobFile(drawn.file_name, place, drawn.media_type)
        return JobResult(N_("The document is ready."), files=(file,), links=(link,))

    return write


def record_export(session: Session, what: str, month: str, unit: str | None) -> None:
    """Log that a document of a run is taken."""
    detail = {"unit": unit} if unit else None
    facts: dict[str, Any] = {"object_table": "payroll_runs", "object_key": month, "detail": detail}
    audit.record(session, f"export.{what}", kind=audit.Kind.EXPORT, **facts)


JOBS = (
    Job(DOCUMENT, N_("Draw a document of a pay run"), RUN_READ, draw_document),
    Job(CALCULATE, N_("Calculate a month's pay"), RUN_MAKE, calculate),
)
