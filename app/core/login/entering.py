"""Logging in: password, then the second factor where there is one.

Each step counts the attempt, checks outside any transaction (a password costs much to check, and SQLite has one
writer), and writes down how it ended, all before the answer.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from math import ceil

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.access import Actor, User
from app.core.login import throttle
from app.core.login.errors import LockedOut, LoginNeeded, WrongCode, WrongLogin, WrongPassword
from app.core.login.house import House, visitor, writing_from
from app.core.login.policy import LONGEST, prepared
from app.core.login.secondfactor import accept_code, credentials_of, has_two_factor
from app.core.login.sessions import CODE, OPEN, Browser, Visit, end, open_session
from app.core.login.throttle import ACCOUNT, ADDRESS, Attempt
from app.core.passwords import hash_password, password_matches

TABLE = User.__tablename__


@dataclass(frozen=True, slots=True)
class Entered:
    """A log-in that went well: the token of its session, and whether the second factor is still due."""

    token: str
    code_due: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of a user before checking; no actor for one who may not log in."""

    user_id: int
    password_hash: str = field(repr=False)
    actor: Actor | None


@cache
def stranger_hash() -> str:
    """What the password of an unknown login is compared with, so that it takes as long as a known one's."""
    return hash_password("nobody has this password")


def enter(house: House, login: str, password: str, browser: Browser) -> Entered:
    """Check login and password and open a session; WrongLogin or LockedOut otherwise."""
    attempt = _begin(house, login, browser)
    with house.reading(visitor()) as session:
        known = _known(session, User.login == login)
    if not _matches(known, password) or known is None or known.actor is None:
        _fail(house, "login.fail", login if known is not None else "", login, browser, attempt)
        raise WrongLogin()
    with writing_from(house, known.actor, browser.address) as session:
        user = session.get_one(User, known.user_id)
        if not user.active or user.password_hash != known.password_hash:  # changed while we were checking
            raise WrongLogin()
        credentials_of(session, user.id)
        code_due = has_two_factor(session, user.id)
        if code_due:  # the failures of the account stay: a known password buys no guesses of the code
            throttle.take_back(session, attempt)
            return Entered(open_session(session, user, browser, CODE), code_due)
        return Entered(_let_in(session, user, browser, attempt), code_due)


def enter_code(house: House, visit: Visit, code: str, browser: Browser) -> Entered:
    """Check the second factor of a visit that waits for it, and open the session proper."""
    if visit.ended or visit.stage != CODE:
        raise LoginNeeded()
    attempt = _begin(house, visit.login, browser)
    with house.reading(visitor()) as session:
        actor = access.actor_named(session, visit.login)
    with writing_from(house, actor, browser.address) as session:
        user = session.get_one(User, visit.user_id)
        if accept_code(session, user, code):
            end(session, visit.session_id, "login.code")
            return Entered(_let_in(session, user, browser, attempt), code_due=False)
    _fail(house, "login.code_fail", visit.login, visit.login, browser, attempt)
    raise WrongCode()


def leave(house: House, visit: Visit, actor: Actor, browser: Browser) -> None:
    """Log out."""
    with writing_from(house, actor, browser.address) as session:
        end(session, visit.session_id, "logout")


def confirm_password(house: House, visit: Visit, actor: Actor, password: str, browser: Browser) -> None:
    """Ask for the present password again; counted and locked out like a log-in."""
    attempt = _begin(house, visit.login, browser)
    with house.reading(visitor()) as session:
        known = _known(session, User.id == visit.user_id)
    if not _matches(known, password):
        _fail(house, "password.fail", visit.login, visit.login, browser, attempt)
        raise WrongPassword()
    with writing_from(house, actor, browser.address) as session:
        throttle.take_back(session, attempt)


def _let_in(session: Session, user: User, browser: Browser, attempt: Attempt) -> str:
    """The whole log-in went well: forget the account's failures and open the session proper."""
    throttle.take_back(session, attempt, only=(ADDRESS,))
    for subject in attempt.subjects:
        if subject.kind == ACCOUNT:
            throttle.forget(session, subject)
    audit.record(session, "login", kind=audit.Kind.LOGIN, object_table=TABLE, object_key=user.login)
    return open_session(session, user, browser, OPEN)


def _begin(house: House, login: str, browser: Browser) -> Attempt:
    """Count the attempt, or refuse it while account or address are locked out; refusals are logged too."""
    now = clock.now()
    with writing_from(house, visitor(), browser.address) as session:
        attempt = throttle.begin(session, throttle.subjects_of(session, login, browser.address))
        if attempt.refused_until is not None:
            personal = {"login": login[:100]}
            audit.record(session, "login.refuse", kind=audit.Kind.REFUSAL, object_table=TABLE, personal=personal)
    if attempt.refused_until is not None:
        raise LockedOut(minutes=ceil((attempt.refused_until - now) / timedelta(minutes=1)))
    return attempt


def _fail(house: House, action: str, known: str, typed: str, browser: Browser, attempt: Attempt) -> None:
    """Log a failure and the locks it set. What was typed may be a password by mistake, so it is erasable."""
    personal = None if known else {"login": typed[:100]}
    with writing_from(house, visitor(), browser.address) as session:
        kind = audit.Kind.LOGIN
        audit.record(session, action, kind=kind, object_table=TABLE, object_key=known, personal=personal)
        for subject in attempt.locking:
            detail = {"subject": subject.kind}
            audit.record(
                session, "login.lock", kind=kind, object_table=TABLE, object_key=known, detail=detail, personal=personal
            )


def _known(session: Session, which: ColumnElement[bool]) -> _Known | None:
    user = session.scalar(select(User).where(which))
    if user is None:
        return None
    return _Known(user.id, user.password_hash, access.actor_named(session, user.login) if user.active else None)


def _matches(known: _Known | None, password: str) -> bool:
    """Whether the password is the user's; takes as long for nobody."""
    spelled = prepared(password[: LONGEST * 4])
    return password_matches(known.password_hash if known else stranger_hash(), spelled) and known is not None
