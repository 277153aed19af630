"""Questions about legal entities, posts and levels, and the natural keys of the export."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.staff.models import (
    Employee,
    LegalEntity,
    Level,
    OrgUnit,
    Post,
)


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


def names_of_kinds(session: Session) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """What posts (highest first), levels (lowest first) and legal entities are called, by id, in one statement."""
    kinds: tuple[tuple[Any, Any], ...] = ((Post, Post.rank), (Level, Level.rank), (LegalEntity, LegalEntity.id))
    parts = [
        select(literal(place).label("kind"), model.id, model.name, rank) for place, (model, rank) in enumerate(kinds)
    ]
    names: tuple[dict[int, str], ...] = ({}, {}, {})
    for place, key, name, _rank in sorted(session.execute(union_all(*parts)), key=lambda row: (row[0], row[3])):
        names[place][key] = name
    return names[0], names[1], names[2]


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


def legal_entities(session: Session) -> Sequence[LegalEntity]:
    """All legal entities, the first one first."""
    return session.scalars(select(LegalEntity).order_by(LegalEntity.id)).all()
