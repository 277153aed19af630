"""An opened system with the 24 people of case-small, and what tests of staff do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.core import access
from app.core.imports.running import run_import
from app.core.periods import Month
from app.core.system import System

TODAY = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
KUNSHAN, GUSU = "F04", "F08"
MONTH = Month(2026, 10)
WORKBOOKS = (("organisation", None), ("pay-scale", None), ("roster", MONTH), ("changes", MONTH))


@contextmanager
def staffed(data_dir: Path, url: str, case: Path) -> Iterator[System]:
    """A system with organisation, scale, roster and changes of a case."""
    system = System(data_dir, url)
    try:
        system.set_up()
        operator = access.operator()
        for code, month in WORKBOOKS:
            kind = system.import_kind(code)
            assert kind is not None
            outcome = run_import(
                lambda: system.reading(operator),
                lambda: system.writing(operator),
                kind,
                case / f"{code}.xlsx",
                month,
                dry_run=False,
            )
            assert outcome.errors == []
        yield system
    finally:
        system.database.close()


def add_user(system: System, login: str, role: str, unit: str | None = None, person: str | None = None) -> None:
    """A user whose password nobody knows: for services, not for the log-in."""
    with system.writing(access.operator()) as session:
        access.add_user(session, login, role, unit, "-", person)


@contextmanager
def as_user(system: System, login: str, writing: bool = False) -> Iterator[Session]:
    """A session in which a user acts."""
    actor = system.actor(login)
    with system.writing(actor) if writing else system.reading(actor) as session:
        yield session
