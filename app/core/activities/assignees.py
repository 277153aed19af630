"""Who can be given an activity: active users who may open the record."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import Actor, Holders, RoleAssignment, User, actor_named
from app.core.activities.errors import AssigneeBlind, AssigneeUnknown
from app.core.errors import NotFound
from app.core.modules import RecordHost, meets

OFFERED = 12
MOST_ASKED = 60
"""So many users at most are asked about a record for one list of suggestions."""


def require_sight(session: Session, host: RecordHost, record_id: int, login: str) -> None:
    """Refuse an assignee who is unknown, or who may not open the page of the record."""
    try:
        actor = actor_named(session, login)
    except NotFound:
        raise AssigneeUnknown(login=login) from None
    if not _sees(session, host, record_id, actor):
        raise AssigneeBlind(login=login)


def proposed(session: Session, host: RecordHost, record_id: int, typed: str) -> Sequence[str]:
    """Logins that begin with what was typed, of users who may open the page of the record."""
    grants: Mapping[str, Holders] = session.info.get("grants", {})
    holders = grants.get(host.opens)
    today = clock.today()
    held = (
        select(RoleAssignment.user_id)
        .where(RoleAssignment.role.in_([*holders.roles, *holders.own] if holders else []))
        .where(RoleAssignment.start <= today, or_(RoleAssignment.end.is_(None), RoleAssignment.end >= today))
    )
    statement = (
        select(User.login)
        .where(User.active, User.id.in_(held), User.login.startswith(typed, autoescape=True))
        .order_by(User.login)
        .limit(MOST_ASKED)
    )
    found: list[str] = []
    for login in session.scalars(statement).all():
        if len(found) < OFFERED and _sees(session, host, record_id, actor_named(session, login)):
            found.append(login)
    return found


def _sees(session: Session, host: RecordHost, record_id: int, actor: Actor) -> bool:
    with _in_the_place_of(session, actor):
        return meets(session, host.host, record_id, host.opens)


@contextmanager
def _in_the_place_of(session: Session, actor: Actor) -> Iterator[None]:
    """Ask as somebody else, only to learn what she may see; nothing is written meanwhile."""
    session.flush()
    before = session.info["actor"]
    session.info["actor"] = actor
    try:
        with session.no_autoflush:
            yield
    finally:
        session.info["actor"] = before
