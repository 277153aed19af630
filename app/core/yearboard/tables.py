"""Tables of the year board: what was changed of a shipped task or added, and what was ticked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class YearTaskRow(Base):
    """A task of a year as the organisation wrote it; a shipped one of the same code is as shipped until then."""

    __tablename__ = "core_year_tasks"
    __table_args__ = (UniqueConstraint("year", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    start: Mapped[date] = mapped_column()
    due: Mapped[date] = mapped_column()
    owner_role: Mapped[str | None] = mapped_column(String(40))
    owner_login: Mapped[str | None] = mapped_column(String(100))
    per_branch: Mapped[bool] = mapped_column()
    url: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(1000))
    removed: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime] = mapped_column(UtcInstant)


class YearTick(Base):
    """That a task is done at a scope node: at a branch, or at the root for a task of the whole."""

    __tablename__ = "core_year_ticks"
    __table_args__ = (UniqueConstraint("year", "code", "node_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(100))
    node_id: Mapped[int] = mapped_column(ForeignKey("core_scope_nodes.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(String(500))
    done_by: Mapped[str] = mapped_column(String(100))
    done_at: Mapped[datetime] = mapped_column(UtcInstant)
