"""Demo organisations: every module's fictional data, loaded through the services in the order of time.

A module's manifest gives, for the current month, users and steps. Each step is done by one of the users with the
clock held at its instant, so that the history looks as it would if people had worked for a year.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import and_, not_, select
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.access import Actor
from app.core.audit import AuditEntry
from app.core.errors import ZiqiangError
from app.core.passwords import hash_password
from app.core.settings import put_setting, setting

MARK = "demo"
LOADING, LOADED = "loading", "loaded"
LEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A login of the demo; no unit: the whole organisation. `subject` is the key of her own record."""

    login: str
    role: str
    unit: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class DemoStep:
    """Something a user (none: the operator) did at an instant: read, then write what was read.

    `write` answers with what went wrong, which must be nothing.
    """

    at: datetime
    login: str | None
    write: Callable[[Session, Any], Sequence[object]]
    read: Callable[[Session], Any] | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """What a module adds to the demo organisation."""

    users: tuple[DemoUser, ...] = ()
    steps: tuple[DemoStep, ...] = ()


KERNEL_USERS = tuple(DemoUser(role, role) for role in ("sysadmin", "secadmin", "auditadmin"))


class Installation(Protocol):
    """What is needed of an opened system."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""

    @property
    def is_set_up(self) -> bool:
        """Whether the database holds a system."""

    def set_up(self) -> None:
        """Make an empty system."""

    def actor(self, login: str | None) -> Actor:
        """The active user of that login."""

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """A reading session."""

    def writing(self, actor: Actor) -> AbstractContextManager[Session]:
        """A writing session."""


class RealRecords(ZiqiangError):
    """A demo would be loaded over real records."""

    kind = "real_records"
    message = "%(place)s holds real records; a demo is never loaded over them. Name an empty folder with --data."
    status = 409


class DemoThere(ZiqiangError):
    """There is a demo already."""

    kind = "demo_there"
    message = "%(place)s holds the demo organisation already. Start it with: ziqiang serve"
    status = 409


class DemoInterrupted(ZiqiangError):
    """An earlier loading did not come to its end."""

    kind = "demo_interrupted"
    message = "Loading the demo into %(place)s was interrupted. Remove that folder (and database) and start again."
    status = 409


class DemoFaulty(ZiqiangError):
    """A step of the demo was refused: a fault of the program."""

    kind = "demo_faulty"
    message = "The demo data are faulty (%(problem)s). This is a fault of the program; please report it."
    status = 500


def shanghai(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant of a time of day in Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), clock.SHANGHAI).astimezone(UTC)


def is_demo(session: Session) -> bool:
    """Whether this organisation is the demo; every page says so."""
    return setting(session, MARK) is not None


def load(system: Installation, demos: Sequence[Demo]) -> Mapping[str, tuple[str, str]]:
    """Load the demo organisation; role and one-time password of each login. Refused where anything was recorded."""
    now = clock.now()
    steps = sorted((step for demo in demos for step in demo.steps), key=lambda step: step.at)
    beginning = min([now, *(step.at for step in steps)]) - LEAD
    users = [*(user for demo in demos for user in demo.users), *KERNEL_USERS]
    if system.is_set_up:
        with system.reading(access.operator()) as session:
            _require_unused(session, system.data_dir)
    with clock.frozen(beginning):
        if not system.is_set_up:
            system.set_up()
        _mark(system, LOADING)
    passwords: Mapping[str, tuple[str, str]] = {}
    for step in steps:
        at = min(step.at, now)
        if step.login and not passwords:  # the operator has made the units that users refer to
            passwords = _add_users(system, users, at)
        _carry_out(system, step, at)
    with clock.frozen(now):
        _mark(system, LOADED)
    return passwords


def _require_unused(session: Session, place: Path) -> None:
    """Refuse unless nothing but setting up, and the first administrator, was ever recorded about any table."""
    mark = setting(session, MARK)
    if mark == LOADED:
        raise DemoThere(place=place)
    if mark == LOADING:
        raise DemoInterrupted(place=place)
    first = and_(AuditEntry.action == "user.add", AuditEntry.object_key == access.FIRST_LOGIN)
    if session.scalar(select(AuditEntry.id).where(AuditEntry.object_table != "", not_(first)).limit(1)) is not None:
        raise RealRecords(place=place)


def _mark(system: Installation, state: str) -> None:
    with system.writing(access.operator()) as session:
        put_setting(session, MARK, state)
        audit.record(session, f"demo.{state}", object_table="core_settings", object_key=MARK)


def _add_users(system: Installation, users: Sequence[DemoUser], at: datetime) -> dict[str, tuple[str, str]]:
    passwords = {user.login: (user.role, secrets.token_urlsafe(12)) for user in users}
    hashed = {login: hash_password(password) for login, (_role, password) in passwords.items()}
    with clock.frozen(at), system.writing(access.operator()) as session:
        for user in users:
            access.add_user(session, user.login, user.role, user.unit, hashed[user.login], user.subject)
    return passwords


def _carry_out(system: Installation, step: DemoStep, at: datetime) -> None:
    with clock.frozen(at):
        actor = system.actor(step.login)
        found = None
        if step.read is not None:
            with system.reading(actor) as session:
                found = step.read(session)
        with system.writing(actor) as session:
            problems = step.write(session, found)
            if problems:
                raise DemoFaulty(problem=problems[0])
