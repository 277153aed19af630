"""What the staff module tells others: each signal once for a service call or a whole import, with everybody's ids."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.events import Signal


@dataclass(frozen=True, slots=True)
class Hired:
    """Whose employment was recorded that nobody knew of before."""

    employee_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Left:
    """Whose last working day was recorded."""

    employee_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Whose facts were recorded or corrected, by kind of fact (`assignment`, `post`, `grading`, ...)."""

    by_kind: Mapping[str, frozenset[int]]

    @property
    def employee_ids(self) -> frozenset[int]:
        """Everybody concerned."""
        return frozenset().union(*self.by_kind.values())


@dataclass(frozen=True, slots=True)
class ChangeAhead:
    """A change of somebody's fact that is about to be recorded: its kind, and from which day."""

    employee_id: int
    kind: str
    start: date


@dataclass(frozen=True, slots=True)
class Caseload:
    """A module's contribution: how many cases each workstation carries now, by unit id, in one statement."""

    load: Callable[[Session], Mapping[int, int]]


employee_hired: Signal[Hired, None] = Signal(
    "employee_hired",
    Hired,
    "Sent once, after their facts are written, when an employment is recorded that does not replace another: "
    "of somebody new, or of somebody who comes back.",
)
employee_left: Signal[Left, None] = Signal(
    "employee_left",
    Left,
    "Sent once when an employment gets a last working day, or another one; the day may lie ahead.",
)
fact_recorded: Signal[Recorded, None] = Signal(
    "fact_recorded",
    Recorded,
    "Sent once when facts that hold from a day on, or held, are recorded or corrected; never where nothing changed.",
)
asking_what_it_touches: Signal[ChangeAhead, Sequence[str]] = Signal(
    "asking_what_it_touches",
    ChangeAhead,
    "Asked while somebody fills in a change of a fact, before it is saved: what else it changes, as sentences in the "
    "reader's language, without anything that whoever may change the fact may not know.",
)
