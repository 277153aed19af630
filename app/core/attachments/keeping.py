"""Attaching a file to a record, and removing it: for whoever may write the record, each logged."""

import hashlib
import secrets

from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of
from app.core.attachments import vault
from app.core.attachments.content import Checked
from app.core.attachments.errors import ReasonMissing
from app.core.attachments.looking import found
from app.core.attachments.tables import Attachment
from app.core.modules import address_of, host_named
from app.core.privacy import strange_id_numbers

LONGEST_REASON = 200


def attach(session: Session, host_name: str, record_id: int, file: Checked) -> tuple[Attachment, tuple[str, ...]]:
    """Attach a checked file; gives its row, and the ID numbers in it that belong to nobody on file here."""
    host = host_named(session, host_name)
    address_of(session, host, record_id, host.permission_write)
    strange = strange_id_numbers(session, file.id_numbers)
    row = Attachment(
        uid=secrets.token_hex(16),
        host=host_name,
        record_id=record_id,
        name=file.name,
        media_type=file.kind.media_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        uploaded_by=actor_of(session).login,
        uploaded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    vault.put(session, row.uid, file.content)
    _log(session, row, "attachment.add", {"size": row.size, "strange_id_numbers": len(strange)}, {"name": row.name})
    return row, strange


def remove(session: Session, uid: str, reason: str) -> Attachment:
    """Take a file off its record for a reason; its row and its bytes stay."""
    row = found(session, uid, writing=True)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing()
    row.removed_by, row.removed_at, row.removed_why = actor_of(session).login, clock.now(), reason
    session.flush()
    _log(session, row, "attachment.remove", {}, {"name": row.name, "reason": reason})
    return row


def _log(session: Session, row: Attachment, action: str, facts: dict[str, int], personal: dict[str, str]) -> None:
    audit.record(
        session,
        action,
        object_table=Attachment.__tablename__,
        object_key=row.uid,
        content_hash=row.sha256,
        detail={"host": row.host, "record": row.record_id, **facts},
        personal=personal,
    )
