"""The table of jobs. Here, and nowhere else, stands what state a job is in; the queue only carries ids."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class State(StrEnum):
    """The states of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (State.QUEUED, State.RUNNING)
_unfinished = text("state IN ('queued', 'running')")


class JobRow(Base):
    """A job. `claim` names the one try that may write; `slot` is the moment a scheduled job was due."""

    __tablename__ = "core_jobs"
    __table_args__ = (
        Index(
            "uq_core_jobs_unfinished",
            "unique_key",
            unique=True,
            sqlite_where=_unfinished,
            postgresql_where=_unfinished,
        ),
        UniqueConstraint("name", "slot"),
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
        Index(None, "state", "heartbeat"),
        Index(None, "owner", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    arguments: Mapped[str] = mapped_column(Text)
    unique_key: Mapped[str | None] = mapped_column(String(200))
    slot: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default=State.QUEUED.value)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    progress_text: Mapped[str] = mapped_column(Text, default="")
    heartbeat: Mapped[datetime | None] = mapped_column(UtcInstant)
    claim: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    max_tries: Mapped[int]
    owner: Mapped[str] = mapped_column(String(100))
    user_id: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(20))
    folder: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(UtcInstant)
    started: Mapped[datetime | None] = mapped_column(UtcInstant)
    finished: Mapped[datetime | None] = mapped_column(UtcInstant)
    result: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)


JOBS: Table = Base.metadata.tables[JobRow.__tablename__]
