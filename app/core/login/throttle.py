"""Lock-out by account and by address, counted in the database so that every process agrees.

An attempt is counted as a failure before anything is checked, and taken back when it succeeds: attempts made at the
same moment cannot get more guesses than one after another. Names that no user has are counted like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import is_sqlite
from app.core.login.tables import Throttle
from app.core.privacy import blind_index, normalised

ACCOUNT, ADDRESS = "account", "address"
WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
FORGOTTEN = timedelta(hours=24)
ALLOWED = {ACCOUNT: 5, ADDRESS: 20}
"""Failures within the window. An office shares one address, so more are allowed there than to an account."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose failures are counted."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt: whether it was let in, which locks it set, and until when it is refused."""

    subjects: tuple[Subject, ...]
    locking: tuple[Subject, ...] = ()
    refused_until: datetime | None = None


def account(session: Session, login: str) -> Subject:
    """The subject of a login, known or not."""
    return Subject(ACCOUNT, blind_index(session.info["keyring"], "core.login.account", normalised(login)[:200]).hex())


def subjects_of(session: Session, login: str, address: str) -> tuple[Subject, ...]:
    """Account and address, always in this order, so that two processes never wait for each other."""
    return account(session, login), Subject(ADDRESS, address[:64])


def begin(session: Session, subjects: tuple[Subject, ...]) -> Attempt:
    """Count one more failure of each subject, unless one of them is locked out."""
    now = clock.now()
    session.execute(delete(Throttle).where(Throttle.last < now - FORGOTTEN - LONGEST_LOCK))
    rows = [_locked_row(session, subject, now) for subject in subjects]
    until = max((row.locked_until for row in rows if row.locked_until and row.locked_until > now), default=None)
    if until is not None:
        return Attempt(subjects, refused_until=until)
    return Attempt(subjects, tuple(subject for subject, row in zip(subjects, rows, strict=True) if _count(row, now)))


def take_back(session: Session, attempt: Attempt, only: Sequence[str] = (ACCOUNT, ADDRESS)) -> None:
    """Undo what a successful attempt was counted as, with the lock it may have set."""
    for subject in attempt.subjects:
        if subject.kind not in only:
            continue
        row = _row(session, subject)
        if row is not None and subject in attempt.locking:
            row.failures, row.locked_until, row.rounds = ALLOWED[row.kind] - 1, None, row.rounds - 1
        elif row is not None:
            row.failures = max(0, row.failures - 1)


def forget(session: Session, subject: Subject) -> None:
    """Start anew: after a whole log-in, or when an administrator opens an account again."""
    session.execute(delete(Throttle).where(Throttle.kind == subject.kind, Throttle.key == subject.key))


def _count(row: Throttle, now: datetime) -> bool:
    """One more failure; whether that locks the subject out, each time for twice as long."""
    if row.last < now - FORGOTTEN:
        row.rounds = 0
    if row.since < now - WINDOW:
        row.failures, row.since = 0, now
    row.failures, row.last = row.failures + 1, now
    if row.failures < ALLOWED[row.kind]:
        return False
    row.locked_until = now + min(LOCK * 2 ** min(row.rounds, 10), LONGEST_LOCK)
    row.failures, row.rounds = 0, row.rounds + 1
    return True


def _locked_row(session: Session, subject: Subject, now: datetime) -> Throttle:
    """The subject's row, made if need be, held until the end of the transaction."""
    insert: Any = insert_sqlite if is_sqlite(session) else insert_postgresql
    fresh = {"kind": subject.kind, "key": subject.key, "failures": 0, "since": now, "last": now, "rounds": 0}
    session.execute(insert(Throttle).values(**fresh).on_conflict_do_nothing())
    row = _row(session, subject)
    assert row is not None
    return row


def _row(session: Session, subject: Subject) -> Throttle | None:
    statement = select(Throttle).where(Throttle.kind == subject.kind, Throttle.key == subject.key)
    return session.scalar(statement.with_for_update().execution_options(populate_existing=True))
