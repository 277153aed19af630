"""What the jobs need of an opened system, and how their time is measured."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from app.core import access
from app.core.access import Actor
from app.core.db import Database
from app.core.jobs.queue import Queue
from app.core.modules import Job


class Opened(Protocol):
    """An opened system."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""

    @property
    def database(self) -> Database:
        """The database."""

    @property
    def jobs(self) -> Mapping[str, Job]:
        """Every job by name."""

    @property
    def queue(self) -> Queue:
        """The queue of ids."""

    def actor(self, login: str | None) -> Actor:
        """The operator, or the active user of that login."""

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """A reading session."""

    def writing(self, actor: Actor) -> AbstractContextManager[Session]:
        """A writing session."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: between signs of life, until a silent job is taken for dead, between sweeps, and so on."""

    heartbeat: float = 5
    stale: float = 60
    sweep: float = 15
    poll: float = 0.2
    progress: float = 0.5
    patience: float = 2
    """For a running job, when the worker shall stop."""


USUAL = Timing()


def owner_of(system: Opened, login: str) -> Actor:
    """The owner as she is today: roles in force now."""
    return system.actor(None if login == access.operator().login else login)
