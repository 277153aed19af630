"""Background jobs as a module contributes them: what runs, who may start it and when, and what it gives back.

A job reads and calculates outside the write transaction; what it writes, it writes in one go at the end.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sqlalchemy.orm import Session

from app.core.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file a job made: the name people see, and its place inside the job's folder."""

    name: str
    path: str
    media_type: str


@dataclass(frozen=True, slots=True)
class JobLink:
    """Where to go after a job: a message id, an endpoint and its values."""

    label: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job says when it is done: a message id with values, files to fetch, and where to go."""

    message: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[JobFile, ...] = ()
    links: tuple[JobLink, ...] = ()


class JobContext(Protocol):
    """What a running job may use. Its owner acts, in her language, with the roles she has now."""

    @property
    def job_id(self) -> int:
        """The number of the job."""

    @property
    def work_dir(self) -> Path:
        """The job's own folder, for files it was given and files it makes; the same one at every try."""

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Say how far the job is; cheap to call often. Ends the job where it was cancelled."""

    def reading(self) -> AbstractContextManager[Session]:
        """A reading session of the owner."""

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction of its own, for work in portions; a repeated job meets the portions of its earlier try."""


JobWrite: TypeAlias = Callable[[Session], JobResult | None]
"""What a job writes at its end, in one short transaction together with its new state: exactly once."""

JobRun: TypeAlias = Callable[[JobContext, Mapping[str, Any]], JobWrite | JobResult | None]
"""Reads and calculates; gives back what is still to be written, or, where nothing is, the result."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day at a time of Asia/Shanghai; only on one day of the month or of the week (0 Monday) where given."""

    at: time
    day: int | None = None
    weekday: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and not 1 <= self.day <= 28:
            raise ValueError("A monthly schedule needs a day that every month has: 1 to 28")
        if self.weekday is not None and not 0 <= self.weekday <= 6:
            raise ValueError("A weekday is 0 (Monday) to 6")

    def latest(self, instant: datetime) -> datetime:
        """The last moment, not after an instant, at which the job was due."""
        here = instant.astimezone(SHANGHAI)
        due = datetime.combine(here.date(), self.at, SHANGHAI)
        while due > here or not self._falls_on(due):
            due -= timedelta(days=1)
        return due

    def _falls_on(self, due: datetime) -> bool:
        return self.day in (None, due.day) and self.weekday in (None, due.weekday())


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of background job. One with a schedule is started by the operator, who must hold its permission."""

    name: str
    label: str
    permission: str
    run: JobRun
    schedule: Schedule | None = None
    max_tries: int = 3
