"""Counts of people for boards: all of them one statement, within what the user may meet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, extract, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import may
from app.core.dated import in_force_on, known_at
from app.core.db import AnySelect
from app.staff.models import Employment, Identity, Post, Qualification, StaffToday
from app.staff.permissions import STATISTICS_READ
from app.staff.queries.groups import AT_WORK, people_over, within
from app.staff.rules.bands import AGES, SERVICE, span_of

UNIT, JOINED, LEFT_SINCE, EDUCATION, SERVED, HELD, SPANS, AGE = (
    *("unit", "joined", "left", "education", "service", "qualification", "spans", "age"),
)
COUNTED = func.count(StaffToday.employee_id)


@dataclass(frozen=True, slots=True)
class Part:
    """So many people of a unit and a status."""

    unit_id: int | None
    branch_id: int | None
    status: str
    count: int


@dataclass(slots=True)
class Statistics:
    """Everything boards count of people. Ages and service by the first year of their bands.

    `spans` are the employments that have begun, by the years they began and ended; None for those not over today.
    """

    units: list[Part] = field(default_factory=list)
    joined: int = 0
    left: int = 0
    education: dict[str | None, int] = field(default_factory=dict)
    service: dict[int, int] = field(default_factory=dict)
    qualifications: dict[str, int] = field(default_factory=dict)
    spans: dict[tuple[int, int | None], int] = field(default_factory=dict)
    ages: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, kind: str, keys: Sequence[str | None], count: int) -> None:
        """Take one row of the statement."""
        first, second, third = keys
        match kind:
            case "unit":
                self.units.append(Part(_number(first), _number(second), third or "", count))
            case "joined":
                self.joined = count
            case "left":
                self.left = count
            case "education":
                self.education[first] = count
            case "service":
                self.service[int(first or 0)] = count
            case "qualification":
                self.qualifications[first or ""] = count
            case "spans":
                self.spans[int(first or 0), _number(second)] = count
            case _:
                self.ages[first or "", int(second or 0)] = count


def statistics(session: Session) -> Statistics:
    """Count everything: one statement. Ages only for whoever may read their statistics."""
    today = clock.today()
    parts: list[AnySelect] = [*_of_today(today), _held(), _spans(today)]
    if may(session, STATISTICS_READ):
        parts.append(_ages(session, today))
    found = Statistics()
    for kind, first, second, third, count in session.execute(union_all(*parts)):
        found.take(kind, (first, second, third), count)
    return found


def _of_today(today: date) -> list[AnySelect]:
    """What the rows of today's list say by themselves."""
    row = StaffToday
    month = today.replace(day=1)
    served = _band(row.hire_date, SERVICE, today)
    return [
        _counted(UNIT, row.unit_id, row.branch_id, row.status).group_by(row.unit_id, row.branch_id, row.status),
        _counted(JOINED).where(row.hire_date >= month),
        _counted(LEFT_SINCE).where(row.leave_date >= month),
        _counted(EDUCATION, row.education).where(AT_WORK).group_by(row.education),
        _counted(SERVED, served).where(AT_WORK).group_by("first"),
    ]


def _counted(kind: str, *keys: Any, counted: Any = COUNTED) -> AnySelect:
    """A part of the statement: its kind, up to three keys as text, and the count."""
    texts = [cast(key, String) for key in keys] + [cast(null(), String)] * (3 - len(keys))
    named = (text.label(name) for text, name in zip(texts, ("first", "second", "third"), strict=True))
    found: AnySelect = select(literal(kind).label("kind"), *named, counted.label("people"))
    return found


def _held() -> AnySelect:
    """Who holds several qualifications counts for each."""
    people = func.count(func.distinct(Qualification.employee_id))
    of_today = StaffToday.employee_id == Qualification.employee_id
    statement = _counted(HELD, Qualification.name, counted=people).join(StaffToday, of_today)
    return statement.where(AT_WORK, known_at(Qualification, None)).group_by(Qualification.name)


def _spans(today: date) -> AnySelect:
    ended = case((Employment.end <= today, extract("year", Employment.end)), else_=None)
    statement = _counted(SPANS, extract("year", Employment.start), ended, counted=func.count(Employment.id))
    return statement.where(known_at(Employment, None), Employment.start <= today).group_by("first", "second")


def _ages(session: Session, today: date) -> AnySelect:
    statement = _counted(AGE, Identity.sex, _band(Identity.birth_date, AGES, today))
    statement = statement.join(Identity, Identity.employee_id == StaffToday.employee_id)
    in_force = in_force_on(Identity, today, "employee_id")
    return statement.where(AT_WORK, in_force, people_over(session, STATISTICS_READ)).group_by("first", "second")


def _band(column: Any, bands: Sequence[int], today: date) -> ColumnElement[int]:
    """The band a day lies in, by its first year."""
    whens = [(within(column, span_of(bands, first, today)), first) for first in bands]
    return case(*whens, else_=bands[0])


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """Somebody whose contract ends soon, or has."""

    number: str
    name: str
    branch_id: int | None
    post: str | None
    end: date


def next_contract_ends(session: Session, until: date, most: int) -> Sequence[ContractEnd]:
    """Those at work whose contracts end first, those that are over included."""
    row = StaffToday
    statement = select(row.number, row.name, row.branch_id, Post.name, row.contract_end).outerjoin(
        Post, Post.id == row.post_id
    )
    due = statement.where(AT_WORK, row.contract_end <= until).order_by(row.contract_end, row.number).limit(most)
    return [ContractEnd(*found) for found in session.execute(due)]  # type: ignore[arg-type]
