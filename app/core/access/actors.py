"""Who acts: a user with the roles of today, or the operator of the command line."""

import getpass
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access.nodes import ScopeNode
from app.core.access.users import RoleAssignment, User
from app.core.errors import AccessDenied, NotFound

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Held:
    """A role held over the sub-tree of a node's path; no path: over the whole organisation."""

    role: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user with roles, or the operator; always with the operating-system user.

    `subject` is the key of the record that is about the user herself, such as an employee number.
    """

    login: str
    held: tuple[Held, ...]
    os_user: str
    user_id: int | None = None
    subject: str | None = None

    @property
    def roles(self) -> frozenset[str]:
        """The codes of the roles held, wherever they hold."""
        return frozenset(one.role for one in self.held)

    @property
    def is_operator(self) -> bool:
        """Whether this is the command line without `--as`."""
        return self.login == OPERATOR


def operator() -> Actor:
    """The built-in actor of the command line."""
    return Actor(OPERATOR, (Held(OPERATOR),), getpass.getuser())


def actor_named(session: Session, login: str) -> Actor:
    """The actor that an active user is today, with the roles in force."""
    user = session.scalar(select(User).where(User.login == login, User.active))
    if user is None:
        raise NotFound(what="user", key=login)
    return actor_for(session, user)


def actor_for(session: Session, user: User) -> Actor:
    """The actor that a user is today, with the roles in force."""
    today = clock.today()
    assignment = RoleAssignment
    statement = (
        select(assignment.role, assignment.node_id, ScopeNode.path)
        .outerjoin(ScopeNode, ScopeNode.id == assignment.node_id)
        .where(
            assignment.user_id == user.id,
            assignment.start <= today,
            or_(assignment.end.is_(None), assignment.end >= today),
        )
    )
    held = tuple(
        Held(role, path if node_id is not None else None) for role, node_id, path in session.execute(statement)
    )
    return Actor(user.login, held, getpass.getuser(), user.id, user.subject)


def actor_of(session: Session) -> Actor:
    """Who acts in this session; an error where nobody was set."""
    actor = session.info.get("actor")
    if not isinstance(actor, Actor):
        raise AccessDenied(user="-", permission="-")
    return actor
