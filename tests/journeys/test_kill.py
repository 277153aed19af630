"""Killed at any moment and run again, a month of thirty people is neither lost, doubled nor wrong."""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.conftest import Stock
from tests.journeys.driver import MONTH, CommandLine, Ended, ForkServer

RUN = ("payroll", "run", MONTH)
MOMENTS = 50  # of a first run, and as many of one that replaces a draft
IN_A_ROW = 5
FEWEST_STATEMENTS = 10


class Scene:
    """Thirty people before a run, and what an undisturbed run leaves."""

    def __init__(self, stock: Stock, forks: ForkServer, start: str) -> None:
        self._stock, self._forks, self._start = stock, forks, start
        with self.copy() as line:
            forks.warm_up(line.words(*RUN))
            forks.warm_up(line.words("export", "canonical", "--out", line.data / "canonical.json"))
        with self.copy() as line:
            self.before = self.canonical(line)
            self.whole = self.run(line)
            self.after = self.canonical(line)
        assert self.before != self.after

    @contextmanager
    def copy(self) -> Iterator[CommandLine]:
        original, name = self._stock.original(self._start), f"kill{next(self._stock.numbers)}"
        with self._stock.copies.copy(original, name) as line:
            yield line

    def run(self, line: CommandLine) -> Ended:
        ended = self._forks.run(line.words(*RUN))
        assert ended.status == 0, ended.output
        return ended

    def canonical(self, line: CommandLine) -> bytes:
        out = line.data / "canonical.json"
        ended = self._forks.run(line.words("export", "canonical", "--out", out))
        assert ended.status == 0, ended.output
        return out.read_bytes()

    def killed(self, line: CommandLine, *, kill_at: int = 0, kill_after: float = 0.0) -> Ended:
        """A run killed at a point of its SQL or after so many seconds."""
        return self._forks.run(line.words(*RUN), kill_at=kill_at, kill_after=kill_after)


@pytest.fixture(scope="module", params=["thirty", "thirty rerun"])
def scene(request: pytest.FixtureRequest, stock: Stock, forks: ForkServer) -> Scene:
    """Before the first run of the month; or run once already, before inputs came: a run now replaces the old slips."""
    return Scene(stock, forks, request.param)


def test_killed_at_every_statement(scene: Scene) -> None:
    for point in range(1, scene.whole.points + 1):
        with scene.copy() as line:
            ended = scene.killed(line, kill_at=point)
            assert (ended.status, ended.points) == (-signal.SIGKILL, point)
            assert scene.canonical(line) in (scene.before, scene.after)
            scene.run(line)
            assert scene.canonical(line) == scene.after
    assert scene.whole.statements > FEWEST_STATEMENTS


def test_killed_at_random_moments(scene: Scene) -> None:
    """In rows of five: killed, run again and killed again, and so on; then run whole."""
    moments, last, killed = random.Random(2026), scene.whole.seconds, 0
    while killed < MOMENTS:
        with scene.copy() as line:
            for _ in range(IN_A_ROW):
                ended = scene.killed(line, kill_after=moments.uniform(0.0005, last))
                if ended.status == -signal.SIGKILL:
                    killed += 1
                else:
                    last = min(last, ended.seconds)  # it was through already: look for moments before
            assert scene.canonical(line) in (scene.before, scene.after)
            scene.run(line)
            assert scene.canonical(line) == scene.after
