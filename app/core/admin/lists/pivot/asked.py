"""What the address asks of a pivot or a chart: its rows, columns, measures and order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.core.admin.lists.declared import Measure
from app.core.admin.lists.pivot.axes import Axis
from app.core.charts import CHART_KINDS, ChartKind

ROWS, COLUMNS, MEASURES, ORDER, KIND = "v.rows", "v.cols", "v.measures", "v.order", "v.kind"
"""The parts of the address that pivot and chart share, so that one turns into the other."""
MOST_ROWS, MOST_COLUMNS, MOST_MEASURES = 3, 2, 6


@dataclass(frozen=True, slots=True)
class Asked:
    """The layout asked for, of axes and measures that the user may use."""

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    order: str = ""
    kind: ChartKind = "bar"

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Rows, then columns."""
        return (*self.rows, *self.columns)

    @property
    def order_place(self) -> int | None:
        """Which of the measures the rows go by."""
        name = self.order.removeprefix("-")
        return next((place for place, one in enumerate(self.measures) if one.name == name), None)

    def rest(self, **changes: Any) -> dict[str, str]:
        """What the address says of it, with something changed."""
        found = {
            ROWS: ",".join(axis.name for axis in self.rows),
            COLUMNS: ",".join(axis.name for axis in self.columns),
            MEASURES: ",".join(one.name for one in self.measures),
            ORDER: self.order,
            KIND: self.kind if self.kind != "bar" else "",
        } | changes
        return {name: value for name, value in found.items() if value or name in (ROWS, COLUMNS)}


def asked(
    arguments: MultiDict[str, str], axes: Mapping[str, Axis], measures: Sequence[Measure], starts: Mapping[str, str]
) -> Asked:
    """The layout of an address; what there is not is left out. `starts` is what a list begins with."""
    rows = _axes(_names(arguments, ROWS, starts.get(ROWS, next(iter(axes), ""))), axes, MOST_ROWS, ())
    columns = _axes(_names(arguments, COLUMNS, starts.get(COLUMNS, "")), axes, MOST_COLUMNS, rows)
    by_name = {one.name: one for one in measures}
    wanted = _names(arguments, MEASURES, starts.get(MEASURES, ""))
    chosen = tuple(by_name[name] for name in wanted if name in by_name)[:MOST_MEASURES]
    order, kind = arguments.get(ORDER, ""), arguments.get(KIND, "bar")
    known: ChartKind = next((one for one in CHART_KINDS if one == kind), "bar")
    return Asked(rows, columns, chosen or tuple(measures[:1]), order, known)


def _names(arguments: MultiDict[str, str], name: str, start: str) -> list[str]:
    written = arguments.getlist(name) if name in arguments else [start]
    return list(dict.fromkeys(one for text in written for one in text.split(",") if one))


def _axes(names: Iterable[str], axes: Mapping[str, Axis], most: int, taken: tuple[Axis, ...]) -> tuple[Axis, ...]:
    used = {axis.name for axis in taken}
    return tuple(axes[name] for name in names if name in axes and name not in used)[:most]
