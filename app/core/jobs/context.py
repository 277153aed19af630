"""What a running job uses: progress, sessions of its owner, its folder; and the signs of life beside it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.db import Database
from app.core.jobs.claims import Claim, Progress, beat
from app.core.jobs.errors import ClaimLost
from app.core.jobs.files import folder_of
from app.core.jobs.opened import Opened, Timing

_logger = logging.getLogger(__name__)


class Heartbeat:
    """A thread that shows signs of life for one claim, and notices when the claim is lost."""

    def __init__(self, database: Database, claim: Claim, interval: float) -> None:
        self._database, self._claim, self._interval = database, claim, interval
        self._over = threading.Event()
        self.lost = False
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{claim.job_id}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._interval):
            try:
                with self._database.writing() as session:
                    beat(session, self._claim)
            except ClaimLost:
                self.lost = True
                return
            except SQLAlchemyError:  # the next sign of life may get through
                _logger.warning("No sign of life could be written for job %s.", self._claim.job_id, exc_info=True)


class RunningJob:
    """The context of one try."""

    def __init__(self, system: Opened, claim: Claim, actor: Actor, heartbeat: Heartbeat, timing: Timing) -> None:
        self._system, self._claim, self._actor = system, claim, actor
        self._heartbeat, self._interval = heartbeat, timing.progress
        self._said_at: float | None = None
        self._writing = False
        self.latest = Progress()

    @property
    def job_id(self) -> int:
        """The number of the job."""
        return self._claim.job_id

    @property
    def work_dir(self) -> Path:
        """The job's own folder; the same one at every try."""
        folder = folder_of(self._system.data_dir, self._claim.folder)
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Say how far the job is: written at most every half second, in a transaction of its own."""
        self.latest = Progress(done, total, text)
        if self._heartbeat.lost:
            raise ClaimLost
        now = monotonic()
        if self._writing or (self._said_at is not None and now < self._said_at + self._interval):
            return
        with self._system.database.writing() as session:
            beat(session, self._claim, self.latest)
        self._said_at = now

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A reading session of the owner."""
        with self._system.reading(self._actor) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction of the owner, that commits only while the claim is held."""
        with self.last_writing() as session:
            yield session
            beat(session, self._claim, self.latest)

    @contextmanager
    def last_writing(self) -> Iterator[Session]:
        """The same without the sign of life at its end: for the engine, which ends the claim in it."""
        with self._system.writing(self._actor) as session:
            beat(session, self._claim)
            self._writing = True
            try:
                yield session
            finally:
                self._writing = False
