"""A pivot laid out: which rows, columns and headings there are, in which order, and the records behind a figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.admin.lists.declared import Names
from app.core.admin.lists.pivot.asked import Asked
from app.core.admin.lists.pivot.axes import Axis
from app.core.admin.lists.pivot.cross import Cross, Path
from app.core.admin.lists.state import ListState
from app.core.admin.pages.looks import PivotHeading
from app.core.i18n import N_
from app.core.i18n import gettext as _

TOTAL = N_("Total")


@dataclass(frozen=True, slots=True)
class Crossed:
    """A pivot laid out: its rows and columns in order. The last column, of no value, is the total of all."""

    asked: Asked
    cross: Cross
    names: Names
    rows: tuple[Path, ...]
    columns: tuple[Path, ...]

    @classmethod
    def of(cls, asked: Asked, cross: Cross, names: Names) -> "Crossed":
        """The rows and columns of figures, by the order asked for."""

        order, descending = asked.order_place, asked.order.startswith("-")
        rows = cross.rows(lambda depth, value: asked.rows[depth].place(value, names), order, descending)
        columns = cross.columns(lambda depth, value: asked.columns[depth].place(value, names))
        return cls(asked, cross, names, tuple(rows), (*_after(columns), ()))

    def label(self, axes: Sequence[Axis], path: Path) -> str:
        """The last value of a path in words."""
        return axes[len(path) - 1].said(path[-1], self.names)

    def is_group(self, row: Path) -> bool:
        """Whether there are rows below this one."""
        return len(row) < len(self.asked.rows)

    def narrowed(self, state: ListState, row: Path, column: Path) -> ListState:
        """The records behind a figure."""
        values = [*zip(self.asked.rows, row, strict=False), *zip(self.asked.columns, column, strict=False)]
        for axis, value in values:
            state = axis.narrowed(state, value)
        return state


def _after(columns: Sequence[Path]) -> list[Path]:
    """The columns with each group after what it consists of: a subtotal stands to the right of its parts."""
    found: list[Path] = []
    waiting: list[Path] = []
    for path in columns:
        while waiting and path[: len(waiting[-1])] != waiting[-1]:
            found.append(waiting.pop())
        waiting.append(path)
    return found + waiting[::-1]


def column_headings(crossed: Crossed) -> tuple[tuple[PivotHeading, ...], ...]:
    """The headings over the columns, line by line, with the totals at the right; none without column fields."""
    axes, width = crossed.asked.columns, len(crossed.asked.measures)
    lines: list[list[PivotHeading]] = [[] for _axis in axes]
    seen: set[Path] = set()
    for path in crossed.columns:
        for length in range(1, len(path)):
            if path[:length] not in seen:
                seen.add(path[:length])
                inside = sum(other[:length] == path[:length] for other in crossed.columns)
                lines[length - 1].append(PivotHeading(crossed.label(axes, path[:length]), inside * width))
        if len(path) == len(axes) and axes:
            lines[-1].append(PivotHeading(crossed.label(axes, path), width))
        elif axes:
            lines[len(path)].append(PivotHeading(_(TOTAL), width, len(axes) - len(path), is_total=True))
    return tuple(map(tuple, lines))
