"""Tables of imports: how files of a layout are matched, and the imports there were."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class ImportState(StrEnum):
    """How far an import is."""

    CHECKING = "checking"
    COLUMNS = "columns"
    FAULTY = "faulty"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"


class ImportLayout(Base):
    """The fields (JSON list by column) that files of a kind with certain headings were matched to."""

    __tablename__ = "core_import_layouts"
    __table_args__ = (UniqueConstraint("kind", "title", "layout"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60))
    layout: Mapped[str] = mapped_column(String(64))
    fields: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime] = mapped_column(UtcInstant)


class Import(Base):
    """An uploaded file and what became of it. The file itself lies with its last job, as long as jobs' files do."""

    __tablename__ = "core_imports"
    __table_args__ = (
        CheckConstraint("state IN ('checking', 'columns', 'faulty', 'checked', 'applied', 'undone')", name="state"),
        Index(None, "kind", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    month: Mapped[str] = mapped_column(String(7))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    uploaded_by: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime] = mapped_column(UtcInstant)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    errors: Mapped[int] = mapped_column(default=0)
    check_job: Mapped[int | None] = mapped_column()
    apply_job: Mapped[int | None] = mapped_column()
    applied_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    undone_by: Mapped[str | None] = mapped_column(String(100))
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class ImportTrace(Base):
    """The rows an applied import brought and replaced, by table, as JSON: what undoing it takes back."""

    __tablename__ = "core_import_traces"
    import_id: Mapped[int] = mapped_column(ForeignKey("core_imports.id"), primary_key=True, autoincrement=False)
    rows: Mapped[str] = mapped_column(Text)
