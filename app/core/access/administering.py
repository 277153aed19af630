"""The verbs of user administration."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access.authorizing import authorize
from app.core.access.errors import LoginTaken, UnknownRole
from app.core.access.nodes import node_coded
from app.core.access.roles import OWN_RECORD_ROLE, ROLES
from app.core.access.users import RoleAssignment, User

USER_MANAGE = "core.user.manage"
FIRST_LOGIN = "admin"
"""The login a new organisation starts with."""
RESERVED = frozenset({"operator", "system", "-"})
"""Who acts without a log-in, by the names the audit log has for them."""


def add_user(
    session: Session, login: str, role: str, unit_code: str | None, password_hash: str, subject: str | None = None
) -> User:
    """Make a user with one role over a unit's sub-tree; audited.

    `subject` is the key of her own record; who has the role `employee` is, unless said otherwise, whom her login names.
    """
    authorize(session, USER_MANAGE)
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
    session.add(RoleAssignment(user_id=user.id, role=role, node_id=node.id if node else None, start=clock.today()))
    detail = {"role": role, "unit": unit_code}
    audit.record(session, "user.add", object_table=User.__tablename__, object_key=login, detail=detail)
    return user
