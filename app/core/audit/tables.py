"""The three tables of the log: entries, the batches that chain them, and the deletable personal values."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit.ddl import protect
from app.core.db import Base, UtcInstant

# SQLite keeps a row under its number only when the key is a plain INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")


class AuditBatch(Base):
    """The link of one transaction: a hash over the link before and the entries of this one, sealed by a key.

    Numbers run from 1 without a gap; `last_entry` is the number of the newest entry up to here.
    """

    __tablename__ = "core_audit_batches"
    no: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcInstant)
    entries: Mapped[int]
    last_entry: Mapped[int] = mapped_column(_Number)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)


class AuditEntry(Base):
    """One thing that was done. `detail` is canonical JSON: plain facts, and salted hashes of personal values."""

    __tablename__ = "core_audit_entries"
    __table_args__ = (Index(None, "object_table", "object_key"),)
    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    batch_no: Mapped[int] = mapped_column(_Number, ForeignKey(AuditBatch.no), index=True)
    at: Mapped[datetime] = mapped_column(UtcInstant, index=True)
    actor: Mapped[str] = mapped_column(index=True)
    os_user: Mapped[str]
    address: Mapped[str]
    kind: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    object_table: Mapped[str]
    object_key: Mapped[str]
    count: Mapped[int]
    content_hash: Mapped[str]
    detail: Mapped[str] = mapped_column(Text)


class AuditValue(Base):
    """A personal value of an entry, encrypted. Deleting it, with its salt, leaves the chain whole."""

    __tablename__ = "core_audit_values"
    entry_id: Mapped[int] = mapped_column(_Number, ForeignKey(AuditEntry.id), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    cipher: Mapped[bytes] = mapped_column(LargeBinary)


protect(AuditValue.__table__)  # type: ignore[arg-type]
