"""Questions about legal entities, posts and levels, and the natural keys of the export."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
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


def legal_entity_names(session: Session) -> dict[int, str]:
    """Names of the legal entities by id."""
    return {key: name for key, name in session.execute(select(LegalEntity.id, LegalEntity.name))}


def legal_entities(session: Session) -> Sequence[LegalEntity]:
    """All legal entities, the first one first."""
    return session.scalars(select(LegalEntity).order_by(LegalEntity.id)).all()
