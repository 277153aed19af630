"""Ages and years of service as columns of a statement, for what is averaged over today's list."""

from datetime import date
from typing import Any

from sqlalchemy import Float, Integer, case, cast, extract, literal, select

from app.core import clock
from app.core.dated import in_force_on
from app.staff.models import Identity, StaffToday


def birth_of(employee_id: Any) -> Any:
    """The birth date of whoever has that id, as far as the user may meet her."""
    hers = (in_force_on(Identity, clock.today(), "employee_id"), Identity.employee_id == employee_id)
    return select(Identity.birth_date).where(*hers).scalar_subquery()


def age_of(employee_id: Any) -> Any:
    """Her age in years with their parts."""
    hers = (in_force_on(Identity, clock.today(), "employee_id"), Identity.employee_id == employee_id)
    return select(_years(Identity.birth_date, *_parts_of(clock.today()))).where(*hers).scalar_subquery()


def age_group_of(employee_id: Any) -> Any:
    """The first year of the five years of life she is in: 35 from 35 to 39."""
    hers = (in_force_on(Identity, clock.today(), "employee_id"), Identity.employee_id == employee_id)
    months = _months(Identity.birth_date, *_parts_of(clock.today()))
    return select(months // 60 * 5).where(*hers).scalar_subquery()


def service_group(_employee_id: Any) -> Any:
    """The first of the five years of service she is in, of the same list."""
    return case((StaffToday.hire_date <= clock.today(), _months(StaffToday.hire_date, *_last_day()) // 60 * 5))


def service_today() -> Any:
    """Years of service in this house of everybody on today's list, with their parts; a leaver's end with her last day.

    Nothing for whoever has yet to join.
    """
    hired = StaffToday.hire_date
    return case((hired <= clock.today(), _years(hired, *_last_day())))


def _last_day() -> tuple[Any, ...]:
    """Year, month and day up to which service counts: today, or a leaver's last."""
    now, left = clock.today(), StaffToday.leave_date
    parts = zip(("year", "month", "day"), _parts_of(now), strict=True)
    return tuple(case((left < now, _part(part, left)), else_=today) for part, today in parts)


def _years(start: Any, year: Any, month: Any, day: Any) -> Any:
    """Completed months from a day to another, as years."""
    return cast(_months(start, year, month, day), Float) / 12.0


def _months(start: Any, year: Any, month: Any, day: Any) -> Any:
    """Completed months from a day to another."""
    months = (year - _part("year", start)) * 12 + month - _part("month", start)
    return months - case((_part("day", start) > day, 1), else_=0)


def _part(part: str, day: Any) -> Any:
    return cast(extract(part, day), Integer)


def _parts_of(day: date) -> tuple[Any, Any, Any]:
    return literal(day.year), literal(day.month), literal(day.day)
