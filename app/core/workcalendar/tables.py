"""The work calendar's tables: the years that were entered, and the days of each that are not as their weekday says."""

from datetime import date, datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class WorkYear(Base):
    """A year whose calendar is complete, with the document it follows."""

    __tablename__ = "core_work_years"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime] = mapped_column(UtcInstant)


class WorkDay(Base):
    """A day that is not as its weekday says: a statutory holiday, a day off in exchange, a day worked in exchange.

    A change closes the row's knowledge and makes a new one, so that it stays known what a month was computed with.
    """

    __tablename__ = "core_work_days"
    __table_args__ = (
        Index(
            "uq_core_work_days_day",
            "day",
            unique=True,
            sqlite_where=text("known_to IS NULL"),
            postgresql_where=text("known_to IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column()
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60), default="")
    known_from: Mapped[datetime] = mapped_column(UtcInstant)
    known_to: Mapped[datetime | None] = mapped_column(UtcInstant)
