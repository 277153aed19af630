"""Staff's own jobs: at midnight today's list becomes tomorrow's; and the copy of one's own data."""

import hashlib
from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit
from app.core.i18n import N_
from app.core.modules import Job, JobContext, JobFile, JobLink, JobResult, JobWrite, Schedule
from app.staff import reports, services
from app.staff.permissions import SELF, STAFF_WRITE
from app.staff.queries.requests import own_employee

MY_DATA = "staff.my_data"


def roll_over(_context: JobContext, _arguments: Mapping[str, Any]) -> JobWrite:
    """Bring units and people to the new day."""

    def write(session: Session) -> JobResult:
        return JobResult(N_("%(count)s people brought to today."), {"count": services.roll_over(session)})

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
    Job("staff.today", N_("Bring today's list to the new day"), STAFF_WRITE, roll_over, Schedule(time(0, 2))),
    Job(MY_DATA, N_("Copy of my data"), SELF, copy_own_data),
)
