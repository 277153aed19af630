"""How the log-ins of users stand: for the administration's pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

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
    """How some users' log-ins stand, in three statements; for whoever may read users."""
    access.authorize_everywhere(session, USER_READ)
    last = _last(session, logins)
    credentials = {
        row.user_id: row for row in session.scalars(select(Credentials).where(Credentials.user_id.in_(list(logins))))
    }
    locked = _locked(session) if logins else {}
    return {
        user_id: Standing(
            last.get(user_id),
            user_id in credentials and credentials[user_id].totp_confirmed is not None,
            credentials[user_id].password_changed if user_id in credentials else None,
            locked.get(throttle.account(session, login).key) if locked else None,
        )
        for user_id, login in logins.items()
    }


def standing_of(session: Session, user: User) -> Standing:
    """How one user's log-in stands."""
    return standings(session, {user.id: user.login})[user.id]


def _last(session: Session, user_ids: Iterable[int]) -> dict[int, datetime]:
    statement = (
        select(LoginSession.user_id, func.max(LoginSession.created))
        .where(LoginSession.user_id.in_(list(user_ids)), LoginSession.stage == OPEN)
        .group_by(LoginSession.user_id)
    )
    return {user_id: last for user_id, last in session.execute(statement)}


def _locked(session: Session) -> dict[str, datetime]:
    """The accounts that are locked out now, by their keyed hash; there are few."""
    rows = session.execute(
        select(Throttle.key, Throttle.locked_until).where(
            Throttle.kind == throttle.ACCOUNT, Throttle.locked_until > clock.now()
        )
    )
    return {key: until for key, until in rows if until is not None}
