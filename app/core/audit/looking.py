"""Reading the log: who read or took what about some records."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.core.audit.chain import Kind
from app.core.audit.tables import AuditEntry

READINGS = (Kind.READ.value, Kind.EXPORT.value)


@dataclass(frozen=True, slots=True)
class Objects:
    """Records as the log names them: a table and keys in it (`begins`: how they begin), or, for what concerns many
    people at once, a table and what was done to it."""

    table: str
    keys: tuple[str, ...] = ()
    begins: bool = False
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read or took something."""

    at: datetime
    actor: str
    kind: str
    action: str
    table: str
    key: str
    count: int
    detail: Mapping[str, Any]


def readings_of(session: Session, objects: Sequence[Objects], limit: int) -> list[Reading]:
    """The latest readings and exports of these records, newest first; whoever shows them has asked for the right."""
    found = or_(*(_of(one) for one in objects if one.keys or one.actions))
    if not any(one.keys or one.actions for one in objects):
        return []
    statement = select(AuditEntry).where(AuditEntry.kind.in_(READINGS), found).order_by(AuditEntry.id.desc())
    return [
        Reading(row.at, row.actor, row.kind, row.action, row.object_table, row.object_key, row.count, _detail(row))
        for row in session.scalars(statement.limit(limit))
    ]


def _of(one: Objects) -> ColumnElement[bool]:
    table: ColumnElement[bool] = AuditEntry.object_table == one.table
    if one.actions:
        return table & AuditEntry.action.in_(one.actions)
    if one.begins:
        return table & or_(*(AuditEntry.object_key.startswith(key, autoescape=True) for key in one.keys))
    return table & AuditEntry.object_key.in_(one.keys)


def _detail(row: AuditEntry) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(row.detail).get("facts", {}) if row.detail else {}
    return facts
