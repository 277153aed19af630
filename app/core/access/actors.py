"""Who acts: a user with the roles of today, or the operator of the command line."""

import getpass
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access.users import RoleAssignment, User
from app.core.errors import AccessDenied, NotFound


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user with roles, or the operator; always with the operating-system user."""

    login: str
    roles: frozenset[str]
    os_user: str

    @property
    def is_operator(self) -> bool:
        """Whether this is the command line without `--as`."""
        return self.login == "operator"


def operator() -> Actor:
    """The built-in actor of the command line."""
    return Actor("operator", frozenset({"operator"}), getpass.getuser())


def actor_named(session: Session, login: str) -> Actor:
    """The actor that an active user is today, with the roles in force."""
    user = session.scalar(select(User).where(User.login == login, User.active))
    if user is None:
        raise NotFound(what="user", key=login)
    today = clock.today()
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.user_id == user.id))
    roles = frozenset(row.role for row in held if row.start <= today and (row.end is None or row.end >= today))
    return Actor(login, roles, getpass.getuser())


def actor_of(session: Session) -> Actor:
    """Who acts in this session; an error where nobody was set."""
    actor = session.info.get("actor")
    if not isinstance(actor, Actor):
        raise AccessDenied(user="-", permission="-")
    return actor
