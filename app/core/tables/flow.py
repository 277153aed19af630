"""From rows to printed lines: subtotals where a group ends, the total, and the rows that do not count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.core.tables.layout import Row, TableData, TableLayout


class LineKind(Enum):
    """What a printed line is."""

    ROW = auto()
    SUBTOTAL = auto()
    TOTAL = auto()
    WORDS = auto()
    HEADING = auto()
    UNCOUNTED = auto()
    SIGNATURES = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: `cells` of a row or a sum, `label` of a sum or a text; level 0 is the outermost group."""

    kind: LineKind
    cells: Row = ()
    label: str = ""
    level: int = 0

    @property
    def keeps(self) -> bool:
        """Whether it must not be parted from the line before."""
        return self.kind in {LineKind.SUBTOTAL, LineKind.TOTAL, LineKind.WORDS, LineKind.SIGNATURES}


class _Sums:
    """Running sums of one group."""

    def __init__(self, layout: TableLayout) -> None:
        self.layout = layout
        self.clear()

    def clear(self) -> None:
        self.count = 0
        self.amounts = dict.fromkeys(self.layout.summed, 0)

    def add(self, row: Row) -> None:
        self.count += 1
        for place in self.amounts:
            value = row[place]
            if isinstance(value, int):
                self.amounts[place] += value

    def cells(self) -> Row:
        return tuple(self.amounts.get(place) for place in range(len(self.layout.columns)))


def total_of(layout: TableLayout, data: TableData) -> tuple[Row, int]:
    """The sums of the rows that count, at their columns' places, and how many rows these are."""
    sums = _Sums(layout)
    for place, row in enumerate(data.rows):
        if place not in data.uncounted:
            sums.add(row)
    return sums.cells(), sums.count


def flow(layout: TableLayout, data: TableData) -> Iterator[Line]:
    """All printed lines in order: rows with their subtotals, total, words, uncounted rows, signatures."""
    counted = [row for place, row in enumerate(data.rows) if place not in data.uncounted]
    yield from _grouped(layout, counted)
    if layout.has_total:
        cells, count = total_of(layout, data)
        yield Line(LineKind.TOTAL, cells, layout.labels.total.format(count=count))
        if data.words:
            yield Line(LineKind.WORDS, label=layout.labels.words + data.words)
    if data.uncounted:
        yield Line(LineKind.HEADING, label=layout.labels.uncounted.format(count=len(data.uncounted)))
        for place in sorted(data.uncounted):
            yield Line(LineKind.UNCOUNTED, data.rows[place])
    if layout.signatures:
        yield Line(LineKind.SIGNATURES)


def _grouped(layout: TableLayout, rows: Sequence[Row]) -> Iterator[Line]:
    places = [layout.index[group.column] for group in layout.groups]
    sums = [_Sums(layout) for _ in places]
    before: Row | None = None
    for row in rows:
        changed = _first_change(places, before, row)
        if before is not None and changed is not None:
            yield from _close(layout, places, sums, before, changed)
        yield Line(LineKind.ROW, row)
        for each in sums:
            each.add(row)
        before = row
    if before is not None:
        yield from _close(layout, places, sums, before, 0)


def _first_change(places: Sequence[int], before: Row | None, row: Row) -> int | None:
    """The outermost group in which two neighbouring rows differ."""
    if before is None:
        return None
    return next((level for level, place in enumerate(places) if before[place] != row[place]), None)


def _close(
    layout: TableLayout, places: Sequence[int], sums: Sequence[_Sums], last: Row, outermost: int
) -> Iterator[Line]:
    """Subtotals from the innermost group out to `outermost`, each started afresh."""
    for level in range(len(places) - 1, outermost - 1, -1):
        label = layout.groups[level].label.format(name=last[places[level]] or "", count=sums[level].count)
        yield Line(LineKind.SUBTOTAL, sums[level].cells(), label, level)
        sums[level].clear()
