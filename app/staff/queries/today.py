"""Questions about today's list."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import AnySelect
from app.core.search import pattern
from app.staff.models import (
    StaffToday,
)
from app.staff.queries.configuration import names_of_kinds
from app.staff.queries.organisation import placements_on

TODAY = StaffToday
"""Today's list, for those who sort and filter by its columns."""


def todays_list() -> AnySelect:
    """Everybody on today's list; the record rules leave out whom the user may not meet."""
    columns = [getattr(StaffToday, column.name) for column in StaffToday.__table__.columns if column.name != "search"]
    return select(StaffToday.employee_id.label("key"), *columns)


def called(session: Session, employee_ids: Sequence[int]) -> dict[int, str]:
    """Name and number of employees by id, of those the user may meet."""
    table = StaffToday
    statement = select(table.employee_id, table.name, table.number).where(table.employee_id.in_(employee_ids))
    return {key: f"{name} {number}" for key, name, number in session.execute(statement)}


def named_like(typed: str) -> ColumnElement[bool]:
    """Who is found by what somebody typed: name, number, pinyin or initials."""
    return StaffToday.search.like(pattern(typed), escape="\\")


def ids_named_like(typed: str) -> Select[tuple[int]]:
    """The ids of those found by what somebody typed, as a sub-select: for lists that keep rules of their own."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.search.like(pattern(typed), escape="\\"))


def name_key_of(employee_id: Any) -> Any:
    """The pinyin somebody's name is sorted by, as a column of a statement that has `employee_id`."""
    table = StaffToday.__table__
    return select(table.c.name_key).where(table.c.employee_id == employee_id).scalar_subquery()


def names_today(session: Session) -> dict[str, dict[Any, str]]:
    """What units, posts and levels are called today, by id."""
    units = placements_on(session, clock.today())
    posts, levels, _entities = names_of_kinds(session)
    return {"units": {unit_id: row["name"] for unit_id, row in units.items()}, "posts": posts, "levels": levels}


def ids_in_units(units: Select[tuple[int]]) -> Select[tuple[int]]:
    """The ids of those who work in these units today (leavers: their last), as a sub-select."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.unit_id.in_(units))


def id_of_number(number: str) -> Select[tuple[int]]:
    """The id of the employee of a number, as a sub-select."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.number == number)
