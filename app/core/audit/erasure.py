"""The personal values beside the chain: reading them, and erasing them with the chain left whole."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.audit.chain import Kind
from app.core.audit.recording import record, value_bound
from app.core.audit.tables import AuditEntry, AuditValue
from app.core.privacy import Keyring, decrypt


def values_of(session: Session, keyring: Keyring, entry_id: int) -> Mapping[str, str]:
    """The personal values of an entry that have not been erased. Log the reading before showing them."""
    found = session.scalars(select(AuditValue).where(AuditValue.entry_id == entry_id).order_by(AuditValue.name))
    return {value.name: decrypt(keyring, value.cipher, value_bound(value.salt, value.name)) for value in found}


def erase(session: Session, table: str, key: object) -> int:
    """Delete the personal values logged about one object and record how many: the entries stay, unreadable."""
    about = select(AuditEntry.id).where(AuditEntry.object_table == table, AuditEntry.object_key == str(key))
    count = session.scalar(select(func.count()).where(AuditValue.entry_id.in_(about))) or 0
    entries = list(session.scalars(about.where(AuditEntry.id.in_(select(AuditValue.entry_id))).order_by(AuditEntry.id)))
    session.execute(
        delete(AuditValue).where(AuditValue.entry_id.in_(about)), execution_options={"synchronize_session": False}
    )
    record(
        session,
        "audit.erase",
        kind=Kind.ERASURE,
        object_table=table,
        object_key=key,
        count=count,
        detail={"entries": entries},
    )
    return count
