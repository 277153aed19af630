"""How the log-ins of users stand: for the administration's pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import USER_READ, User
from app.core.login import throttle
from app.core.login.sessions import OPEN
from app.core.login.tables import Credentials, LoginSession, Throttle


@dataclass(frozen=True, slots=True)
class Standing:
    """A user's log-in: when last (of the ninety days that are kept), with what, and until when locked."""

    last: datetime | None = None
    two_factor: bool = False
    password_changed: datetime | None = None
    locked_until: datetime | None = None


def standings(session: Session, logins: Mapping[int, str]) -> Mapping[int, Standing]:
    """How some users' log-ins stand, in two statements; for whoever may read users."""
    access.authorize_everywhere(session, USER_READ)
    rows = _kept(session, logins)
    locked = _locked(session) if logins else {}
    return {
        user_id: Standing(
            last,
            confirmed is not None,
            changed,
            locked.get(throttle.account(session, logins[user_id]).key) if locked else None,
        )
        for user_id, last, confirmed, changed in rows
    }


def standing_of(session: Session, user: User) -> Standing:
    """How one user's log-in stands."""
    return standings(session, {user.id: user.login})[user.id]


def _kept(session: Session, user_ids: Iterable[int]) -> Sequence[Any]:
    """Last log-in, when the second factor was turned on, and when the password was changed, of every one."""
    last = (
        select(func.max(LoginSession.created))
        .where(LoginSession.user_id == User.id, LoginSession.stage == OPEN)
        .scalar_subquery()
    )
    statement = (
        select(User.id, last, Credentials.totp_confirmed, Credentials.password_changed)
        .outerjoin(Credentials, Credentials.user_id == User.id)
        .where(User.id.in_(list(user_ids)))
    )
    return session.execute(statement).all()


def _locked(session: Session) -> dict[str, datetime]:
    """The accounts that are locked out now, by their keyed hash; there are few."""
    rows = session.execute(
        select(Throttle.key, Throttle.locked_until).where(
            Throttle.kind == throttle.ACCOUNT, Throttle.locked_until > clock.now()
        )
    )
    return {key: until for key, until in rows if until is not None}
