"""The worker process: one job after the other in a thread, while the main thread sweeps and waits for signals."""

import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.core import access
from app.core.jobs.claims import Claim, give_back, take_claim
from app.core.jobs.errors import WorkerRunning
from app.core.jobs.opened import USUAL, Opened, Timing
from app.core.jobs.running import run_claimed, run_job
from app.core.jobs.stopping import STOP, Signals
from app.core.jobs.sweeping import start_due_jobs, sweep, waiting_jobs

LOCK_FILE = "worker.lock"
_logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs until told to stop."""

    def __init__(self, system: Opened, timing: Timing = USUAL) -> None:
        self._system, self._timing = system, timing
        self._stop = threading.Event()
        self._claim: Claim | None = None
        self._thread = threading.Thread(target=self._run_jobs, name="jobs", daemon=True)

    def run(self) -> bool:
        """Work until a signal says stop. False where a job would not end: then leave the process at once."""
        with Signals(*STOP) as signals, _only_worker(self._system):
            if self._system.database.is_sqlite:  # no other worker is there, so what runs was left behind
                self._guarded_sweep(stale=0)
            self._thread.start()
            while True:
                self._guarded_sweep(self._timing.stale)
                if signals.wait(self._timing.sweep):
                    return self._end()

    def _guarded_sweep(self, stale: float) -> None:
        try:
            sweep(self._system, stale)
            start_due_jobs(self._system)
        except Exception:  # the database may be away; the next round tries again
            _logger.exception("The sweep of the jobs failed.")

    def _run_jobs(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    worked = self._run_next()
                except Exception:  # the database or the queue may be away
                    _logger.exception("The next job could not be taken.")
                    worked = False
                if not worked:
                    self._stop.wait(self._timing.poll)
        finally:
            self._system.queue.close()

    def _run_next(self) -> bool:
        job_id = self._system.queue.take()
        if job_id is None or self._stop.is_set():  # a lost id is found by the next sweep
            return False
        self._claim = take_claim(self._system.database, job_id)
        if self._claim is not None:
            try:
                run_claimed(self._system, self._claim, self._timing)
            finally:
                self._claim = None
        return True

    def _end(self) -> bool:
        """Let the job end if it soon does; else let it wait for the next worker, and write no more."""
        self._stop.set()
        self._thread.join(self._timing.patience)
        claim = self._claim
        if claim is not None and self._thread.is_alive():
            with self._system.writing(access.operator()) as session:
                give_back(session, claim, counted=False)
        return not self._thread.is_alive()


@contextmanager
def _only_worker(system: Opened) -> Iterator[None]:
    """On SQLite, hold the lock that a second worker does not get; the operating system frees it, come what may."""
    if not system.database.is_sqlite:
        yield
        return
    handle = os.open(system.data_dir / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkerRunning(place=str(system.data_dir)) from None
        yield
    finally:
        os.close(handle)


def run_waiting(system: Opened) -> int:
    """Run everything that waits, here and now, and say how many jobs that were: for tests and scripts."""
    count = 0
    while waiting := waiting_jobs(system):
        count += sum(run_job(system, job_id) for job_id in waiting)
    return count
