"""What a chart is: categories, and one or more series of figures over them."""

from dataclasses import dataclass
from typing import Literal, get_args

ChartKind = Literal["bar", "stacked", "line", "pie"]
CHART_KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
Unit = Literal["number", "money"]
"""Money is given in fen and shown in yuan."""
Figure = int | float | None
Shape = Literal["", "pyramid", "bridge"]
"""Pyramid: bars of two series to the left and the right. Bridge: the first bar, what each adds or takes, the last."""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures over the categories, one each; `urls` are the lists behind them, for whoever asks further."""

    name: str
    values: tuple[Figure, ...]
    urls: tuple[str, ...] = ()

    def url(self, place: int) -> str:
        """The list behind one figure; empty where there is none."""
        return self.urls[place] if place < len(self.urls) else ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of any kind. `heading` says what the categories are; `in_order` that their order means something.

    A pie shows its first series. `shape` arranges bars for boards; `limit` is a line to stay below (or above).
    """

    title: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "number"
    heading: str = ""
    in_order: bool = False
    note: str = ""
    shape: Shape = ""
    limit: Figure = None
    limit_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for one in self.series for value in one.values)

    def said(self, value: Figure) -> str:
        """A figure as it is written: 1,234, 12.5, and money with two decimals."""
        return said(value, self.unit)


def said(value: Figure, unit: Unit) -> str:
    """A figure in words of its unit; empty for none."""
    if value is None:
        return ""
    if unit == "money":
        return f"{round(value) / 100:,.2f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
