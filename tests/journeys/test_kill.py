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
FEWEST_STATEMENTS = 10


class Scene:
    """case-small before its run, and what an undisturbed run leaves."""

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
        assert ended.status == NEGATIVE_NET_REPORTED, ended.output
        return ended

    def canonical(self, line: CommandLine) -> bytes:
        out = line.data / "canonical.json"
        ended = self._forks.run(line.words("export", "canonical", "--out", out))
        assert ended.status == 0, ended.output
        return out.read_bytes()

    def killed_and_run_again(self, *, look: bool = False, kill_at: int = 0, kill_after: float = 0.0) -> Ended:
        """Kill a run, see that the old state or the new one is left, and run again."""
        kill = (kill_at, kill_after)
        with self.copy() as line:
            ended = self._forks.run(line.words(*RUN), kill_at=kill_at, kill_after=kill_after)
            if look:
                assert self.canonical(line) in (self.before, self.after), kill
            self.run(line)
            assert self.canonical(line) == self.after, kill
        return ended


@pytest.fixture(scope="module")
def scene(stock: Stock, forks: ForkServer) -> Scene:
    """A month run once already, before its inputs came: a run now replaces the old slips."""
    return Scene(stock, forks, "case-small rerun")


def test_killed_at_every_statement(scene: Scene) -> None:
    for point in range(1, scene.whole.points + 1):
        ended = scene.killed_and_run_again(look=True, kill_at=point)
        assert (ended.status, ended.points) == (-signal.SIGKILL, point)
    assert scene.whole.statements > FEWEST_STATEMENTS


def test_killed_at_random_moments(scene: Scene) -> None:
    moments, last, killed = random.Random(2026), scene.whole.seconds, 0
    for _ in range(MOMENTS * 3):
        ended = scene.killed_and_run_again(kill_after=moments.uniform(0.0005, last))
        if ended.status == -signal.SIGKILL:
            killed += 1
        else:
            last = min(last, ended.seconds)  # it was through already: look for moments before
        if killed == MOMENTS:
            break
    assert killed == MOMENTS
