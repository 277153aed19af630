"""Roles given and taken. What is privileged waits for a second person: the one who makes cannot approve.

Privileged are the roles that rule or approve, every role over the whole organisation, and whatever somebody asks for
herself. A system administrator asks; the security administrator decides. Until there has been a security administrator
(first set-up) there is nobody to ask: then it takes effect at once, and the audit log says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access.actors import Actor
from app.core.access.authorizing import authorize_everywhere
from app.core.access.errors import (
    EndDateNeeded,
    OwnDecision,
    RequestDecided,
    RoleDatesWrong,
    RoleHeld,
    RolesExclude,
    UnknownRole,
)
from app.core.access.nodes import ScopeNode
from app.core.access.roles import (
    APPROVER_ROLE,
    ENDING_ROLES,
    EXCLUSIVE_ROLES,
    OWN_RECORD_ROLE,
    PRIVILEGED_ROLES,
    ROLES,
)
from app.core.access.users import RoleAssignment, RoleRequest, User
from app.core.errors import NotFound

USER_MANAGE = "core.user.manage"
USER_READ = "core.user.read"
ROLE_APPROVE = "core.role.approve"
TABLE = RoleAssignment.__tablename__


class RequestState(StrEnum):
    """How far a request is."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What came of asking."""

    DONE = "done"
    WAITING = "waiting"
    ALONE = "alone"
    """Done at once although privileged: there never was anybody who could approve."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a node's sub-tree (none: the whole organisation) between two days."""

    role: str
    node_id: int | None
    start: date
    end: date | None = None


def give_role(session: Session, user_id: int, grant: Grant, reason: str = "") -> Outcome:
    """Give a role, or ask for it where it is privileged; audited."""
    actor = authorize_everywhere(session, USER_MANAGE)
    user = user_with_id(session, user_id)
    _check(session, user, grant)
    return _do_or_ask(session, actor, user, grant, None, reason)


def take_role(session: Session, assignment_id: int, reason: str = "") -> Outcome:
    """Take a role away from today on, or ask for that where it is privileged; audited."""
    actor = authorize_everywhere(session, USER_MANAGE)
    held = session.get(RoleAssignment, assignment_id)
    if held is None or (held.end is not None and held.end < clock.today()):
        raise NotFound(what="role", key=assignment_id)
    if _waits(session, RoleRequest.assignment_id == assignment_id):
        raise RoleHeld(login=user_with_id(session, held.user_id).login)
    grant = Grant(held.role, held.node_id, held.start, held.end)
    return _do_or_ask(session, actor, user_with_id(session, held.user_id), grant, held.id, reason)


def approve_request(session: Session, request_id: int) -> None:
    """Let a request take effect: by the security administrator, neither asker nor asked for."""
    request, user = _deciding(session, request_id)
    grant = Grant(request.role, request.node_id, max(request.start, clock.today()), request.end)
    if request.assignment_id is None:
        _check(session, user, grant, but=request.id)
        _give(session, user, grant)
    else:
        _take(session, request.assignment_id)
    _decide(session, request, user, RequestState.APPROVED)


def refuse_request(session: Session, request_id: int) -> None:
    """Refuse a request; nothing changes."""
    request, user = _deciding(session, request_id)
    _decide(session, request, user, RequestState.REFUSED)


def is_privileged(session: Session, grant: Grant) -> bool:
    """Whether a grant needs a second person, whoever asks: by its role, or because it reaches everywhere."""
    return grant.role in PRIVILEGED_ROLES or (grant.role != OWN_RECORD_ROLE and _reaches_everywhere(session, grant))


def anybody_approves(session: Session) -> bool:
    """Whether there is, or ever was, a security administrator; an empty organisation has none yet."""
    return bool(session.scalar(select(exists().where(RoleAssignment.role == APPROVER_ROLE))))


def user_with_id(session: Session, user_id: int) -> User:
    """The user of that id; NotFound where there is none."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(what="user", key=user_id)
    return user


def _reaches_everywhere(session: Session, grant: Grant) -> bool:
    if grant.node_id is None:
        return True
    node = session.get(ScopeNode, grant.node_id)
    return node is not None and node.parent_id is None


def _check(session: Session, user: User, grant: Grant, but: int = 0) -> None:
    """Refuse what nobody may have, whoever approves."""
    if grant.role not in ROLES:
        raise UnknownRole(role=grant.role, roles=", ".join(ROLES))
    if grant.node_id is not None and session.get(ScopeNode, grant.node_id) is None:
        raise NotFound(what="unit", key=grant.node_id)
    if grant.end is None and grant.role in ENDING_ROLES:
        raise EndDateNeeded(role=grant.role)
    if grant.start < clock.today() or (grant.end is not None and grant.end < grant.start):
        raise RoleDatesWrong()
    meanwhile = _held_between(session, user.id, grant)
    if any((one.role, one.node_id) == (grant.role, grant.node_id) for one in meanwhile):
        raise RoleHeld(login=user.login)
    same = (
        RoleRequest.user_id == user.id,
        RoleRequest.role == grant.role,
        RoleRequest.node_id.is_not_distinct_from(grant.node_id),
        RoleRequest.assignment_id.is_(None),
        RoleRequest.id != but,
    )
    if _waits(session, *same):
        raise RoleHeld(login=user.login)
    rivals = sorted({one.role for one in meanwhile} & (EXCLUSIVE_ROLES - {grant.role}))
    if grant.role in EXCLUSIVE_ROLES and rivals:
        raise RolesExclude(login=user.login, held=rivals[0])


def _held_between(session: Session, user_id: int, grant: Grant) -> list[RoleAssignment]:
    """The roles a user has at any time of a grant."""
    conditions = [
        RoleAssignment.user_id == user_id,
        or_(RoleAssignment.end.is_(None), RoleAssignment.end >= grant.start),
    ]
    if grant.end is not None:
        conditions.append(RoleAssignment.start <= grant.end)
    return list(session.scalars(select(RoleAssignment).where(*conditions)))


def _waits(session: Session, *conditions: object) -> bool:
    found = select(exists().where(RoleRequest.state == RequestState.WAITING, *conditions))  # type: ignore[arg-type]
    return bool(session.scalar(found))


def _do_or_ask(
    session: Session, actor: Actor, user: User, grant: Grant, assignment_id: int | None, reason: str
) -> Outcome:
    needs = is_privileged(session, grant) or actor.user_id == user.id
    alone = needs and not anybody_approves(session)
    if needs and not alone:
        _ask(session, actor, user, grant, assignment_id, reason)
        return Outcome.WAITING
    if assignment_id is None:
        _give(session, user, grant, alone=alone)
    else:
        _take(session, assignment_id, alone=alone)
    return Outcome.ALONE if alone else Outcome.DONE


def _ask(session: Session, actor: Actor, user: User, grant: Grant, assignment_id: int | None, reason: str) -> None:
    session.add(
        RoleRequest(
            user_id=user.id,
            assignment_id=assignment_id,
            role=grant.role,
            node_id=grant.node_id,
            start=grant.start,
            end=grant.end,
            reason=reason.strip()[:200],
            state=RequestState.WAITING,
            asked_by=actor.login,
            asked_at=clock.now(),
        )
    )
    session.flush()
    what = "role.ask" if assignment_id is None else "role.ask_to_take"
    audit.record(session, what, object_table=TABLE, object_key=user.login, detail=_facts(grant))


def _give(session: Session, user: User, grant: Grant, *, alone: bool = False) -> None:
    session.add(
        RoleAssignment(user_id=user.id, role=grant.role, node_id=grant.node_id, start=grant.start, end=grant.end)
    )
    session.flush()
    detail = _facts(grant) | ({"without_approval": "there is no security administrator yet"} if alone else {})
    audit.record(session, "role.give", object_table=TABLE, object_key=user.login, detail=detail)


def _take(session: Session, assignment_id: int, *, alone: bool = False) -> None:
    """End a role yesterday; one that began no earlier than today never was."""
    held = session.get(RoleAssignment, assignment_id)
    if held is None:
        raise NotFound(what="role", key=assignment_id)
    detail = _facts(Grant(held.role, held.node_id, held.start, held.end))
    detail |= {"without_approval": "there is no security administrator yet"} if alone else {}
    login = user_with_id(session, held.user_id).login
    if held.start < clock.today():
        held.end = clock.today() - timedelta(days=1)
    else:
        session.delete(held)
    session.flush()
    audit.record(session, "role.take", object_table=TABLE, object_key=login, detail=detail)


def _deciding(session: Session, request_id: int) -> tuple[RoleRequest, User]:
    actor = authorize_everywhere(session, ROLE_APPROVE)
    request = session.get(RoleRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound(what="request", key=request_id)
    if request.state != RequestState.WAITING:
        raise RequestDecided()
    if actor.login == request.asked_by or actor.user_id == request.user_id:
        raise OwnDecision()
    return request, user_with_id(session, request.user_id)


def _decide(session: Session, request: RoleRequest, user: User, state: RequestState) -> None:
    actor = authorize_everywhere(session, ROLE_APPROVE)
    request.state, request.decided_by, request.decided_at = state, actor.login, clock.now()
    session.flush()
    detail = {"role": request.role, "asked_by": request.asked_by, "decision": state.value}
    audit.record(session, "role.decide", object_table=TABLE, object_key=user.login, detail=detail)


def _facts(grant: Grant) -> dict[str, object]:
    return {
        "role": grant.role,
        "node": grant.node_id,
        "from": grant.start.isoformat(),
        "until": grant.end.isoformat() if grant.end else None,
    }
