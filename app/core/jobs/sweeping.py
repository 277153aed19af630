"""What is looked after beside the running jobs: workers that died, ids that were lost, and jobs that are due."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.errors import ZiqiangError
from app.core.jobs.claims import database_now
from app.core.jobs.enqueueing import enqueue_due
from app.core.jobs.errors import JobGivenUp
from app.core.jobs.opened import Opened
from app.core.jobs.results import error_json
from app.core.jobs.tables import JOBS, State
from app.core.modules import Job

_AT_ONCE = 1000
_logger = logging.getLogger(__name__)


def sweep(system: Opened, stale: float) -> None:
    """Queue again what a dead worker left behind, or give it up; then hand over what waits and got lost."""
    with system.database.reading() as session:
        anything = bool(_silent(session, stale))
    if anything:
        with system.writing(access.operator()) as session:
            found = _silent(session, stale, lock=True)
            for row in found:
                _recover(session, row)
        system.queue.try_to_put(row.id for row in found)
    hand_over_waiting(system)


def hand_over_waiting(system: Opened) -> None:
    """Hand the waiting jobs over where nothing is on its way: their ids were lost."""
    waiting = waiting_jobs(system)
    if waiting and system.queue.is_empty():
        system.queue.put(waiting)


def waiting_jobs(system: Opened) -> Sequence[int]:
    """The ids of jobs that wait, oldest first."""
    with system.database.reading() as session:
        found = select(JOBS.c.id).where(JOBS.c.state == State.QUEUED).order_by(JOBS.c.id).limit(_AT_ONCE)
        return session.scalars(found).all()


def start_due_jobs(system: Opened) -> None:
    """Start each scheduled job whose moment has come, once however many workers run; missed moments count once."""
    now = clock.now()
    due = [
        (job, job.schedule.latest(now).isoformat(timespec="minutes")) for job in system.jobs.values() if job.schedule
    ]
    with system.database.reading() as session:
        latest = select(JOBS.c.name, func.max(JOBS.c.slot)).where(JOBS.c.slot.is_not(None)).group_by(JOBS.c.name)
        started = {name: slot for name, slot in session.execute(latest)}
    for job, slot in due:
        if started.get(job.name, "") < slot:
            _start_due(system, job, slot)


def _start_due(system: Opened, job: Job, slot: str) -> None:
    try:
        with system.writing(access.operator()) as session:
            enqueue_due(session, job, slot)
    except ZiqiangError:  # such as a permission the operator lacks; it must not hold up the others
        _logger.exception("The scheduled job %s could not be started.", job.name)


def _silent(session: Session, stale: float, *, lock: bool = False) -> Sequence[Row[Any]]:
    before = database_now(session) - timedelta(seconds=stale)
    found = select(JOBS).where(JOBS.c.state == State.RUNNING, JOBS.c.heartbeat <= before)
    return session.execute(found.with_for_update(skip_locked=True) if lock else found).all()


def _recover(session: Session, row: Row[Any]) -> None:
    given_up = row.tries >= row.max_tries
    values: dict[str, Any] = {"claim": None, "state": State.QUEUED}
    if given_up:
        error = error_json(JobGivenUp(tries=row.tries))
        values |= {"state": State.FAILED, "finished": clock.now(), "error": error}
    session.execute(update(JOBS).where(JOBS.c.id == row.id).values(**values))
    facts = {"job": row.name, "try": row.tries}
    action = "job.failed" if given_up else "job.requeue"
    audit.record(session, action, object_table=JOBS.name, object_key=row.id, detail=facts)
