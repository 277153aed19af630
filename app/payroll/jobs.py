"""The background jobs of payroll: calculating a month."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core import jobs
from app.core.access import authorize_everywhere
from app.core.i18n import N_
from app.core.modules import Job, JobContext, JobLink, JobResult, JobWrite
from app.core.periods import Month
from app.payroll import services
from app.payroll.permissions import RUN_MAKE

CALCULATE = "payroll.calculate"


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


JOBS = (Job(CALCULATE, N_("Calculate a month's pay"), RUN_MAKE, calculate),)
