"""The verbs of user administration."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access.authorizing import authorize
from app.core.access.errors import LoginTaken, UnknownRole
from app.core.access.roles import ROLES
from app.core.access.users import RoleAssignment, User

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
