"""Why somebody may do something, or may not: her roles one by one, each with what it says about a permission.

What is said here are reasons; whether it is so is asked of `scope_of` and of the record's host, as for everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access.actors import actor_of
from app.core.access.authorizing import Holders, authorize_everywhere
from app.core.access.nodes import ScopeNode
from app.core.access.users import RoleAssignment, User
from app.core.errors import NotFound

ACCESS_EXPLAIN = "core.access.explain"


class Time(StrEnum):
    """Whether a role holds today."""

    NOW = "now"
    OVER = "over"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: its node of the tree, and whose own record it is; None: nowhere, nobody's."""

    node_id: int | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class RoleReason:
    """A role of the user and what it says: holds it the permission, today, where the record lies?

    `own`: it holds the permission for her own record only. `covers` is None where no record was asked about.
    """

    role: str
    node_id: int | None
    start: date
    end: date | None
    time: Time
    holds: bool
    own: bool
    covers: bool | None

    @property
    def grants(self) -> bool:
        """Whether this role alone is enough."""
        return self.holds and self.time is Time.NOW and self.covers is not False


def user_explained(session: Session, login: str) -> User:
    """The user somebody asks about: herself, or for whoever may explain rights."""
    if actor_of(session).login != login:
        authorize_everywhere(session, ACCESS_EXPLAIN)
    user = session.scalar(select(User).where(User.login == login))
    if user is None:
        raise NotFound(what="user", key=login)
    return user


def reasons_of(session: Session, user: User, permission: str, place: Place | None) -> Sequence[RoleReason]:
    """What each of her roles says about a permission, and about a record where one is asked about."""
    grants: Mapping[str, Holders] = session.info.get("grants", {})
    holders = grants.get(permission, Holders(frozenset()))
    rows = session.scalars(
        select(RoleAssignment).where(RoleAssignment.user_id == user.id).order_by(RoleAssignment.start)
    ).all()
    paths = _paths(session, [row.node_id for row in rows] + ([place.node_id] if place else []))
    return [_reason(row, user, holders, place, paths) for row in rows]


def _reason(
    row: RoleAssignment, user: User, holders: Holders, place: Place | None, paths: Mapping[int, str]
) -> RoleReason:
    today = clock.today()
    time = Time.LATER if row.start > today else Time.OVER if row.end is not None and row.end < today else Time.NOW
    everywhere, own = row.role in holders.roles, row.role in holders.own and row.role not in holders.roles
    covers = None
    if place is not None:
        covers = _is_own(user, place) if own else _lies_in(row.node_id, place.node_id, paths)
    return RoleReason(row.role, row.node_id, row.start, row.end, time, everywhere or own, own, covers)


def _is_own(user: User, place: Place) -> bool:
    return user.subject is not None and user.subject == place.subject


def _lies_in(over: int | None, node_id: int | None, paths: Mapping[int, str]) -> bool:
    if over is None:
        return True
    return node_id is not None and over in paths and paths.get(node_id, "").startswith(paths[over])


def _paths(session: Session, node_ids: Sequence[int | None]) -> dict[int, str]:
    wanted = [one for one in node_ids if one is not None]
    rows = session.execute(select(ScopeNode.id, ScopeNode.path).where(ScopeNode.id.in_(wanted)))
    return {node_id: path for node_id, path in rows}
