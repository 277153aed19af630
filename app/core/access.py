"""Who may do what: users, roles, and `authorize()`, which every service asks first.

A role is a set of permissions that the modules' manifests grant. The built-in `operator` is the
command line without `--as`: it makes and never approves, and cannot log in.
"""

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.errors import AccessDenied, NotFound, ZiqiangError

ROLES = (
    "employee",
    "branch",
    "hr",
    "hr_head",
    "trainer",
    "finance",
    "finance_head",
    "leader",
    "auditor",
    "sysadmin",
    "secadmin",
    "auditadmin",
)
EXCLUSIVE_ROLES = frozenset({"sysadmin", "secadmin", "auditadmin"})


class User(Base):
    """A log-in."""

    __tablename__ = "core_users"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)


class RoleAssignment(Base):
    """A role of a user over a unit's sub-tree, between two days; no unit: the whole organisation."""

    __tablename__ = "core_role_assignments"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    unit_code: Mapped[str | None] = mapped_column(String(40))
    start: Mapped[date] = mapped_column()
    end: Mapped[date | None] = mapped_column("end")


class UnknownRole(ZiqiangError):
    """A role code that does not exist."""

    kind = "unknown_role"
    message = "There is no role %(role)s. The roles are: %(roles)s."


class RolesExclude(ZiqiangError):
    """System, security and audit administrators exclude each other."""

    kind = "roles_exclude"
    message = "%(login)s already is %(held)s; the three administrator roles exclude each other."


class LoginTaken(ZiqiangError):
    """A login that exists."""

    kind = "login_taken"
    message = "There already is a user %(login)s."


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


def authorize(session: Session, permission: str) -> Actor:
    """Refuse, with a named error, unless the acting user holds the permission."""
    actor = actor_of(session)
    grants: Mapping[str, Iterable[str]] = session.info.get("grants", {})
    if permission not in grants or not actor.roles & set(grants[permission]):
        raise AccessDenied(user=actor.login, permission=permission)
    return actor


def may(session: Session, permission: str) -> bool:
    """Whether the acting user holds the permission."""
    try:
        authorize(session, permission)
    except AccessDenied:
        return False
    return True


USER_MANAGE = "core.user.manage"


def add_user(session: Session, login: str, role: str, unit_code: str | None, password_hash: str) -> User:
    """Make a user with one role, or give an existing user no second time."""
    authorize(session, USER_MANAGE)
    if role not in ROLES:
        raise UnknownRole(role=role, roles=", ".join(ROLES))
    if session.scalar(select(User).where(User.login == login)) is not None or login == "operator":
        raise LoginTaken(login=login)
    user = User(login=login, password_hash=password_hash)
    session.add(user)
    session.flush()
    session.add(RoleAssignment(user_id=user.id, role=role, unit_code=unit_code, start=clock.today()))
    return user
