"""Named questions about sizes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.dated import in_force_on, known_at
from app.core.db import AnySelect
from app.staff import queries as staff
from ziqiang_uniforms.models import UniformSize
from ziqiang_uniforms.rules import Sizes

SIZES, TODAY = UniformSize, staff.TODAY
"""What the register can be sorted and narrowed by."""


def register(on: date) -> AnySelect:
    """The sizes in force of everybody employed; the record rules leave out whom the user may not meet."""
    columns = (TODAY.name, TODAY.number, SIZES.start, SIZES.jacket, SIZES.trousers, SIZES.shoes)
    people = select(SIZES.id.label("key"), *columns).join(TODAY, TODAY.employee_id == SIZES.employee_id)
    return people.where(in_force_on(SIZES, on, "employee_id"), TODAY.status != "left")


def sizes_on(session: Session, employee_ids: Sequence[int], on: date) -> Mapping[int, Sizes]:
    """The sizes in force on a day, by employee; one statement however many people are asked for."""
    in_force = (in_force_on(SIZES, on, "employee_id"), SIZES.employee_id.in_(employee_ids))
    return {row.employee_id: _sizes(row) for row in session.scalars(select(SIZES).where(*in_force))}


def history(session: Session, employee_id: int) -> list[tuple[date, Sizes]]:
    """All known sizes of one person, newest first."""
    hers = select(SIZES).where(known_at(SIZES, None), SIZES.employee_id == employee_id)
    return [(row.start, _sizes(row)) for row in session.scalars(hers.order_by(SIZES.start.desc()))]


def sizes_with_ids(session: Session, ids: Sequence[int]) -> list[tuple[str, int, Sizes]]:
    """The sizes of these rows with the name and id of who wears them, in the order of their numbers."""
    rows = select(TODAY.name, SIZES).join(TODAY, TODAY.employee_id == SIZES.employee_id).where(SIZES.id.in_(ids))
    return [(name, row.employee_id, _sizes(row)) for name, row in session.execute(rows.order_by(TODAY.number))]


def jacket_of(employee_id: Any) -> Any:
    """Somebody's jacket of today, as a column of a statement that has her id."""
    hers = (in_force_on(SIZES, clock.today(), "employee_id"), SIZES.employee_id == employee_id)
    return select(SIZES.jacket).where(*hers).scalar_subquery()


def shoes_of(employee_id: Any) -> Any:
    """Somebody's shoes of today, in the same way."""
    hers = (in_force_on(SIZES, clock.today(), "employee_id"), SIZES.employee_id == employee_id)
    return select(SIZES.shoes).where(*hers).scalar_subquery()


def counted(_session: Session, employee_id: int) -> Select[int]:
    """How many times somebody's sizes were recorded, as a statement."""
    return select(func.count(SIZES.id)).where(SIZES.employee_id == employee_id, known_at(SIZES, None))


def without_sizes(_session: Session) -> Select[int]:
    """The statement that counts who works here and of whom no sizes of today are known."""
    return select(func.count(TODAY.employee_id)).where(TODAY.status != "left", jacket_of(TODAY.employee_id).is_(None))


def _sizes(row: UniformSize) -> Sizes:
    return Sizes(row.jacket, row.trousers, row.shoes)
