"""What a check is and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

DOCTOR = "core.doctor"


class Severity(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: a message id with its values and, unless all is well, what to do."""

    severity: Severity
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something to check in a reading session; `commands` are those that do it: doctor, verify."""

    label: str
    run: Callable[[Session], Iterable[Finding]]
    commands: tuple[str, ...] = ("doctor",)


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found."""

    label: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings are allowed."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


def fine(message: str, **values: Any) -> Finding:
    """All is well."""
    return Finding(Severity.OK, message, values)


def warning(message: str, advice: str, **values: Any) -> Finding:
    """Something to see to."""
    return Finding(Severity.WARNING, message, values, advice)


def error(message: str, advice: str, **values: Any) -> Finding:
    """Something is broken."""
    return Finding(Severity.ERROR, message, values, advice)


MOST_NAMED = 10


def some(names: Iterable[object]) -> str:
    """The first few names, for a message."""
    texts = [str(name) for name in names]
    return ", ".join(texts[:MOST_NAMED]) + ("…" if len(texts) > MOST_NAMED else "")
