"""Questions about today's list."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import AnySelect
from app.core.identifiers import is_resident_id, normalise
from app.core.search import pattern
from app.staff.models import ID_NUMBER, Identity, StaffToday
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


def people_with_ids(session: Session, ids: Sequence[int]) -> Sequence[StaffToday]:
    """These people on today's list, in the order of their numbers, as far as the user may meet them."""
    return session.scalars(select(StaffToday).where(StaffToday.employee_id.in_(ids)).order_by(StaffToday.number)).all()


def ids_of_lines(session: Session, lines: Sequence[str], with_id_numbers: bool) -> Mapping[str, list[int]]:
    """Whom each line names exactly: by number or name, and by ID number where the user may read these.

    As far as the user may meet them; several people of one name are all named.
    """
    columns = (StaffToday.employee_id, StaffToday.number, StaffToday.name)
    named = or_(StaffToday.number.in_(lines), StaffToday.name.in_(lines))
    found: dict[str, list[int]] = {}
    for employee_id, number, name in session.execute(select(*columns).where(named).order_by(StaffToday.number)):
        for line in {number, name}:
            found.setdefault(line, []).append(employee_id)
    if with_id_numbers:
        found.update(_ids_of_id_numbers(session, lines))
    wanted = set(lines)
    return {line: ids for line, ids in found.items() if line in wanted}


def _ids_of_id_numbers(session: Session, lines: Sequence[str]) -> Mapping[str, list[int]]:
    """Who has which ID number, by the keyed hashes alone."""
    keyring = session.info["keyring"]
    numbers = [line for line in lines if is_resident_id(normalise(line))]
    sought = {index: line for line in numbers for index in ID_NUMBER.indexes(keyring, line)}
    rows = session.execute(
        select(Identity.id_number_index, Identity.employee_id)
        .where(Identity.id_number_index.in_(sought), Identity.known_to.is_(None))
        .distinct()
    )
    found: dict[str, list[int]] = {}
    for index, employee_id in rows if sought else ():
        found.setdefault(sought[bytes(index)], []).append(employee_id)
    return {line: sorted(set(ids)) for line, ids in found.items()}


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


def unit_names(session: Session) -> dict[int, str]:
    """What units are called today, by id, in the order of the organisation: the root first."""
    units = placements_on(session, clock.today())
    order = sorted(units, key=lambda key: (units[key]["parent_id"] is not None, units[key]["position"], key))
    return {unit_id: units[unit_id]["name"] for unit_id in order}


def ids_in_units(units: Select[tuple[int]]) -> Select[tuple[int]]:
    """The ids of those who work in these units today (leavers: their last), as a sub-select."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.unit_id.in_(units))


def id_of_number(number: str) -> Select[tuple[int]]:
    """The id of the employee of a number, as a sub-select."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.number == number)
