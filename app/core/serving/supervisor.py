"""The supervisor: keeps one web process and one worker process running, and stops both.

It holds the listening socket itself, so that a request waits, instead of being refused, while a web process starts
anew. The children watch their standard input: when the supervisor is gone, however it went, they go too.
"""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from app.core.jobs import STOP, SUPERVISED, Signals
from app.core.serving.errors import AddressRefused, PortTaken

BACKLOG = 1024
FIRST_DELAY, LONGEST_DELAY = 0.1, 10.0
STEADY_AFTER = 30.0
"""Seconds a child must have lived for its next start to come at once."""

GRACE = 8.0
"""Seconds the children have for stopping."""

_logger = logging.getLogger(__name__)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; a named error where that can't be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port, other=port + 1) from None
        raise AddressRefused(host=host, port=port, reason=error.strerror or str(error)) from None
    return listener


@dataclass(frozen=True, slots=True)
class Program:
    """What a child runs, and the files it inherits."""

    name: str
    command: Sequence[str]
    files: tuple[int, ...] = ()


class Child:
    """One child process, started again whenever it ends: at once at first, later after longer and longer waits."""

    def __init__(self, program: Program, environment: Mapping[str, str]) -> None:
        self._program, self._environment = program, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._delay = FIRST_DELAY
        self._start_at = 0.0

    def keep_running(self, now: float) -> float | None:
        """Start the process where it should run and does not; seconds until it is worth looking again."""
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                return None
            self._plan_restart(status, now)
        if now < self._start_at:
            return self._start_at - now
        self._start(now)
        return None

    def _plan_restart(self, status: int, now: float) -> None:
        self._close()
        if now - self._started > STEADY_AFTER:
            self._delay = FIRST_DELAY
        _logger.warning("The %s ended (%s); it starts again in %.1f s.", self._program.name, status, self._delay)
        self._start_at = now + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY)

    def _start(self, now: float) -> None:
        self._started = now
        self._process = subprocess.Popen(
            self._program.command,
            stdin=subprocess.PIPE,
            env={**self._environment, SUPERVISED: "1"},
            pass_fds=self._program.files,
            start_new_session=True,  # Ctrl+C reaches the supervisor alone, which stops the children in order
        )

    def ask_to_stop(self) -> None:
        """Ask the process to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def see_it_end(self, deadline: float) -> None:
        """Wait until the process has ended; end it by force after the deadline."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            _logger.warning("The %s did not stop and was killed.", self._program.name)
            self._process.kill()
            self._process.wait()
        self._close()

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None


def supervise(programs: Sequence[Program], environment: Mapping[str, str]) -> None:
    """Keep the programs running until told to stop; then nothing of them is left."""
    children = [Child(program, environment) for program in programs]
    with Signals(*STOP, signal.SIGHUP, signal.SIGCHLD) as signals:
        try:
            while True:
                waits = [child.keep_running(monotonic()) for child in children]
                came = signals.wait(min((wait for wait in waits if wait is not None), default=None))
                if any(number != signal.SIGCHLD for number in came):
                    return
        finally:
            for child in children:
                child.ask_to_stop()
            deadline = monotonic() + GRACE
            for child in children:
                child.see_it_end(deadline)


def environment_of(data_dir: str, url: str) -> dict[str, str]:
    """The environment in which the children find the same system; an address with its password is no argument."""
    return {**os.environ, "ZIQIANG_DATA": data_dir, "ZIQIANG_DB": url}


def web_program(listener: socket.socket, factory: str) -> Program:
    """The web process, on a socket it inherits."""
    command = [sys.executable, "-m", "app.core.serving.web_process", str(listener.fileno()), factory]
    return Program("web process", command, (listener.fileno(),))


def worker_program() -> Program:
    """The worker process."""
    return Program("worker", [sys.executable, "-m", "app.core.cli", "worker"])
