"""Self-checks: what `ziqiang doctor` and `ziqiang verify` look at, and what to do about what they find.

A module adds checks by its manifest. A check that fails itself is an error like any other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from app.core import access
from app.core.access import Actor
from app.core.db import Database
from app.core.doctor import database as tables
from app.core.doctor import machine
from app.core.doctor.findings import DOCTOR, Check, Finding, Result, Severity, error, fine, some, warning
from app.core.i18n import N_

__all__ = ["DOCTOR", "Check", "Finding", "Result", "Severity", "error", "examine", "fine", "some", "warning"]

IN_SESSION = (
    Check(N_("Database file"), tables.intact),
    Check(N_("Tables"), tables.schema),
    Check(N_("Dated rows"), tables.dated),
    Check(N_("Audit log"), machine.audit_log, ("doctor", "verify")),
    Check(N_("Audit log: values"), machine.audit_values, ("verify",)),
    Check(N_("Clock"), machine.time),
    Check(N_("Backups"), machine.backups),
)
BESIDE = (
    (N_("Keys"), machine.keys),
    (N_("Disk"), machine.disk),
    (N_("Documents"), machine.fonts),
)


class Installation(Protocol):
    """What is needed of an opened system."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""

    @property
    def database(self) -> Database:
        """The database."""

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """A reading session."""


def examine(system: Installation, command: str, contributed: Sequence[Check]) -> Iterator[Result]:
    """The results one by one; what needs the database or the keys is left out where they fail."""
    usable = True
    if command == "doctor":
        reached = tables.reachable(system.database)
        yield Result(N_("Database"), (reached,))
        usable = reached.severity is not Severity.ERROR
        for label, look in BESIDE:
            result = _result(label, lambda look=look: look(system.data_dir))  # type: ignore[misc]
            yield result
            usable = usable and (label != "Keys" or result.ok)
    if usable:
        for check in (*IN_SESSION, *contributed):
            if command in check.commands:
                yield _in_session(system, check)


def _in_session(system: Installation, check: Check) -> Result:
    """The result of a check, in a reading session of its own."""

    def run() -> Iterable[Finding]:
        with system.reading(access.operator()) as session:
            access.authorize(session, DOCTOR)
            return tuple(check.run(session))

    return _result(check.label, run)


def _result(label: str, run: Callable[[], Iterable[Finding]]) -> Result:
    """What a check found; that it could not run is a finding too."""
    try:
        return Result(label, tuple(run()))
    except Exception as failure:
        reason = f"{type(failure).__name__}: {failure}".splitlines()[0]
        advice = N_("Mend what is reported above first; if nothing is, report this.")
        return Result(label, (error(N_("the check could not be made (%(reason)s)"), advice, reason=reason),))
