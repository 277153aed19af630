"""The bell: how much waits for the one who looks, in one statement, and what stands in its menu."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import activities, jobs
from app.core.access import actor_of
from app.core.admin.pages import BellJob, BellMenu
from app.core.admin.stream import card_of
from app.core.jobs import State

SHOWN = 8
JOBS = 5
STATES: Mapping[State, Literal["queued", "running", "done"]] = {
    State.QUEUED: "queued",
    State.RUNNING: "running",
    State.DONE: "done",
}


def waiting(session: Session) -> int:
    """One's own activities that are due, and one's own jobs that have not ended."""
    due, running = activities.due_now(session).scalar_subquery(), jobs.unfinished_of_actor(session).scalar_subquery()
    found = session.execute(select(due, running)).one()
    return int(found[0]) + int(found[1])


def bell_menu(session: Session) -> BellMenu:
    """One's own open activities, overdue first, and one's latest jobs."""
    found = activities.open_for(session, actor_of(session).login)
    names = activities.names_of_records(session, [(row.host, row.record_id) for row in found[:SHOWN]])
    cards = tuple(card_of(session, row, False, names.get((row.host, row.record_id), "")) for row in found[:SHOWN])
    latest = tuple(
        BellJob(job.label, f"/jobs/{job.id}", STATES.get(job.state, "failed"), job.message or job.text)
        for job in jobs.jobs_of_actor(session, JOBS)
    )
    return BellMenu(cards, latest, "/activities/", "/jobs/", max(0, len(found) - SHOWN))
