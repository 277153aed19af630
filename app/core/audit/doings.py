"""What the log tells on the page of a record: who did what when, for a page that its reader may open anyway."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.audit.chain import Kind
from app.core.audit.tables import AuditEntry

MOST = 200


@dataclass(frozen=True, slots=True)
class Logged:
    """One thing that was done: by whom, when, of how much, and with which content."""

    at: datetime
    actor: str
    action: str
    count: int
    content_hash: str
    detail: str


def done_to(session: Session, table: str, key: object, actions: Collection[str] = ()) -> Sequence[Logged]:
    """What was written about a record, newest first, perhaps some actions alone. Ask only for a record that is met."""
    entry = AuditEntry
    found = select(entry.at, entry.actor, entry.action, entry.count, entry.content_hash, entry.detail).where(
        entry.object_table == table, entry.object_key == str(key), entry.kind == Kind.WRITE.value
    )
    if actions:
        found = found.where(entry.action.in_(actions))
    return [Logged(*row) for row in session.execute(found.order_by(entry.id.desc()).limit(MOST))]
