"""The tables of the organisation's own forms. A form's bytes are sealed, bound to the row's uid."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant

DRAFT, IN_FORCE, WITHDRAWN = "draft", "in_force", "withdrawn"


class WorkbookTemplate(Base):
    """A form of the organisation's own for one kind of document."""

    __tablename__ = "core_workbook_templates"
    __table_args__ = (UniqueConstraint("source", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))


class WorkbookTemplateVersion(Base):
    """An uploaded workbook with its bindings. Once in force (from `start` on) it is never changed, only withdrawn."""

    __tablename__ = "core_workbook_template_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("core_workbook_templates.id"))
    number: Mapped[int] = mapped_column()
    file_name: Mapped[str] = mapped_column(String(200))
    content_cipher: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    bindings: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    start: Mapped[date | None] = mapped_column()
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)
