"""Staff's own jobs: at midnight today's list becomes tomorrow's; registration forms of many people are drawn."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit, jobs
from app.core.i18n import N_
from app.core.modules import Job, JobContext, JobFile, JobResult, JobWrite, Schedule
from app.staff import reports, services
from app.staff.permissions import PERSONAL_READ, STAFF_WRITE

REGISTRATIONS = "staff.registrations"
FILE = "registrations.pdf"


def roll_over(_context: JobContext, _arguments: Mapping[str, Any]) -> JobWrite:
    """Bring units and people to the new day."""

    def write(session: Session) -> JobResult:
        return JobResult(N_("%(count)s people brought to today."), {"count": services.roll_over(session)})

    return write


def enqueue_registrations(session: Session, employee_ids: Sequence[int]) -> int:
    """Start drawing the registration forms of these people as one document. Gives the job's number."""
    return jobs.enqueue(session, REGISTRATIONS, {"employees": list(employee_ids)})


def draw_registrations(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Draw them within the owner's scope; they can be fetched once it stands in the log that they were taken."""
    employees = arguments["employees"]

    def progress(done: int) -> None:
        context.progress(done, len(employees), N_("Drawing"))

    with context.reading() as session:
        drawn = reports.draw_registrations(session, employees, progress)
    (context.work_dir / FILE).write_bytes(drawn.content)

    def write(session: Session) -> JobResult:
        detail = {"document": "registration", "employees": employees}
        kind, table = audit.Kind.EXPORT, "staff_employees"
        audit.record(session, "document.draw_many", kind=kind, object_table=table, count=len(employees), detail=detail)
        return JobResult(N_("The document is ready."), files=(JobFile(drawn.file_name, FILE, drawn.media_type),))

    return write


JOBS = (
    Job(REGISTRATIONS, N_("Registration forms"), PERSONAL_READ, draw_registrations),
    Job("staff.today", N_("Bring today's list to the new day"), STAFF_WRITE, roll_over, Schedule(time(0, 2))),
)
