"""The table of attachments. The bytes lie sealed in the data folder, bound to the row's uid."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class Attachment(Base):
    """A file of a record. A removed one keeps its row and its bytes, and who removed it when and why."""

    __tablename__ = "core_attachments"
    __table_args__ = (Index(None, "host", "record_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    host: Mapped[str] = mapped_column(String(100))
    record_id: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime] = mapped_column(UtcInstant)
    removed_by: Mapped[str | None] = mapped_column(String(100))
    removed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    removed_why: Mapped[str | None] = mapped_column(String(200))
