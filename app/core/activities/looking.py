"""What is to be done and was noted, for whoever may open the record: of one record, and of one user."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import USER_MANAGE, actor_of, authorize_everywhere, scope_of
from app.core.activities.tables import Activity, Note
from app.core.db import AnySelect
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules import RecordHost, address_of, host_named, meets

MOST = 200
"""So many notes and so many closed activities of a record are shown, the newest."""


def activities_of(session: Session, host_name: str, record_id: int) -> Sequence[Activity]:
    """The activities of a record, open ones first by their day; who may not read its notes meets her own alone."""
    host = host_named(session, host_name)
    found = select(Activity).where(Activity.host == host_name, Activity.record_id == record_id)
    if not meets(session, host_name, record_id, host.reads_notes):
        address_of(session, host, record_id, host.opens)
        found = found.where(Activity.assignee_login == actor_of(session).login)
    return session.scalars(found.order_by(Activity.is_open.desc(), Activity.due, Activity.id).limit(MOST)).all()


def counted(host_name: str, record_id: int) -> Select[int]:
    """How many activities of a record are open, as a statement for those who may read its notes."""
    here = (Activity.host == host_name, Activity.record_id == record_id, Activity.is_open)
    return select(func.count(Activity.id)).where(*here)


def notes_of(session: Session, host_name: str, record_id: int) -> Sequence[Note]:
    """The notes of a record, struck out ones too, newest first."""
    host = host_named(session, host_name)
    address_of(session, host, record_id, host.reads_notes)
    found = select(Note).where(Note.host == host_name, Note.record_id == record_id)
    return session.scalars(found.order_by(Note.id.desc()).limit(MOST)).all()


def activity_met(session: Session, activity_id: int, writing: bool = False) -> Activity:
    """An activity of a record the acting user may open, when it is hers or she may plan there; NotFound otherwise."""
    row = session.get(Activity, activity_id)
    if row is not None:
        host = host_named(session, row.host)
        if meets(session, row.host, row.record_id, host.writes_notes):
            return row
        own = row.assignee_login == actor_of(session).login and not writing
        if own and meets(session, row.host, row.record_id, host.opens):
            return row
    raise NotFound(what=N_("activity"), key=activity_id)


def note_met(session: Session, note_id: int) -> Note:
    """A note that was not struck out, of a record whose notes the acting user may write; NotFound otherwise."""
    row = session.get(Note, note_id)
    if row is not None and row.struck_at is None:
        host = host_named(session, row.host)
        if meets(session, row.host, row.record_id, host.writes_notes):
            return row
    raise NotFound(what=N_("note"), key=note_id)


def address_of_activity(session: Session, activity_id: int) -> str:
    """The page of the record that an activity is about."""
    row = activity_met(session, activity_id)
    host = host_named(session, row.host)
    return address_of(session, host, row.record_id, host.opens)


def open_for(session: Session, login: str) -> Sequence[Activity]:
    """A user's open activities on records the acting user may open, overdue first; others' for administrators."""
    return session.scalars(_open_of(session, login).order_by(Activity.due, Activity.id)).all()


def overdue_count(session: Session, login: str) -> int:
    """How many of these are overdue."""
    late = _open_of(session, login).where(Activity.due < clock.today())
    return session.scalar(late.with_only_columns(func.count(Activity.id), maintain_column_froms=True)) or 0


def due_now(session: Session) -> AnySelect:
    """How many of the acting user's own activities are overdue or due today, as a statement to be put into others."""
    own = (Activity.is_open, Activity.assignee_login == actor_of(session).login, Activity.due <= clock.today())
    counted: AnySelect = select(func.count(Activity.id)).where(*own, on_records_met(session))
    return counted


def own_activities(session: Session) -> AnySelect:
    """The acting user's own activities, for a list."""
    columns = (Activity.host, Activity.record_id, Activity.kind, Activity.summary, Activity.note, Activity.due)
    rest = (Activity.is_open, Activity.made_by, Activity.made_at, Activity.done_at, Activity.assignee_login)
    found: AnySelect = select(Activity.id.label("key"), *columns, *rest)
    return found.where(Activity.assignee_login == actor_of(session).login, on_records_met(session))


def on_records_met(session: Session) -> ColumnElement[bool]:
    """The activities on records whose page the acting user may open: one condition, whatever the number of records."""
    parts: list[ColumnElement[bool]] = [false()]
    for host in _hosts(session):
        scope = scope_of(session, host.opens)
        on_host = Activity.host == host.host
        if scope.everywhere:
            parts.append(on_host)
        elif scope and host.within is not None:
            parts.append(and_(on_host, Activity.record_id.in_(host.within(session, host.opens))))
    return or_(*parts)


def names_of_records(session: Session, records: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """What records are called: one statement a kind of record."""
    found: dict[tuple[str, int], str] = {}
    for host in _hosts(session):
        ids = sorted({record_id for name, record_id in records if name == host.host})
        if ids and host.called is not None:
            found |= {(host.host, record_id): name for record_id, name in host.called(session, ids).items()}
    return found


def _open_of(session: Session, login: str) -> Any:
    if login != actor_of(session).login:
        authorize_everywhere(session, USER_MANAGE)
    return select(Activity).where(Activity.is_open, Activity.assignee_login == login, on_records_met(session))


def _hosts(session: Session) -> Iterator[RecordHost]:
    for module in session.info["modules"]:
        yield from module.record_hosts
