"""Server-side sessions: opened, recognised, listed and ended.

A session ends when it is revoked, idle or old for too long, or when its user's password, roles or being active have
changed since: that is compared at every request, whoever changed it.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.access import USER_MANAGE, Actor, RoleAssignment, User
from app.core.errors import NotFound
from app.core.login.policy import Profile, needs_two_factor, profile_of
from app.core.login.tables import Credentials, LoginSession

CODE, OPEN = "code", "open"
CODE_PATIENCE = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)
TABLE = LoginSession.__tablename__


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from."""

    address: str
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A recognised session. `ended` says why it is over. An actor it has only when it is wholly open.

    `two_factor_due`: her roles ask for a second factor, which she has not set up yet.
    """

    session_id: int
    user_id: int
    login: str
    stage: str
    actor: Actor | None
    must_change_password: bool
    seen_long_ago: bool
    ended: str = ""
    two_factor_due: bool = False


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A live session, as its owner or an administrator sees it."""

    session_id: int
    created: datetime
    last_seen: datetime
    address: str
    user_agent: str


def open_session(session: Session, user: User, browser: Browser, stage: str = OPEN) -> str:
    """Open a session of a user and give its token, which is kept nowhere else."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.execute(delete(LoginSession).where(LoginSession.created < now - KEPT))
    session.add(
        LoginSession(
            token_hash=_hash(token),
            user_id=user.id,
            stage=stage,
            stamp=_stamp(session, user),
            created=now,
            last_seen=now,
            address=browser.address[:60],
            user_agent=browser.user_agent[:200],
        )
    )
    session.flush()
    return token


def recognise(session: Session, token: str) -> Visit | None:
    """The visit a token belongs to; None where no session has it."""
    found = session.execute(
        select(LoginSession, User, Credentials)
        .join(User, User.id == LoginSession.user_id)
        .outerjoin(Credentials, Credentials.user_id == User.id)
        .where(LoginSession.token_hash == _hash(token))
    ).first()
    if found is None:
        return None
    row, user, credentials = found
    profile = profile_of(session)
    ended = _ended(row, user, profile, _stamp(session, user))
    actor = None if ended or row.stage != OPEN else access.actor_for(session, user)
    return Visit(
        row.id,
        user.id,
        user.login,
        row.stage,
        actor,
        user.must_change_password or _is_due(profile, credentials),
        clock.now() - row.last_seen >= SEEN_EVERY,
        ended,
        actor is not None
        and (credentials is None or credentials.totp_confirmed is None)
        and needs_two_factor(session, actor.roles),
    )


def touch(session: Session, session_id: int) -> None:
    """Note that a session was seen now."""
    now = clock.now()
    older = LoginSession.last_seen <= now - SEEN_EVERY
    session.execute(update(LoginSession).where(LoginSession.id == session_id, older).values(last_seen=now))


def end(session: Session, session_id: int, action: str, reason: str = "") -> None:
    """End one session, for whoever has already been found entitled to; audited."""
    live = LoginSession.revoked.is_(None)
    session.execute(update(LoginSession).where(LoginSession.id == session_id, live).values(revoked=clock.now()))
    detail = {"reason": reason} if reason else None
    audit.record(session, action, kind=audit.Kind.LOGIN, object_table=TABLE, object_key=session_id, detail=detail)


def end_all(session: Session, user_id: int, keep: int | None = None) -> int:
    """End every session of a user but one; how many there were. Whoever calls it authorises and audits."""
    mine = (LoginSession.user_id == user_id, LoginSession.revoked.is_(None), LoginSession.id != (keep or 0))
    ids = session.scalars(select(LoginSession.id).where(*mine)).all()
    session.execute(update(LoginSession).where(LoginSession.id.in_(ids)).values(revoked=clock.now()))
    return len(ids)


def sessions_of(session: Session, login: str) -> Sequence[SessionLine]:
    """The live sessions of a user, newest first: one's own, or for whoever manages users."""
    user = _entitled(session, login)
    profile = profile_of(session)
    rows = session.scalars(
        select(LoginSession)
        .where(LoginSession.user_id == user.id, LoginSession.revoked.is_(None), LoginSession.stage == OPEN)
        .order_by(LoginSession.created.desc(), LoginSession.id.desc())
    )
    stamp = _stamp(session, user)
    return [
        SessionLine(row.id, row.created, row.last_seen, row.address, row.user_agent)
        for row in rows
        if not _ended(row, user, profile, stamp)
    ]


def revoke_session(session: Session, login: str, session_id: int) -> None:
    """End one session of a user: one's own, or for whoever manages users."""
    user = _entitled(session, login)
    row = session.get(LoginSession, session_id)
    if row is None or row.user_id != user.id:
        raise NotFound(what="session", key=session_id)
    end(session, session_id, "session.revoke", "revoked")


def revoke_sessions(session: Session, login: str, keep: int | None = None) -> int:
    """End all sessions of a user but the one to keep; how many there were."""
    user = _entitled(session, login)
    count = end_all(session, user.id, keep)
    kind = audit.Kind.LOGIN
    audit.record(session, "session.revoke_all", kind=kind, object_table=TABLE, object_key=login, count=count)
    return count


def _entitled(session: Session, login: str) -> User:
    if access.actor_of(session).login != login:
        access.authorize_everywhere(session, USER_MANAGE)
    user = session.scalar(select(User).where(User.login == login))
    if user is None:
        raise NotFound(what="user", key=login)
    return user


def _ended(row: LoginSession, user: User, profile: Profile, stamp: bytes) -> str:
    """Why a session is over, or nothing; `stamp` is that of its user now."""
    now = clock.now()
    if row.revoked is not None:
        return "revoked"
    if not user.active:
        return "disabled"
    if row.stamp != stamp:
        return "changed"
    if now - row.last_seen > profile.idle:
        return "idle"
    if now - row.created > (CODE_PATIENCE if row.stage == CODE else profile.absolute):
        return "too old"
    return ""


def _stamp(session: Session, user: User) -> bytes:
    """A digest of what ends sessions when it changes: the password and the roles in force."""
    today = clock.today()
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.user_id == user.id))
    roles = sorted((row.id, row.role) for row in held if row.start <= today and (row.end is None or row.end >= today))
    return hashlib.sha256(repr((user.password_hash, roles)).encode()).digest()


def _is_due(profile: Profile, credentials: Credentials | None) -> bool:
    """Whether the password is older than the policy allows."""
    if profile.rotation is None or credentials is None:
        return False
    return clock.now() - credentials.password_changed > profile.rotation


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
