"""Staff's own jobs: at midnight today's list becomes tomorrow's; forms of many people; a copy of one's data."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit, jobs
from app.core.i18n import N_
from app.core.modules import Job, JobContext, JobFile, JobLink, JobResult, JobWrite, Schedule
from app.staff import reports, services
from app.staff.permissions import PERSONAL_READ, SELF, STAFF_WRITE
from app.staff.queries.requests import own_employee

REGISTRATIONS = "staff.registrations"
FILE = "registrations.pdf"
MY_DATA = "staff.my_data"


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


def copy_own_data(context: JobContext, _arguments: Mapping[str, Any]) -> JobWrite:
    """Put together everything kept about the job's owner; it can be fetched once it stands in the log."""
    context.progress(0, 1, N_("Collecting"))
    with context.reading() as session:
        employee = own_employee(session)
        number, drawn = employee.number, reports.own_copy(session, employee)
    place = "my-data.zip"
    (context.work_dir / place).write_bytes(drawn.content)
    context.progress(1, 1)

    def write(session: Session) -> JobResult:
        own_employee(session)
        digest = hashlib.sha256(drawn.content).hexdigest()
        audit.record(
            session,
            "export.personal",
            kind=audit.Kind.EXPORT,
            object_table="staff_employees",
            object_key=number,
            content_hash=digest,
        )
        link = JobLink(N_("My file"), "my.index")
        file = JobFile(drawn.file_name, place, drawn.media_type)
        return JobResult(N_("Your copy is ready."), files=(file,), links=(link,))

    return write


JOBS = (
    Job(REGISTRATIONS, N_("Registration forms"), PERSONAL_READ, draw_registrations),
    Job("staff.today", N_("Bring today's list to the new day"), STAFF_WRITE, roll_over, Schedule(time(0, 2))),
    Job(MY_DATA, N_("Copy of my data"), SELF, copy_own_data),
)
