"""The supervisor: keeps one web process and one worker process running, and stops both.

It holds the listening socket, so that a request waits, instead of being refused, while a web process starts anew.
The children are forks of it, which have everything loaded already. New code therefore needs new processes all over:
told so (`ask_to_begin_anew`), the supervisor stops the children and becomes a fresh program with the same socket.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from time import monotonic

from app.core.jobs import STOP, Signals

ANEW = signal.SIGUSR2
SUPERVISOR = "ZIQIANG_SUPERVISOR"
FIRST_DELAY, LONGEST_DELAY = 0.1, 10.0
STEADY_AFTER = 30.0
"""Seconds a child must have lived for its next start to come at once."""

GRACE = 8.0
"""Seconds the children have for stopping."""

_logger = logging.getLogger(__name__)
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Program:
    """What a child does; its first start may wait some seconds, so that another comes up sooner."""

    name: str
    run: Callable[[], None]
    after: float = 0.0


class LifeLine:
    """A pipe whose one end only the supervisor holds: when it closes, the supervisor is gone, however it went."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()

    def hold_on(self) -> None:
        """In a child: end with the supervisor."""
        os.close(self._writer)
        threading.Thread(target=self._wait_for_the_end, name="life line", daemon=True).start()

    def _wait_for_the_end(self) -> None:
        os.read(self._reader, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(GRACE)
        os._exit(1)

    def close(self) -> None:
        """In the supervisor, when all children have ended."""
        os.close(self._reader)
        os.close(self._writer)


class Child:
    """One child process, started again whenever it ends: at once at first, later after longer and longer waits."""

    def __init__(self, program: Program, signals: Signals, line: LifeLine) -> None:
        self._program, self._signals, self._line = program, signals, line
        self._process: BaseProcess | None = None
        self._started = 0.0
        self._start_at = monotonic() + program.after
        self._delay = FIRST_DELAY

    def keep_running(self, now: float) -> float | None:
        """Start the process where it should run and does not; seconds until it is worth looking again."""
        if self._process is not None:
            if self._process.is_alive():
                return None
            self._plan_restart(self._process.exitcode, now)
        if now < self._start_at:
            return self._start_at - now
        self._start(now)
        return None

    def _plan_restart(self, status: int | None, now: float) -> None:
        self._process = None
        if now - self._started > STEADY_AFTER:
            self._delay = FIRST_DELAY
        _logger.warning("The %s ended (%s); it starts again in %.1f s.", self._program.name, status, self._delay)
        self._start_at = now + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY)

    def _start(self, now: float) -> None:
        """Fork; a signal that comes meanwhile waits until the child can act on it."""
        self._started = now
        self._process = _fork.Process(target=self._be_the_child, name=self._program.name)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _be_the_child(self) -> None:
        os.setsid()  # Ctrl+C reaches the supervisor alone, which stops the children in order
        self._signals.close()
        self._line.hold_on()
        os.environ[SUPERVISOR] = str(os.getppid())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)
        self._program.run()

    def ask_to_stop(self) -> None:
        """Ask the process to end."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()

    def see_it_end(self, deadline: float) -> None:
        """Wait until the process has ended; end it by force after the deadline."""
        if self._process is None:
            return
        self._process.join(max(0.0, deadline - monotonic()))
        if self._process.is_alive():
            _logger.warning("The %s did not stop and was killed.", self._program.name)
            self._process.kill()
            self._process.join()


def supervise(programs: Sequence[Program]) -> bool:
    """Keep the programs running until told to stop; then nothing of them is left. True: begin anew."""
    line = LifeLine()
    with Signals(*STOP, signal.SIGHUP, signal.SIGCHLD, ANEW) as signals:
        children = [Child(program, signals, line) for program in programs]
        try:
            while True:
                waits = [child.keep_running(monotonic()) for child in children]
                came = set(signals.wait(min((wait for wait in waits if wait is not None), default=None)))
                if came - {signal.SIGCHLD}:
                    return came <= {signal.SIGCHLD, ANEW}
        finally:
            _stop(children)
            line.close()


def _stop(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = monotonic() + GRACE
    for child in children:
        child.see_it_end(deadline)


def is_supervised() -> bool:
    """Whether this process is a supervisor's child."""
    return os.environ.get(SUPERVISOR) == str(os.getppid())


def ask_to_begin_anew() -> bool:
    """In a child: have every process start afresh, as new code and new modules need. False without a supervisor."""
    if not is_supervised():
        return False
    os.kill(os.getppid(), ANEW)
    return True
