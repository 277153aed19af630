"""Who holds which role, and what waits for approval: the questions of the administration's pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access.authorizing import authorize_everywhere
from app.core.access.granting import USER_READ, RequestState
from app.core.access.nodes import ScopeNode
from app.core.access.users import RoleAssignment, RoleRequest, User


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of a user, in force or yet to come; the id takes it away."""

    assignment_id: int
    user_id: int
    login: str
    role: str
    node_id: int | None
    start: date
    end: date | None

    @property
    def in_force(self) -> bool:
        """Whether it holds today."""
        return self.start <= clock.today()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for a decision."""

    request_id: int
    user_id: int
    login: str
    role: str
    node_id: int | None
    start: date
    end: date | None
    takes: bool
    reason: str
    asked_by: str
    asked_at: datetime


def roles_of_users(session: Session, user_ids: Iterable[int]) -> Mapping[int, list[HeldRole]]:
    """The roles of some users that are not over, in one statement."""
    authorize_everywhere(session, USER_READ)
    found: dict[int, list[HeldRole]] = {}
    for one in _held(session, RoleAssignment.user_id.in_(list(user_ids))):
        found.setdefault(one.user_id, []).append(one)
    return found


def own_roles(session: Session, user_id: int) -> list[HeldRole]:
    """The roles of one user that are not over; whoever asks is that user, or has authorised."""
    return _held(session, RoleAssignment.user_id == user_id)


def holders_of_role(session: Session, role: str, limit: int) -> list[HeldRole]:
    """Some of who holds a role, by login."""
    authorize_everywhere(session, USER_READ)
    return _held(session, RoleAssignment.role == role, User.active, limit=limit)


def count_holders(session: Session) -> Mapping[str, int]:
    """How many active users hold each role today."""
    authorize_everywhere(session, USER_READ)
    today = clock.today()
    statement = (
        select(RoleAssignment.role, func.count(RoleAssignment.user_id.distinct()))
        .join(User, User.id == RoleAssignment.user_id)
        .where(
            User.active,
            RoleAssignment.start <= today,
            or_(RoleAssignment.end.is_(None), RoleAssignment.end >= today),
        )
        .group_by(RoleAssignment.role)
    )
    return {role: count for role, count in session.execute(statement)}


def waiting_requests(session: Session, user_id: int | None = None) -> list[Waiting]:
    """What waits for a decision, oldest first; of one user where given."""
    authorize_everywhere(session, USER_READ)
    statement = (
        select(RoleRequest, User.login)
        .join(User, User.id == RoleRequest.user_id)
        .where(RoleRequest.state == RequestState.WAITING)
        .order_by(RoleRequest.id)
    )
    if user_id is not None:
        statement = statement.where(RoleRequest.user_id == user_id)
    return [
        Waiting(
            one.id, one.user_id, login, one.role, one.node_id, one.start, one.end, one.assignment_id is not None,
            one.reason, one.asked_by, one.asked_at,
        )
        for one, login in session.execute(statement)
    ]  # fmt: skip


def node_codes(session: Session) -> Mapping[int, str]:
    """The code of every node of the tree."""
    return {node_id: code for node_id, code in session.execute(select(ScopeNode.id, ScopeNode.code))}


def _held(session: Session, *conditions: object, limit: int | None = None) -> list[HeldRole]:
    statement = (
        select(RoleAssignment, User.login)
        .join(User, User.id == RoleAssignment.user_id)
        .where(or_(RoleAssignment.end.is_(None), RoleAssignment.end >= clock.today()), *conditions)  # type: ignore[arg-type]
        .order_by(User.login, RoleAssignment.start, RoleAssignment.id)
        .limit(limit)
    )
    return [
        HeldRole(one.id, one.user_id, login, one.role, one.node_id, one.start, one.end)
        for one, login in session.execute(statement)
    ]
