"""Groups crossed: every figure of a pivot, its subtotals and its grand total, from one grouping."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.core.admin.lists.declared import Measure
from app.core.admin.lists.pivot.figures import Figure, Parts, figure_of, together

Path = tuple[Any, ...]
"""The values of the axes of one side, outermost first; a shorter one stands for everything below it."""
Groups = Mapping[Path, tuple[Parts, ...]]
"""The parts of every measure by the values of all axes, rows before columns."""
Places = Callable[[int, Any], Any]
"""Where a value of the axis of that depth stands among its neighbours; None where they have no order of their own."""


class Cross:
    """The figures of rows by columns. `depth` says how many of the axes are rows."""

    def __init__(self, groups: Groups, depth: int, measures: Sequence[Measure]) -> None:
        self.measures = tuple(measures)
        self._sums: dict[tuple[Path, Path], tuple[Parts, ...]] = {}
        self._below: tuple[dict[Path, set[Any]], dict[Path, set[Any]]] = (defaultdict(set), defaultdict(set))
        for path, parts in groups.items():
            self._add(path[:depth], path[depth:], parts)

    def _add(self, row: Path, column: Path, parts: tuple[Parts, ...]) -> None:
        for side, whole in enumerate((row, column)):
            for length, value in enumerate(whole):
                self._below[side][whole[:length]].add(value)
        for height in range(len(row) + 1):
            for width in range(len(column) + 1):
                key = row[:height], column[:width]
                before = self._sums.get(key)
                self._sums[key] = parts if before is None else self._together(before, parts)

    def _together(self, one: tuple[Parts, ...], other: tuple[Parts, ...]) -> tuple[Parts, ...]:
        return tuple(
            together(measure, left, right) for measure, left, right in zip(self.measures, one, other, strict=True)
        )

    @property
    def is_empty(self) -> bool:
        """Whether no record matches."""
        return not self._sums

    def figure(self, row: Path, column: Path, place: int) -> Figure:
        """A measure's figure of a row and a column, either of which may stand for everything below it."""
        parts = self._sums.get((row, column))
        return None if parts is None else figure_of(self.measures[place], parts[place])

    def rows(self, places: Places, order: int | None = None, descending: bool = False) -> list[Path]:
        """The rows from the top down, each group before what it consists of; `order` is the measure they go by."""

        def key(path: Path) -> tuple[Any, ...]:
            if order is None:
                return self._place(path, self.figure(path, (), 0), places)
            figure = self.figure(path, (), order)
            shown = 0 if figure is None else -figure if descending else figure
            return figure is None, shown, str(path[-1])

        return self._walk(0, (), key)

    def columns(self, places: Places) -> list[Path]:
        """The columns from the left to the right, each group before what it consists of."""
        return self._walk(1, (), lambda path: self._place(path, self.figure((), path, 0), places))

    def _place(self, path: Path, figure: Figure, places: Places) -> tuple[Any, ...]:
        """By the values' own order; where they have none the largest first. What is empty comes last."""
        value, own = path[-1], places(len(path) - 1, path[-1])
        return value is None, (-(figure or 0) if own is None else 0), (own if own is not None else str(value))

    def _walk(self, side: int, path: Path, key: Callable[[Path], tuple[Any, ...]]) -> list[Path]:
        found: list[Path] = []
        for below in sorted(((*path, value) for value in self._below[side].get(path, ())), key=key):
            found += [below, *self._walk(side, below, key)]
        return found
