"""Named questions about staff."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.dated import Row, in_force, known_at
from app.core.db import AnySelect
from app.core.search import pattern
from app.staff.models import (
    Employee,
    Employment,
    Identity,
    LegalEntity,
    Level,
    OrgUnit,
    OrgUnitPlacement,
    Post,
    StaffToday,
)

UnitPath = tuple[str, str | None]
"""Names of a branch and of one of its workstations (none: the branch office)."""


def legal_entity(session: Session, code: str | None = None) -> LegalEntity | None:
    """The legal entity of a code; the only or first one when no code is given."""
    statement = select(LegalEntity).order_by(LegalEntity.id)
    return session.scalar(statement.where(LegalEntity.code == code) if code else statement)


def level_steps(session: Session) -> dict[str, int]:
    """Number of steps of each level, lowest level first."""
    return {level.name: level.steps for level in session.scalars(select(Level).order_by(Level.rank))}


def level_ids(session: Session) -> dict[str, int]:
    """Ids of the levels by name."""
    return {level.name: level.id for level in session.scalars(select(Level))}


def post_ids(session: Session) -> dict[str, int]:
    """Ids of the posts by name, highest post first."""
    return {post.name: post.id for post in session.scalars(select(Post).order_by(Post.rank))}


def employee_ids(session: Session) -> dict[str, int]:
    """Ids of all employees by number."""
    return {number: employee_id for number, employee_id in session.execute(select(Employee.number, Employee.id))}


TODAY = StaffToday
"""Today's list, for those who sort and filter by its columns."""


def todays_list() -> AnySelect:
    """Everybody on today's list; the record rules leave out whom the user may not meet."""
    columns = [getattr(StaffToday, column.name) for column in StaffToday.__table__.columns if column.name != "search"]
    return select(StaffToday.employee_id.label("key"), *columns)


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
    return {
        "units": {unit_id: row["name"] for unit_id, row in units.items()},
        "posts": {post_id: name for name, post_id in post_ids(session).items()},
        "levels": {level_id: name for name, level_id in level_ids(session).items()},
    }


def ids_in_units(units: Select[tuple[int]]) -> Select[tuple[int]]:
    """The ids of those who work in these units today (leavers: their last), as a sub-select."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.unit_id.in_(units))


def id_of_number(number: str) -> Select[tuple[int]]:
    """The id of the employee of a number, as a sub-select."""
    table = StaffToday.__table__
    return select(table.c.employee_id).where(table.c.number == number)


def employed_numbers(session: Session, first: date, last: date) -> list[str]:
    """Numbers of everybody employed on any day from the first to the last, in order."""
    statement = (
        select(Employee.number)
        .join(Employment, Employment.employee_id == Employee.id)
        .where(
            Employment.known_to.is_(None),
            Employment.start <= last,
            or_(Employment.end.is_(None), Employment.end >= first),
        )
        .distinct()
        .order_by(Employee.number)
    )
    return list(session.scalars(statement))


def placements_on(session: Session, on: date, instant: datetime | None = None) -> dict[int, Row]:
    """Code, kind, position, name and parent of every unit on a day, by unit id."""
    placement = OrgUnitPlacement
    rows: dict[int, list[Row]] = defaultdict(list)
    statement = (
        select(
            OrgUnit.id,
            OrgUnit.code,
            OrgUnit.kind,
            OrgUnit.position,
            placement.name,
            placement.parent_id,
            placement.start,
        )
        .join(placement, placement.unit_id == OrgUnit.id)
        .where(known_at(placement, instant))
        .order_by(OrgUnit.id, placement.start)
    )
    for row in session.execute(statement).mappings():
        rows[row["id"]].append(dict(row))
    return {unit_id: found for unit_id, history in rows.items() if (found := in_force(history, on))}


def unit_paths(units: Mapping[int, Row]) -> dict[int, UnitPath]:
    """Branch and workstation of every unit: the branch is the ancestor (or self) below the root."""
    paths: dict[int, UnitPath] = {}
    for unit_id, unit in units.items():
        chain = [unit]
        while (parent := chain[-1]["parent_id"]) is not None and parent in units:
            chain.append(units[parent])
        below_root = chain[:-1] or chain
        branch = below_root[-1]["name"]
        paths[unit_id] = (branch, unit["name"] if len(below_root) > 1 else None)
    return paths


def branches(units: Mapping[int, Row]) -> dict[int, int]:
    """The branch of every unit: the ancestor (or self) below the root; the root's is itself."""
    found: dict[int, int] = {}
    for unit_id in units:
        chain = [unit_id]
        while (parent := units[chain[-1]]["parent_id"]) is not None and parent in units and parent not in chain:
            chain.append(parent)
        found[unit_id] = chain[-2] if len(chain) > 1 else chain[-1]
    return found


def stations_of(paths: Mapping[int, UnitPath]) -> dict[str, set[str]]:
    """The workstations' names of every branch."""
    found: dict[str, set[str]] = defaultdict(set)
    for branch, station in paths.values():
        found[branch].update({station} if station else set())
    return dict(found)


def units_by_path(paths: Mapping[int, UnitPath]) -> dict[UnitPath, int]:
    """Unit ids by branch and workstation name."""
    return {path: unit_id for unit_id, path in paths.items()}


def employee_uids(session: Session) -> dict[str, str]:
    """Uids of all employees by number."""
    return {number: uid for number, uid in session.execute(select(Employee.number, Employee.uid))}


def natural_keys(session: Session) -> dict[str, tuple[str, Mapping[int, Any]]]:
    """Natural key by id, for every kind of reference to a staff table."""

    def keys(model: Any, column: str) -> dict[int, Any]:
        return {row[0]: row[1] for row in session.execute(select(model.id, getattr(model, column)))}

    units = keys(OrgUnit, "code")
    return {
        "employee_id": ("employee", keys(Employee, "number")),
        "unit_id": ("unit", units),
        "parent_id": ("parent", units),
        "post_id": ("post", keys(Post, "name")),
        "level_id": ("level", keys(Level, "name")),
        "legal_entity_id": ("legal_entity", keys(LegalEntity, "code")),
    }


def numbers_by_id_index(session: Session) -> dict[bytes, str]:
    """Numbers of the employees by the keyed hash of their ID number."""
    statement = (
        select(Identity.id_number_index, Employee.number)
        .join(Employee, Employee.id == Identity.employee_id)
        .where(Identity.known_to.is_(None))
    )
    return {index: number for index, number in session.execute(statement)}
