"""What a mass table looks like and what it holds: plain frozen values, no drawing, no live rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

Cell = str | int | date | None
Row = tuple[Cell, ...]


class Kind(StrEnum):
    """What the cells of a column are; money is whole fen."""

    TEXT = "text"
    MONEY = "money"
    INTEGER = "integer"
    DATE = "date"


class Align(StrEnum):
    """Where a text stands in its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: `group` is the heading it shares with its neighbours, `total` asks for sums."""

    code: str
    title: str
    width_mm: float
    kind: Kind = Kind.TEXT
    group: str | None = None
    total: bool = False
    align: Align | None = None

    @property
    def alignment(self) -> Align:
        """As declared; otherwise numbers stand right, dates in the middle and texts left."""
        if self.align is not None:
            return self.align
        by_kind = {Kind.MONEY: Align.RIGHT, Kind.INTEGER: Align.RIGHT, Kind.DATE: Align.CENTRE}
        return by_kind.get(self.kind, Align.LEFT)


@dataclass(frozen=True, slots=True)
class GroupBy:
    """Neighbouring rows with the same text in `column` get a subtotal; label takes {name} and {count}."""

    column: str
    label: str = "{name} 小计"


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and row measures in millimetres."""

    size: str = "A3"
    landscape: bool = True
    margin_mm: float = 10.0
    row_mm: float = 6.4
    font_size: float = 7.6


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of the engine itself."""

    total: str = "合计"
    words: str = "大写金额："
    uncounted: str = "未计入合计"
    draft: str = "草稿"
    batch: str = "批次号"
    content_hash: str = "内容校验"
    page: str = "第 {page} 页 / 共 {pages} 页"
    zero: str = "–"


@dataclass(frozen=True)
class TableLayout:
    """A declared table. `groups` go from the outermost in; `count_column` gets the rows' number in a CSV total."""

    title: str
    columns: tuple[TableColumn, ...]
    subtitles: tuple[str, ...] = ()
    groups: tuple[GroupBy, ...] = ()
    signatures: tuple[str, ...] = ()
    units_note: str = ""
    has_total: bool = True
    count_column: str | None = None
    page: PageSetup = PageSetup()
    labels: Labels = Labels()

    @cached_property
    def index(self) -> dict[str, int]:
        """Column places by code."""
        return {column.code: place for place, column in enumerate(self.columns)}

    @cached_property
    def summed(self) -> tuple[int, ...]:
        """Places of the columns that are summed."""
        return tuple(place for place, column in enumerate(self.columns) if column.total)

    @cached_property
    def label_span(self) -> int:
        """How many leading columns the label of a sum covers: those before the first sum, at least one."""
        return max(1, self.summed[0] if self.summed else len(self.columns))


@dataclass(frozen=True, slots=True)
class TableData:
    """The rows of a table, in order. Rows whose places are in `uncounted` stand in no sum."""

    rows: Sequence[Row]
    uncounted: frozenset[int] = field(default_factory=frozenset)
    words: str = ""
    batch: str = ""
    content_hash: str = ""
    draft: bool = False
