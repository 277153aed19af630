"""The verbs of user administration."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access.authorizing import authorize_everywhere
from app.core.access.errors import LoginTaken, LoginUnreadable, NotYourself, UnknownRole
from app.core.access.granting import USER_MANAGE, Grant, give_role, user_with_id
from app.core.access.nodes import node_coded
from app.core.access.roles import OWN_RECORD_ROLE, ROLES
from app.core.access.users import RoleAssignment, User

FIRST_LOGIN = "admin"
"""The login a new organisation starts with."""
RESERVED = frozenset({"operator", "system", "-"})
"""Who acts without a log-in, by the names the audit log has for them."""
_LOGIN = re.compile(r"[\w.@-]{2,60}")


def add_user(
    session: Session, login: str, role: str, unit_code: str | None, password_hash: str, subject: str | None = None
) -> User:
    """Make a user with one role over a unit's sub-tree; audited. But for the operator a privileged role waits.

    `subject` is the key of her own record; who has the role `employee` is, unless said otherwise, whom her login names.
    """
    actor = authorize_everywhere(session, USER_MANAGE)
    if role not in ROLES:
        raise UnknownRole(role=role, roles=", ".join(ROLES))
    if session.scalar(select(User).where(User.login == login)) is not None or login in RESERVED:
        raise LoginTaken(login=login)
    node = node_coded(session, unit_code) if unit_code is not None else None
    if subject is None and role == OWN_RECORD_ROLE:
        subject = login
    user = User(login=login, password_hash=password_hash, subject=subject)
    session.add(user)
    session.flush()
    node_id = node.id if node else None
    if not actor.is_operator:
        give_role(session, user.id, Grant(role, node_id, clock.today()))
        return user
    session.add(RoleAssignment(user_id=user.id, role=role, node_id=node_id, start=clock.today()))
    detail = {"role": role, "unit": unit_code}
    audit.record(session, "user.add", object_table=User.__tablename__, object_key=login, detail=detail)
    return user


def new_user(session: Session, login: str, password_hash: str, subject: str | None = None) -> User:
    """Make a user who holds no role yet; audited. Her first password is changed at the first log-in."""
    authorize_everywhere(session, USER_MANAGE)
    if not _LOGIN.fullmatch(login):
        raise LoginUnreadable()
    if session.scalar(select(User).where(User.login == login)) is not None or login in RESERVED:
        raise LoginTaken(login=login)
    user = User(login=login, password_hash=password_hash, subject=subject or None)
    session.add(user)
    session.flush()
    audit.record(session, "user.add", object_table=User.__tablename__, object_key=login, detail={"role": None})
    return user


def set_active(session: Session, user_id: int, active: bool) -> User:
    """Disable a log-in, which ends its sessions at once, or enable it again; audited. Nobody disables herself."""
    actor = authorize_everywhere(session, USER_MANAGE)
    user = user_with_id(session, user_id)
    if actor.user_id == user.id and not active:
        raise NotYourself()
    if user.active != active:
        user.active = active
        session.flush()
        what = "user.enable" if active else "user.disable"
        audit.record(session, what, object_table=User.__tablename__, object_key=user.login)
    return user


def set_subject(session: Session, user_id: int, subject: str) -> None:
    """Say which record is about a user herself, such as an employee number; empty: none. Audited."""
    authorize_everywhere(session, USER_MANAGE)
    user = user_with_id(session, user_id)
    before, user.subject = user.subject, subject.strip()[:100] or None
    if user.subject != before:
        session.flush()
        detail = {"from": before, "to": user.subject}
        audit.record(session, "user.subject", object_table=User.__tablename__, object_key=user.login, detail=detail)
