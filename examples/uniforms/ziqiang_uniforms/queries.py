"""Named questions about sizes."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.dated import known_at
from ziqiang_uniforms.models import UniformSize
from ziqiang_uniforms.rules import Sizes


def sizes_on(session: Session, employee_ids: Sequence[int], on: date) -> Mapping[int, Sizes]:
    """The sizes in force on a day, by employee; one statement however many people are asked for."""
    statement = (
        select(UniformSize)
        .where(known_at(UniformSize, None), UniformSize.start <= on, UniformSize.employee_id.in_(employee_ids))
        .order_by(UniformSize.start)
    )
    return {row.employee_id: _sizes(row) for row in session.scalars(statement)}


def history(session: Session, employee_id: int) -> list[tuple[date, Sizes]]:
    """All known sizes of one person, newest first."""
    statement = (
        select(UniformSize)
        .where(known_at(UniformSize, None), UniformSize.employee_id == employee_id)
        .order_by(UniformSize.start.desc())
    )
    return [(row.start, _sizes(row)) for row in session.scalars(statement)]


def _sizes(row: UniformSize) -> Sizes:
    return Sizes(row.jacket, row.trousers, row.shoes)
