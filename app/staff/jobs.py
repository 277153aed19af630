"""Staff's own job: at midnight today's list becomes tomorrow's."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from app.core.i18n import N_
from app.core.modules import Job, JobContext, JobResult, JobWrite, Schedule
from app.staff import services
from app.staff.permissions import STAFF_WRITE


def roll_over(_context: JobContext, _arguments: Mapping[str, Any]) -> JobWrite:
    """Bring units and people to the new day."""

    def write(session: Session) -> JobResult:
        return JobResult(N_("%(count)s people brought to today."), {"count": services.roll_over(session)})

    return write


JOBS = (Job("staff.today", N_("Bring today's list to the new day"), STAFF_WRITE, roll_over, Schedule(time(0, 2))),)
