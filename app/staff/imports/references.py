"""The names an import may use: found however they are written, returned as the organisation writes them."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from app.core.imports.cells import fold

T = TypeVar("T")


class Names(Generic[T]):
    """Named things looked up by their folded names (spaces, width and case do not matter)."""

    def __init__(self, things: Mapping[str, T]) -> None:
        self._by_form = {fold(name): (name, thing) for name, thing in things.items()}
        self._asked: dict[str, tuple[str, T] | None] = {}
        self.choices = "、".join(things)

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names[None]":
        """Names alone."""
        return Names(dict.fromkeys(names))

    def find(self, written: str) -> tuple[str, T] | None:
        """The name as the organisation writes it, with its thing; None for an unknown one."""
        if written not in self._asked:
            self._asked[written] = self._by_form.get(fold(written))
        return self._asked[written]


class Units:
    """Branches with their stations."""

    def __init__(self, units: Mapping[str, Iterable[str]]) -> None:
        self.branches = Names({branch: Names.of(stations) for branch, stations in units.items()})

    def branch(self, written: str) -> str | None:
        """The branch's name, or None."""
        found = self.branches.find(written)
        return found[0] if found else None

    def station(self, branch: str, written: str) -> str | None:
        """The name of a station of this branch, or None."""
        found = self.branches.find(branch)
        station = found[1].find(written) if found else None
        return station[0] if station else None
