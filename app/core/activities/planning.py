"""The verbs of activities: plan, reassign, done, cancel. Each asks over the very record, and is audited."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of
from app.core.activities.assignees import require_sight
from app.core.activities.errors import ActivityClosed, DueMissing, KindUnknown
from app.core.activities.kinds import KINDS
from app.core.activities.looking import activity_met
from app.core.activities.tables import Activity
from app.core.activities.texts import LONGEST_SUMMARY, reason_of, written
from app.core.errors import Stale
from app.core.i18n import N_
from app.core.modules import address_of, host_named


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done, by whom, until when."""

    kind: str
    summary: str
    due: date | None
    assignee: str
    note: str = ""


def plan(session: Session, host_name: str, record_id: int, planned: Planned, confirmed: bool = False) -> Activity:
    """Plan it; `confirmed` takes a text with ID numbers of people who are not on file."""
    host = host_named(session, host_name)
    address_of(session, host, record_id, host.writes_notes)
    if planned.kind not in KINDS:
        raise KindUnknown()
    summary = written(session, planned.summary, confirmed, LONGEST_SUMMARY)
    note = written(session, planned.note, confirmed) if planned.note.strip() else None
    if planned.due is None:
        raise DueMissing()
    login = planned.assignee.strip() or actor_of(session).login
    require_sight(session, host, record_id, login)
    row = Activity(
        host=host_name,
        record_id=record_id,
        kind=planned.kind,
        summary=summary,
        note=note,
        due=planned.due,
        assignee_login=login,
        made_by=actor_of(session).login,
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _log(session, row, "activity.plan", summary=summary, note=note)
    return row


def version_of(row: Activity) -> str:
    """What a form carries to tell whether somebody changed the activity meanwhile."""
    return f"{row.assignee_login}/{row.due.isoformat()}"


def reassign(session: Session, activity_id: int, login: str, due: date | None, version: str) -> Activity:
    """Give it to somebody else, or move its day; refused where that was done meanwhile."""
    row = _open(session, activity_id, writing=True)
    if due is None:
        raise DueMissing()
    if version != version_of(row):
        raise Stale(what=N_("The activity"))
    login = login.strip()
    if (login, due) == (row.assignee_login, row.due):
        return row
    require_sight(session, host_named(session, row.host), row.record_id, login)
    row.assignee_login, row.due = login, due
    session.flush()
    _log(session, row, "activity.reassign")
    return row


def done(session: Session, activity_id: int) -> Activity:
    """Close it as done: the assignee, or whoever may plan activities of the record."""
    row = _open(session, activity_id)
    row.is_open, row.done_by, row.done_at = False, actor_of(session).login, clock.now()
    session.flush()
    _log(session, row, "activity.done")
    return row


def cancel(session: Session, activity_id: int, reason: str) -> Activity:
    """Close it as not to be done, for a reason."""
    row = _open(session, activity_id, writing=True)
    why = reason_of(reason)
    row.is_open, row.cancelled_why = False, why
    row.cancelled_by, row.cancelled_at = actor_of(session).login, clock.now()
    session.flush()
    _log(session, row, "activity.cancel", reason=why)
    return row


def _open(session: Session, activity_id: int, writing: bool = False) -> Activity:
    row = activity_met(session, activity_id, writing)
    if not row.is_open:
        raise ActivityClosed()
    return row


def _log(session: Session, row: Activity, action: str, **personal: str | None) -> None:
    audit.record(
        session,
        action,
        object_table=Activity.__tablename__,
        object_key=row.id,
        detail={
            "host": row.host,
            "record": row.record_id,
            "kind": row.kind,
            "assignee": row.assignee_login,
            "due": row.due,
        },
        personal=personal,
    )
