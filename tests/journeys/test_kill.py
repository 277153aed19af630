"""Killed at any moment and run again, a month is neither lost, doubled nor wrong."""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.conftest import Stock
from tests.journeys.driver import MONTH, CommandLine, Ended, ForkServer

RUN = ("payroll", "run", MONTH)
MOMENTS = 100
NEGATIVE_NET_REPORTED = 1
FAR_TOO_MANY = 500


class Scene:
    """case-small before its run, and what an undisturbed run leaves."""

    def __init__(self, stock: Stock, forks: ForkServer, start: str) -> None:
        self._stock, self._forks, self._start = stock, forks, start
        stock.original(start)
        with self.copy() as line:
            self.before = self.canonical(line)
            self.run(line)  # a first one warms nothing, since every command is a fork; it only measures
            self.after = self.canonical(line)
        with self.copy() as line:
            self.whole = self.run(line)

    @contextmanager
    def copy(self) -> Iterator[CommandLine]:
        name = f"kill{next(self._stock.numbers)}"
        with self._stock.copies.copy(self._stock.original(self._start), name) as line:
            yield line

    def run(self, line: CommandLine) -> Ended:
        ended = self._forks.run(line.words(*RUN))
        assert ended.status == NEGATIVE_NET_REPORTED, ended.output
        return ended

    def canonical(self, line: CommandLine) -> bytes:
        out = line.data / "canonical.json"
        ended = self._forks.run(line.words("export", "canonical", "--out", out))
        assert ended.status == 0, ended.output
        return out.read_bytes()

    def killed_and_run_again(self, *, look: bool, **kill: float) -> Ended:
        """Kill a run, see that the old state or the new one is left, and run again."""
        with self.copy() as line:
            ended = self._forks.run(line.words(*RUN), **kill)  # type: ignore[arg-type]
            if look:
                assert self.canonical(line) in (self.before, self.after), kill
            self.run(line)
            assert self.canonical(line) == self.after, kill
        return ended


@pytest.fixture(params=["case-small"])
def scene(request: pytest.FixtureRequest, stock: Stock, forks: ForkServer) -> Scene:
    """A month not yet run."""
    return Scene(stock, forks, request.param)


def test_killed_at_every_statement(scene: Scene) -> None:
    for point in range(1, FAR_TOO_MANY):
        ended = scene.killed_and_run_again(look=True, kill_at=point)
        if ended.status != -signal.SIGKILL:
            break
    assert point == scene.whole.points + 1
    assert scene.whole.statements > 10
    assert ended.status == NEGATIVE_NET_REPORTED


def test_killed_at_random_moments(scene: Scene) -> None:
    moments = random.Random(2026)
    killed = 0
    for _ in range(MOMENTS):
        ended = scene.killed_and_run_again(look=False, kill_after=moments.uniform(0.0005, scene.whole.seconds))
        killed += ended.status == -signal.SIGKILL
    assert killed > MOMENTS // 2
