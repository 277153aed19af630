"""The files of a record, for whoever may read it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core.access import may
from app.core.attachments import vault
from app.core.attachments.errors import FileMissing
from app.core.attachments.pictures import smaller
from app.core.attachments.tables import Attachment
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules import address_of, host_named
from app.core.privacy import SealBroken

PREVIEWED = {"image/png": "PNG", "image/jpeg": "JPEG"}
"""Kinds of files that have a preview: pictures alone, since they were drawn anew when they were kept."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a record, as it is listed."""

    uid: str
    host: str
    record_id: int
    name: str
    size: int
    uploaded_by: str
    uploaded_at: datetime
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file given back."""

    name: str
    media_type: str
    content: bytes


def attachments_of(session: Session, host_name: str, record_id: int) -> list[Attached]:
    """The files of a record that were not removed, newest first."""
    host = host_named(session, host_name)
    address_of(session, host, record_id, host.permission_read)
    statement = (
        select(Attachment)
        .where(Attachment.host == host_name, Attachment.record_id == record_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id.desc())
    )
    return [_attached(row) for row in session.scalars(statement)]


def counted(host_name: str, record_id: int) -> Select[int]:
    """How many files a record has, as a statement for those who may read it."""
    here = (Attachment.host == host_name, Attachment.record_id == record_id, Attachment.removed_at.is_(None))
    return select(func.count(Attachment.id)).where(*here)


def shown(session: Session, uid: str, writing: bool = False) -> Attached:
    """One file, for whoever may read (or write) its record."""
    return _attached(found(session, uid, writing))


def may_write(session: Session, host_name: str, record_id: int) -> bool:
    """Whether the acting user may attach to a record."""
    host = host_named(session, host_name)
    if not may(session, host.permission_write):
        return False
    try:
        address_of(session, host, record_id, host.permission_write)
    except NotFound:
        return False
    return True


def open_attachment(session: Session, uid: str) -> Opened:
    """A file's bytes; whoever shows them has logged the reading before."""
    row = found(session, uid)
    try:
        content = vault.take(session, uid)
    except (OSError, SealBroken) as error:
        raise FileMissing(name=row.name) from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileMissing(name=row.name)
    return Opened(row.name, row.media_type, content)


def preview_of(session: Session, uid: str) -> Opened:
    """A picture made small; NotFound for a file that has no preview. Whoever shows it has logged the reading before."""
    form = PREVIEWED.get(found(session, uid).media_type)
    if form is None:
        raise NotFound(what=N_("preview"), key=uid)
    whole = open_attachment(session, uid)
    return Opened(whole.name, whole.media_type, smaller(whole.content, form))


def found(session: Session, uid: str, writing: bool = False) -> Attachment:
    """The row of a file that was not removed; NotFound for one whose record the acting user does not meet."""
    row = session.scalar(select(Attachment).where(Attachment.uid == uid, Attachment.removed_at.is_(None)))
    if row is None:
        raise NotFound(what=N_("file"), key=uid)
    host = host_named(session, row.host)
    try:
        address_of(session, host, row.record_id, host.permission_write if writing else host.permission_read)
    except NotFound:
        raise NotFound(what=N_("file"), key=uid) from None
    return row


def _attached(row: Attachment) -> Attached:
    return Attached(
        row.uid, row.host, row.record_id, row.name, row.size, row.uploaded_by, row.uploaded_at, row.media_type
    )
