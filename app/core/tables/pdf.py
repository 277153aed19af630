"""Tables as PDF: pages are planned first, then drawn line by line."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import BinaryIO

from app.core.tables.flow import Line, LineKind, flow
from app.core.tables.layout import Align, Cell, Kind, TableColumn, TableData, TableLayout
from app.core.tables.pen import MM, Pen

_TITLE, _SUBTITLE, _HEADER_ROW, _FOOTER, _SIGNATURES = 11 * MM, 6.5 * MM, 6.2 * MM, 6 * MM, 15 * MM
_PADDING = 1.0 * MM
_HEADER_COLOUR = "0.86 0.90 0.95"
_LEVEL_COLOURS = ("0.89 0.92 0.96", "0.955 0.965 0.98")
_TOTAL_COLOUR = "0.80 0.86 0.93"
_SPANNING = {LineKind.SUBTOTAL, LineKind.TOTAL}
_WHOLE = {LineKind.WORDS, LineKind.HEADING}


def draw(layout: TableLayout, data: TableData, out: BinaryIO) -> frozenset[str]:
    """Draw the whole table; the answer is the characters the font does not have."""
    pen = Pen(out, layout.page.size, layout.page.landscape, layout.title)
    sheet = _Sheet(layout, data, pen)
    pages = paginate(list(flow(layout, data)), sheet.room, sheet.height_of)
    for number, lines in enumerate(pages, 1):
        sheet.page(lines, number, len(pages))
    return pen.save()


def paginate(lines: Sequence[Line], room: float, height_of: "HeightOf") -> list[Sequence[Line]]:
    """Cut the lines into pages; a line that keeps to the one before never begins a page if that can be helped."""
    pages: list[Sequence[Line]] = []
    start, used = 0, 0.0
    for place, line in enumerate(lines):
        used += height_of(line)
        if used <= room or place == start:
            continue
        cut = place
        while cut > start + 1 and (lines[cut].keeps or lines[cut - 1].kind is LineKind.HEADING):
            cut -= 1
        pages.append(lines[start:cut])
        used = sum(height_of(each) for each in lines[cut : place + 1])
        start = cut
    pages.append(lines[start:])
    return pages


class HeightOf:
    """Heights of lines in points."""

    def __init__(self, row: float) -> None:
        self.row = row

    def __call__(self, line: Line) -> float:
        """A line's height."""
        return _SIGNATURES if line.kind is LineKind.SIGNATURES else self.row


class _Sheet:
    """The measures of one document and the drawing of its pages."""

    def __init__(self, layout: TableLayout, data: TableData, pen: Pen) -> None:
        self.layout, self.data, self.pen = layout, data, pen
        margin = layout.page.margin_mm * MM
        self.left, self.right = margin, pen.width - margin
        self.top, self.bottom = pen.height - margin, margin + _FOOTER
        self.row, self.size = layout.page.row_mm * MM, layout.page.font_size
        self.height_of = HeightOf(self.row)
        self.header_rows = 2 if any(column.group for column in layout.columns) else 1
        self.head = self.top - _TITLE - _SUBTITLE
        self.body = self.head - self.header_rows * _HEADER_ROW
        self.room = self.body - self.bottom
        self.edges = self._edges()

    def _edges(self) -> list[float]:
        """Left edges of the columns and the last right edge, stretched to the printable width."""
        scale = (self.right - self.left) / sum(column.width_mm for column in self.layout.columns)
        edges = [self.left]
        for column in self.layout.columns:
            edges.append(edges[-1] + column.width_mm * scale)
        return edges

    def page(self, lines: Sequence[Line], number: int, pages: int) -> None:
        if self.data.draft:
            self.pen.watermark(self.layout.labels.draft, 150)
        self._heading()
        self._header()
        y = self.body
        for line in lines:
            self._line(line, y)
            y -= self.height_of(line)
        self._rules([line for line in lines if line.kind is not LineKind.SIGNATURES])
        self._footer(number, pages)
        self.pen.end_page()

    def _heading(self) -> None:
        middle = (self.left + self.right) / 2
        title_size = 17.0
        self.pen.text(middle, self.top - 7 * MM, self.layout.title, title_size, Align.CENTRE, heavy=True)
        if self.data.draft:
            self._draft_box(middle + self.pen.measure(self.layout.title, title_size) / 2 + 6 * MM)
        notes = [note for note in (*self.layout.subtitles, self.layout.units_note) if note]
        y = self.head + 2 * MM
        for place, note in enumerate(notes):
            share = place / (len(notes) - 1) if len(notes) > 1 else 1.0
            align = Align.LEFT if share == 0 else Align.RIGHT if share == 1 else Align.CENTRE
            self.pen.text(self.left + (self.right - self.left) * share, y, note, 9.5, align)

    def _draft_box(self, x: float) -> None:
        word = self.layout.labels.draft
        width = self.pen.measure(word, 11) + 4 * MM
        self.pen.frame(x, self.top - 8.2 * MM, width, 6 * MM, 1)
        self.pen.text(x + width / 2, self.top - 6.6 * MM, word, 11, Align.CENTRE, heavy=True)

    def _header(self) -> None:
        bottom, top = self.body, self.head
        self.pen.area(self.left, bottom, self.right - self.left, top - bottom, _HEADER_COLOUR)
        for group, places in _header_groups(self.layout.columns):
            x1, x2 = self.edges[places[0]], self.edges[places[-1] + 1]
            if group is None:
                self._title_cell(x1, x2, bottom, top, self.layout.columns[places[0]].title)
            else:
                self._title_cell(x1, x2, top - _HEADER_ROW, top, group)
                for place in places:
                    title = self.layout.columns[place].title
                    self._title_cell(self.edges[place], self.edges[place + 1], bottom, top - _HEADER_ROW, title)

    def _title_cell(self, x1: float, x2: float, y1: float, y2: float, title: str) -> None:
        self.pen.frame(x1, y1, x2 - x1, y2 - y1, 0.3)
        inner = x2 - x1 - 2 * _PADDING
        self.pen.fitted(x1 + _PADDING, (y1 + y2) / 2, inner, title, self.size + 0.6, Align.CENTRE, heavy=True)

    def _line(self, line: Line, top: float) -> None:
        middle = top - self.row / 2
        if line.kind is LineKind.SIGNATURES:
            self._signatures(top)
        elif line.kind in _WHOLE:
            size = self.size + (1.4 if line.kind is LineKind.WORDS else 0.6)
            inner = self.right - self.left - 4 * _PADDING
            self.pen.fitted(self.left + 2 * _PADDING, middle, inner, line.label, size, Align.LEFT, heavy=True)
        elif line.kind in _SPANNING:
            self._sum(line, top, middle)
        else:
            self._cells(line, middle, range(len(self.layout.columns)))

    def _sum(self, line: Line, top: float, middle: float) -> None:
        is_total = line.kind is LineKind.TOTAL
        colour = _TOTAL_COLOUR if is_total else _LEVEL_COLOURS[0 if line.level == 0 and self._is_nested else 1]
        self.pen.area(self.left, top - self.row, self.right - self.left, self.row, colour)
        span = self.layout.label_span
        width = self.edges[span] - self.left - 4 * _PADDING
        align = Align.CENTRE if is_total else Align.RIGHT
        heavy = is_total or line.level == 0
        size = self.size + (1 if is_total else 0)
        self.pen.fitted(self.left + 2 * _PADDING, middle, width, line.label, size, align, heavy=heavy)
        self._cells(line, middle, range(span, len(self.layout.columns)), heavy=heavy)

    @property
    def _is_nested(self) -> bool:
        return len(self.layout.groups) > 1

    def _cells(self, line: Line, middle: float, places: Iterable[int], *, heavy: bool = False) -> None:
        columns, edges, zero = self.layout.columns, self.edges, self.layout.labels.zero
        for place in places:
            column = columns[place]
            text = shown(column, line.cells[place], zero)
            if text:
                x = edges[place] + _PADDING
                inner = edges[place + 1] - x - _PADDING
                self.pen.fitted(x, middle, inner, text, self.size, column.alignment, heavy=heavy)

    def _signatures(self, top: float) -> None:
        names = self.layout.signatures
        step = (self.right - self.left) / len(names)
        for place, name in enumerate(names):
            x = self.left + place * step
            self.pen.text(x, top - 9 * MM, name + "：", 11)
            start = x + self.pen.measure(name + "：", 11) + 1 * MM
            self.pen.line(start, top - 9.8 * MM, x + step - 8 * MM, top - 9.8 * MM, 0.4)

    def _rules(self, lines: Sequence[Line]) -> None:
        """Lines between rows and columns; where a label spans columns the inner lines are left out."""
        y = self.body
        for spanned, run in groupby(lines, key=self._first_edge):
            bottom = y
            for line in run:
                bottom -= self.height_of(line)
                self.pen.line(self.left, bottom, self.right, bottom, 0.2)
            for edge in self.edges[spanned:-1]:
                self.pen.line(edge, y, edge, bottom, 0.2)
            y = bottom
        for place in self._group_edges():
            self._thick_edge(place, lines)
        self.pen.frame(self.left, y, self.right - self.left, self.head - y, 0.9)

    def _first_edge(self, line: Line) -> int:
        if line.kind in _WHOLE:
            return len(self.edges)
        return self.layout.label_span if line.kind in _SPANNING else 1

    def _group_edges(self) -> list[int]:
        """Places where one header group ends and the next begins."""
        groups = [column.group for column in self.layout.columns]
        return [place for place in range(1, len(groups)) if groups[place] != groups[place - 1]]

    def _thick_edge(self, place: int, lines: Sequence[Line]) -> None:
        y, x = self.body, self.edges[place]
        self.pen.line(x, self.head, x, self.body, 0.7)
        for crosses, run in groupby(lines, key=lambda line: self._first_edge(line) > place):
            bottom = y - sum(self.height_of(line) for line in run)
            if not crosses:
                self.pen.line(x, y, x, bottom, 0.7)
            y = bottom

    def _footer(self, number: int, pages: int) -> None:
        labels, y = self.layout.labels, self.bottom - _FOOTER + 0.5 * MM
        marks = ((labels.batch, self.data.batch), (labels.content_hash, self.data.content_hash))
        left = "    ".join(f"{label}：{value}" for label, value in marks if value)
        if left:
            self.pen.fitted(self.left, y + 2, (self.right - self.left) * 0.8, left, 7, Align.LEFT)
        self.pen.text(self.right, y, labels.page.format(page=number, pages=pages), 8, Align.RIGHT)


def _header_groups(columns: Sequence[TableColumn]) -> list[tuple[str | None, list[int]]]:
    """Neighbours with the same group together; columns without a group alone."""
    groups: list[tuple[str | None, list[int]]] = []
    for place, column in enumerate(columns):
        if groups and column.group is not None and groups[-1][0] == column.group:
            groups[-1][1].append(place)
        else:
            groups.append((column.group, [place]))
    return groups


def shown(column: TableColumn, cell: Cell, zero: str) -> str:
    """A cell as printed: amounts in yuan with thousands separators, zero amounts as the zero mark."""
    if cell is None:
        return ""
    if column.kind is Kind.MONEY and isinstance(cell, int):
        return money(cell) if cell else zero
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def money(fen: int) -> str:
    """Fen as yuan with two decimals and thousands separators."""
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"
