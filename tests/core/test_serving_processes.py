"""`ziqiang serve`: children that die start again, everything stops with the supervisor, and a taken port is told."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select

from app.core.jobs import JobRow, State
from app.core.serving.supervisor import ANEW
from app.core.system import System
from tests.core.jobs.house import PATIENCE, ROOT, until

FACTORY = "tests.core.tiny_application:make"


class Served:
    """A running `ziqiang serve`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+/", process.stdout.readline())
        assert found is not None
        self.address = found[0]

    def answer(self) -> int:
        """The number of the web process that answers."""
        with urlopen(self.address, timeout=PATIENCE) as response:
            return int(response.read())

    def children(self) -> set[int]:
        number = self.process.pid
        return {int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()}

    def worker(self) -> int:
        """The number of the worker process, once there is one."""
        web = self.answer()
        found: set[int] = until(lambda: self.children() - {web}, "a worker")
        return found.pop()


def command(data_dir: Path, *more: str) -> list[str]:
    start = [sys.executable, "-m", "app.core.cli", "--data", str(data_dir), "serve"]
    return [*start, "--application", FACTORY, *more]


@contextmanager
def served(data_dir: Path, *more: str) -> Iterator[Served]:
    environment = {**os.environ, "ZIQIANG_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command(data_dir, "--port", "0", *more), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield Served(process)
        finally:
            process.kill()


def is_gone(number: int) -> bool:
    """Whether no such process runs; a dead one that nobody has collected yet is gone too."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.fixture
def home(data_dir: Path) -> Path:
    """The data folder of a system that is set up."""
    system = System(data_dir)
    system.set_up()
    system.database.close()
    return data_dir


def test_a_killed_web_process_starts_again_and_no_request_is_refused(home: Path) -> None:
    with served(home, "--no-worker") as server:
        first = server.answer()
        assert server.children() == {first}
        os.kill(first, signal.SIGKILL)
        until(lambda: is_gone(first))
        assert server.answer() != first  # the request waits for the new process


def test_a_killed_worker_starts_again(home: Path) -> None:
    with served(home) as server:
        first = server.worker()
        os.kill(first, signal.SIGKILL)
        until(lambda: server.children() - {server.answer(), first}, "another worker")


def test_the_worker_runs_what_is_due(home: Path) -> None:
    system = System(home)
    done = select(func.count()).where(JobRow.name == "core.jobs.tidy", JobRow.state == State.DONE)

    def is_done() -> bool:
        with system.database.reading() as session:
            return session.scalar(done) == 1

    with served(home):
        until(is_done, "the nightly job")
    system.database.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_leaves_nothing_running(home: Path, number: signal.Signals) -> None:
    with served(home) as server:
        children = {server.answer(), server.worker()}
        server.process.send_signal(number)
        assert server.process.wait(PATIENCE) == 0
        assert all(is_gone(child) for child in children)


def test_killed_it_takes_its_children_along(home: Path) -> None:
    with served(home) as server:
        children = {server.answer(), server.worker()}
        server.process.kill()
        until(lambda: all(is_gone(child) for child in children), "the children's end")


def test_a_taken_port_is_told(home: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        refused = subprocess.run(
            command(home, "--port", str(port)),
            cwd=ROOT,
            env={**os.environ, "ZIQIANG_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use already" in refused.stderr
    assert f"--port {port + 1}" in refused.stderr


def test_it_begins_anew_with_the_same_socket(home: Path) -> None:
    """As an upgrade needs: fresh processes, while requests wait."""
    with served(home) as server:
        before = {server.answer(), server.worker()}
        server.process.send_signal(ANEW)
        until(lambda: all(is_gone(child) for child in before), "the end of the old children")
        assert {server.answer(), server.worker()}.isdisjoint(before)
        assert server.process.poll() is None
