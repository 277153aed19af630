"""Killed in the middle of installing or uninstalling a module, the system is the old one or the new one."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from app.core.db import Database
from app.core.testing.schema import schema_of
from tests.journeys.conftest import Stock
from tests.journeys.driver import CommandLine, Ended, ForkServer

SAMPLES = 6
Shown = tuple[object, bytes, str]


class Change:
    """One change of a system, killed at any point of its SQL."""

    def __init__(self, stock: Stock, forks: ForkServer, before: Sequence[Sequence[str]], words: Sequence[str]) -> None:
        self._stock, self._forks, self._before, self._words = stock, forks, before, words
        with self.system() as line:
            self.old = self.shown(line)
            self.whole = self.run(line)
            assert self.whole.status == 0, self.whole.output
            self.new = self.shown(line)
        assert self.old[0] != self.new[0]

    @contextmanager
    def system(self) -> Iterator[CommandLine]:
        original = self._stock.original("case-small run")
        with self._stock.copies.copy(original, f"change{next(self._stock.numbers)}") as line:
            for words in self._before:
                assert self._forks.run(line.words(*words)).status == 0
            yield line

    def run(self, line: CommandLine, kill_at: int = 0) -> Ended:
        return self._forks.run(line.words(*self._words), kill_at=kill_at)

    def shown(self, line: CommandLine) -> Shown:
        """The schema, everything recorded, and the modules."""
        database = Database(line.url)
        schema = schema_of(database)
        database.close()
        out = line.data / "canonical.json"
        for words in (("export", "canonical", "--out", str(out)), ("audit", "verify")):
            ended = self._forks.run(line.words(*words))
            assert ended.status == 0, ended.output
        return schema, out.read_bytes(), self._forks.run(line.words("modules", "list")).output


UNINSTALL = ("modules", "uninstall", "payroll", "--yes")
INSTALL = ("modules", "install", "payroll")


@pytest.mark.parametrize(("before", "words"), [((), UNINSTALL), ((UNINSTALL,), INSTALL)], ids=["uninstall", "install"])
def test_killed_at_points_of_its_sql(
    stock: Stock, forks: ForkServer, before: Sequence[Sequence[str]], words: Sequence[str]
) -> None:
    change = Change(stock, forks, before, words)
    points = change.whole.points
    seen = set()
    for point in (*(points * sample // SAMPLES for sample in range(1, SAMPLES)), points - 1, points):
        with change.system() as line:
            ended = change.run(line, kill_at=point)
            assert (ended.status, ended.points) == (-signal.SIGKILL, point)
            found = change.shown(line)
            assert found in (change.old, change.new)
            seen.add(found == change.new)
            if found == change.old:
                again = change.run(line)
                assert again.status == 0, again.output
    assert seen == {False, True}  # killed before the commit, and after it
