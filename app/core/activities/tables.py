"""The tables of activities and notes. Rows stay: an activity is closed, a note struck out, neither is deleted."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class Activity(Base):
    """Something to be done about a record by somebody until a day."""

    __tablename__ = "core_activities"
    __table_args__ = (Index(None, "host", "record_id"), Index(None, "assignee_login", "is_open", "due"))
    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(100))
    record_id: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(20))
    summary: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    due: Mapped[date] = mapped_column()
    assignee_login: Mapped[str] = mapped_column(String(100))
    is_open: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    done_by: Mapped[str | None] = mapped_column(String(100))
    done_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    cancelled_by: Mapped[str | None] = mapped_column(String(100))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    cancelled_why: Mapped[str | None] = mapped_column(String(200))


class Note(Base):
    """What somebody wrote about a record. It is never edited, only struck out for a reason."""

    __tablename__ = "core_notes"
    __table_args__ = (Index(None, "host", "record_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(100))
    record_id: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime] = mapped_column(UtcInstant)
    struck_by: Mapped[str | None] = mapped_column(String(100))
    struck_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    struck_why: Mapped[str | None] = mapped_column(String(200))
