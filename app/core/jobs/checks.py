"""What `ziqiang doctor` says about jobs: whether any wait too long, and whether any failed lately."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.doctor import Check, Finding, fine, some, warning
from app.core.i18n import N_
from app.core.jobs.tables import JOBS, UNFINISHED, State

LONG_WAIT = timedelta(minutes=10)
LATELY = timedelta(days=7)


def healthy(session: Session) -> Iterator[Finding]:
    """Whether jobs are worked on, and end well."""
    now = clock.now()
    waiting = select(JOBS.c.id).where(JOBS.c.state == State.QUEUED, JOBS.c.created < now - LONG_WAIT)
    failed = select(JOBS.c.id).where(JOBS.c.state == State.FAILED, JOBS.c.finished > now - LATELY)
    late, lost = session.scalars(waiting).all(), session.scalars(failed).all()
    if late:
        yield warning(
            N_("jobs wait for a worker: %(jobs)s"),
            N_("See that one runs: ziqiang serve, or ziqiang worker"),
            jobs=some(late),
        )
    if lost:
        yield warning(
            N_("jobs failed during the last seven days: %(jobs)s"),
            N_("Look at what each of them says; start it again when the reason is gone."),
            jobs=some(lost),
        )
    if not late and not lost:
        open_jobs = session.scalar(select(func.count()).where(JOBS.c.state.in_(UNFINISHED)))
        yield fine(N_("%(count)s jobs are under way, and none failed lately"), count=open_jobs)


CHECKS = (Check(N_("Background jobs"), healthy),)
