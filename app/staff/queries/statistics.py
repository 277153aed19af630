"""Counts of people for boards, each one grouped statement within what the user may meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.dated import in_force_on, known_at
from app.staff.models import Employment, Identity, Qualification, StaffToday
from app.staff.permissions import STATISTICS_READ
from app.staff.queries.groups import AT_WORK, people_over, within
from app.staff.rules.bands import AGES, SERVICE, span_of


@dataclass(frozen=True, slots=True)
class Part:
    """So many people of a unit and a status."""

    unit_id: int | None
    branch_id: int | None
    status: str
    count: int


def by_unit(session: Session) -> Sequence[Part]:
    """Everybody by unit and status."""
    columns = (StaffToday.unit_id, StaffToday.branch_id, StaffToday.status)
    statement = select(*columns, func.count(StaffToday.employee_id)).group_by(*columns)
    return [Part(*row) for row in session.execute(statement)]


def by_education(session: Session) -> dict[str | None, int]:
    """Those at work by education."""
    column = StaffToday.education
    statement = select(column, func.count(StaffToday.employee_id)).where(AT_WORK).group_by(column)
    return {education: count for education, count in session.execute(statement)}


def by_age(session: Session) -> dict[tuple[str, int], int]:
    """Those at work by sex and the first year of their band of ages."""
    today = clock.today()
    band = _band(Identity.birth_date, AGES, today).label("band")
    statement = (
        select(Identity.sex, band, func.count(StaffToday.employee_id))
        .join(Identity, Identity.employee_id == StaffToday.employee_id)
        .where(AT_WORK, in_force_on(Identity, today, "employee_id"), people_over(session, STATISTICS_READ))
        .group_by(Identity.sex, "band")
    )
    return {(sex, int(first)): count for sex, first, count in session.execute(statement)}


def by_service(session: Session) -> dict[int, int]:
    """Those at work by the first year of their band of service."""
    band = _band(StaffToday.hire_date, SERVICE, clock.today()).label("band")
    statement = select(band, func.count(StaffToday.employee_id)).where(AT_WORK).group_by("band")
    return {int(first): count for first, count in session.execute(statement)}


def by_qualification(session: Session) -> dict[str, int]:
    """How many at work hold each qualification; who holds several counts for each."""
    statement = (
        select(Qualification.name, func.count(func.distinct(Qualification.employee_id)))
        .join(StaffToday, StaffToday.employee_id == Qualification.employee_id)
        .where(AT_WORK, known_at(Qualification, None))
        .group_by(Qualification.name)
    )
    return {name: count for name, count in session.execute(statement)}


def employments_by_years(session: Session) -> dict[tuple[int, int | None], int]:
    """Employments that have begun, by the years they began and ended; None for those not over today."""
    today = clock.today()
    begun = extract("year", Employment.start).label("begun")
    ended = case((Employment.end <= today, extract("year", Employment.end)), else_=None).label("ended")
    statement = (
        select(begun, ended, func.count(Employment.id))
        .where(known_at(Employment, None), Employment.start <= today)
        .group_by("begun", "ended")
    )
    rows = session.execute(statement)
    return {(int(start), None if end is None else int(end)): count for start, end, count in rows}


def joined_and_left_since(session: Session, first: date) -> tuple[int, int]:
    """How many have joined and left since a day."""
    joined = func.count(case((StaffToday.hire_date >= first, StaffToday.employee_id)))
    left = func.count(case((StaffToday.leave_date >= first, StaffToday.employee_id)))
    counts = session.execute(select(joined, left)).one()
    return counts[0], counts[1]


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """Somebody whose contract ends soon, or has."""

    number: str
    name: str
    branch_id: int | None
    post_id: int | None
    end: date


def next_contract_ends(session: Session, until: date, most: int) -> Sequence[ContractEnd]:
    """Those at work whose contracts end first, those that are over included."""
    columns = (StaffToday.number, StaffToday.name, StaffToday.branch_id, StaffToday.post_id, StaffToday.contract_end)
    statement = select(*columns).where(AT_WORK, StaffToday.contract_end <= until)
    rows = session.execute(statement.order_by(StaffToday.contract_end, StaffToday.number).limit(most))
    return [ContractEnd(*row) for row in rows]  # type: ignore[arg-type]


def _band(column: Any, bands: Sequence[int], today: date) -> ColumnElement[int]:
    """The band a day lies in, by its first year."""
    whens = [(within(column, span_of(bands, first, today)), first) for first in bands]
    return case(*whens, else_=bands[0])
