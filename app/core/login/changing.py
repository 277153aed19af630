"""Passwords: changed by their owner, renewed by an administrator, and the first one of all."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.access import FIRST_LOGIN, USER_MANAGE, User
from app.core.errors import NotFound
from app.core.login import throttle
from app.core.login.errors import PasswordUnchanged
from app.core.login.policy import check_password, prepared, profile_of
from app.core.login.secondfactor import credentials_of, stop_two_factor
from app.core.login.sessions import end_all
from app.core.passwords import hash_password, password_matches

TABLE = User.__tablename__
FIRST_ROLE = "sysadmin"


def hash_of_new(session: Session, user_id: int, password: str) -> str:
    """The hash of a new password the policy allows; a named error where it does not.

    Works in a reading session: hashing is slow by design and belongs outside the write transaction.
    """
    user, spelled = session.get_one(User, user_id), prepared(password)
    check_password(profile_of(session), user.login, spelled)
    if password_matches(user.password_hash, spelled):
        raise PasswordUnchanged()
    return hash_password(spelled)


def change_password(session: Session, user_id: int, hashed: str) -> User:
    """Give a user the new password; ends every session of hers, so the caller opens a new one."""
    user = session.get_one(User, user_id)
    user.password_hash, user.must_change_password = hashed, False
    credentials_of(session, user.id).password_changed = clock.now()
    ended = end_all(session, user.id)
    session.flush()
    detail = {"sessions_ended": ended}
    audit.record(
        session, "password.change", kind=audit.Kind.LOGIN, object_table=TABLE, object_key=user.login, detail=detail
    )
    return user


def renew_password(session: Session, login: str) -> str:
    """Give a user who can't log in a one-time password; drops lock-out, second factor and sessions.

    Only for whoever manages users. The one-time password opens nothing but the change of the password.
    """
    actor = access.authorize_everywhere(session, USER_MANAGE)
    user = session.scalar(select(User).where(User.login == login))
    if user is None:
        raise NotFound(what="user", key=login)
    administers = {one.role for one in access.own_roles(session, user.id)} & access.EXCLUSIVE_ROLES
    if administers and not actor.is_operator:  # she could act in the other's place, and approve what she asked for
        raise access.AdministratorReset(login=login)
    password = one_time_password()
    user.password_hash, user.must_change_password = hash_password(password), True
    credentials_of(session, user.id).password_changed = clock.now()
    stop_two_factor(session, user)
    throttle.forget(session, throttle.account(session, login))
    detail = {"sessions_ended": end_all(session, user.id)}
    audit.record(session, "password.renew", kind=audit.Kind.LOGIN, object_table=TABLE, object_key=login, detail=detail)
    return password


def unlock(session: Session, login: str) -> None:
    """Open a locked-out account again before its time; only for whoever manages users."""
    access.authorize_everywhere(session, USER_MANAGE)
    throttle.forget(session, throttle.account(session, login))
    audit.record(session, "login.unlock", kind=audit.Kind.LOGIN, object_table=TABLE, object_key=login)


def first_administrator(session: Session) -> tuple[str, str]:
    """Make the first user of a new organisation; gives login and one-time password, kept nowhere else.

    The login is `admin` with the role sysadmin, who may add users. Two of those should be the security
    administrator (secadmin: policies, permissions) and the audit administrator (auditadmin: the audit log): the
    three roles exclude each other, so that nobody both rules and is the one who checks. No password is a default.
    """
    password = one_time_password()
    access.add_user(session, FIRST_LOGIN, FIRST_ROLE, None, hash_password(password))
    return FIRST_LOGIN, password


def one_time_password() -> str:
    """A random password that is typed once."""
    return secrets.token_urlsafe(12)
