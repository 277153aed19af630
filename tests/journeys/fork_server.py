"""A process of its own: loads the program, then runs each requested command line in a fork, killing it on demand.

Reads one JSON request a line, answers one JSON line. Every statement any driver is given is a point where the fork
may be killed: through SQLAlchemy or past it, in the middle of bulk rows, before a commit and after it.
"""

import gc
import json
import mmap
import os
import signal
import sqlite3
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import psycopg
from click.testing import CliRunner
from sqlalchemy import Engine, event

from app.core import cli
from app.core.modules import discover

ROWS_PER_POINT = 50
COUNTS = struct.Struct("qq")


class Points:
    """Counts points and statements where the parent sees them, and dies at the chosen point."""

    def __init__(self, kill_at: int, shared: mmap.mmap) -> None:
        self._kill_at = kill_at
        self._shared = shared
        self._points = self._statements = 0

    def statement(self) -> None:
        self._statements += 1
        self.pass_one()

    def pass_one(self) -> None:
        self._points += 1
        COUNTS.pack_into(self._shared, 0, self._points, self._statements)
        if self._points == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def among(self, rows: Iterable[Any]) -> Iterator[Any]:
        for place, row in enumerate(rows, 1):
            if place % ROWS_PER_POINT == 0:
                self.pass_one()
            yield row


def watch(points: Points) -> None:
    """Put the points into both drivers of this process."""
    _watch_sqlite(points)
    _watch_psycopg(points)


def _watch_sqlite(points: Points) -> None:
    class Cursor(sqlite3.Cursor):
        def execute(self, *arguments: Any) -> Any:
            points.statement()
            return super().execute(*arguments)

        def executemany(self, text: str, rows: Any) -> Any:
            points.statement()
            return super().executemany(text, points.among(rows))

    class Connection(sqlite3.Connection):
        def cursor(self, *_arguments: Any) -> Any:
            return super().cursor(Cursor)

        def commit(self) -> None:
            points.pass_one()
            super().commit()
            points.pass_one()

    def connect(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        if "check_same_thread" in options:
            options["factory"] = Connection

    event.listen(Engine, "do_connect", connect)


def _watch_psycopg(points: Points) -> None:
    def before(original: Callable[..., Any], kind: Callable[[], None]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            kind()
            return original(*arguments, **options)

        return watched

    written = [0]

    def row() -> None:
        written[0] += 1
        if written[0] % ROWS_PER_POINT == 0:
            points.pass_one()

    commit = psycopg.Connection.commit

    def committed(connection: Any) -> None:
        points.pass_one()
        commit(connection)
        points.pass_one()

    for owner, name, kind in (
        (psycopg.Cursor, "execute", points.statement),
        (psycopg.Cursor, "executemany", points.statement),
        (psycopg.Cursor, "copy", points.statement),
        (psycopg.Copy, "write_row", row),
    ):
        setattr(owner, name, before(getattr(owner, name), kind))
    setattr(psycopg.Connection, "commit", committed)  # noqa: B010


def in_fork(words: list[str], points: Points, output: int) -> None:
    """What the fork does; never returns."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    os.dup2(output, 1)
    os.dup2(output, 2)
    watch(points)
    status = 3
    try:
        cli.main(words)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def serve_one(request: dict[str, Any]) -> dict[str, Any]:
    """Run one command in a fork."""
    shared = mmap.mmap(-1, COUNTS.size)
    points = Points(request["kill_at"], shared)
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            in_fork(request["words"], points, output.fileno())
        if request["kill_after"]:
            signal.sigtimedwait({signal.SIGCHLD}, request["kill_after"])
            os.kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        seconds = time.monotonic() - started
        signal.sigtimedwait({signal.SIGCHLD}, 0)
        output.seek(0)
        passed, statements = COUNTS.unpack_from(shared, 0)
        return {"status": status, "points": passed, "statements": statements, "seconds": seconds,
                "output": output.read()}  # fmt: skip


def warm_up(words: list[str]) -> dict[str, Any]:
    """Run a command in this process, so that every later fork has loaded and mapped all it needs."""
    result = CliRunner().invoke(cli.main, words)
    gc.collect()
    gc.freeze()
    return {"status": result.exit_code, "points": 0, "statements": 0, "seconds": 0.0, "output": result.output}


def main() -> None:
    """Serve until the input ends."""
    for module in discover():
        for command in module.commands:
            cli.main.add_command(command)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for line in sys.stdin:
        request = json.loads(line)
        answer = warm_up(request["words"]) if request["warm_up"] else serve_one(request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
