"""Employed span and segments of a month, and which value is in force on a day (pay rules, sections 1, 2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.core.periods import Month, day_before
from app.payroll.rules.values import Dated, Grading, PersonMonth, ScaleVersion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """Everything that must stay the same throughout a segment; None where no value is in force yet."""

    grading: Grading | None
    post: str | None
    unit: str | None
    probation: bool | None
    version: date | None

    def missing(self) -> tuple[str, ...]:
        """The facts without a value."""
        names = ("grading", "post", "unit", "probation", "version")
        return tuple(name for name in names if getattr(self, name) is None)


@dataclass(frozen=True, slots=True)
class Run:
    """A longest run of days with one state."""

    start: date
    end: date
    state: State

    @property
    def days(self) -> int:
        """Calendar days, both ends included."""
        return (self.end - self.start).days + 1


def employed_span(hire: date, leave: date | None, month: Month) -> tuple[date, date] | None:
    """From the hire date to the last working day, both included, within the month; None without a day."""
    first = max(hire, month.first)
    last = month.last if leave is None else min(leave, month.last)
    return (first, last) if first <= last else None


def in_force(succession: Sequence[Dated[T]], day: date) -> T | None:
    """The value of a succession on a day; of several with one start the last given counts."""
    found: Dated[T] | None = None
    for dated in succession:
        if dated.start <= day and (found is None or dated.start >= found.start):
            found = dated
    return None if found is None else found.value


def version_on(scale: Iterable[ScaleVersion], day: date) -> ScaleVersion | None:
    """The scale version in force on a day."""
    started = [version for version in scale if version.start <= day]
    return max(started, key=lambda version: version.start, default=None)


def state_on(person: PersonMonth, scale: Sequence[ScaleVersion], day: date) -> State:
    """The facts of one day."""
    version = version_on(scale, day)
    return State(
        grading=in_force(person.grading, day),
        post=in_force(person.post, day),
        unit=in_force(person.unit, day),
        probation=in_force(person.probation, day),
        version=None if version is None else version.start,
    )


def _starts(person: PersonMonth, scale: Sequence[ScaleVersion]) -> set[date]:
    return {
        *(graded.start for graded in person.grading),
        *(post.start for post in person.post),
        *(unit.start for unit in person.unit),
        *(probation.start for probation in person.probation),
        *(version.start for version in scale),
    }


def runs(person: PersonMonth, scale: Sequence[ScaleVersion], first: date, last: date) -> tuple[Run, ...]:
    """The longest runs of days with one state; a start that repeats the value in force cuts nothing."""
    cuts = sorted({first} | {day for day in _starts(person, scale) if first < day <= last})
    found: list[Run] = []
    for start, following in zip(cuts, [*cuts[1:], None], strict=True):
        end = last if following is None else day_before(following)
        state = state_on(person, scale, start)
        if found and found[-1].state == state:
            found[-1] = Run(found[-1].start, end, state)
        else:
            found.append(Run(start, end, state))
    return tuple(found)
