"""Tables as workbooks: real numbers with formats, frozen header, ready to print."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, BinaryIO

import xlsxwriter

from app.core.tables.flow import Line, LineKind, flow
from app.core.tables.layout import Align, Cell, Kind, TableColumn, TableData, TableLayout

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_PAPER = {"A3": 8, "A4": 9}
_MONEY = '#,##0.00;-#,##0.00;"–"'
_ALIGN = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_HEADER_FILL, _TOTAL_FILL, _LEVEL_FILLS = "#DBE5F1", "#CCDBED", ("#E3EAF4", "#F3F6FA")


def write(layout: TableLayout, data: TableData, out: BinaryIO) -> None:
    """Write one sheet with the same lines as the PDF; memory stays flat, row after row."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": layout.title, "author": "", "comments": data.content_hash, "created": _CREATED})
    _Writer(book, layout, data).write()
    book.close()


class _Writer:
    """One sheet being written from the top down; rows once written are gone to disk."""

    def __init__(self, book: Any, layout: TableLayout, data: TableData) -> None:
        self.book, self.layout, self.data = book, layout, data
        self.sheet = book.add_worksheet(_sheet_name(layout.title))
        self.last = len(layout.columns) - 1
        self.row = 0
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def write(self) -> None:
        self._set_up()
        self._headings()
        first = self._header()
        total: int | None = None
        for line in flow(self.layout, self.data):
            if line.kind is LineKind.TOTAL:
                total = self.row
            self._line(line)
        end = (total if total is not None else self.row) - 1
        self.sheet.print_area(0, 0, self.row - 1, self.last)
        if end >= first:
            self.sheet.autofilter(first - 1, 0, end, self.last)

    def format(self, **properties: object) -> Any:
        """A cell format, made once for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self.book.add_format(base | properties)
        return self._formats[key]

    def _set_up(self) -> None:
        page, sheet = self.layout.page, self.sheet
        sheet.set_paper(_PAPER[page.size])
        if page.landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        for place, column in enumerate(self.layout.columns):
            sheet.set_column(place, place, max(5.0, column.width_mm * 0.62))
        labels = self.layout.labels
        marks = ((labels.batch, self.data.batch), (labels.content_hash, self.data.content_hash))
        left = "  ".join(f"{label}：{value}" for label, value in marks if value).replace("&", "&&")
        pages = labels.page.replace("&", "&&").format(page="&P", pages="&N")
        sheet.set_footer(f"&L&8{left}&R&9 {pages}")

    def _headings(self) -> None:
        draft = f"（{self.layout.labels.draft}）" if self.data.draft else ""
        self._whole(self.layout.title + draft, 30, bold=True, font_size=18, align="center")
        notes = [note for note in (*self.layout.subtitles, self.layout.units_note) if note]
        if notes:
            self._whole("        ".join(notes), 20, align="right")

    def _whole(self, text: str, height: float, **properties: object) -> None:
        """A text over the whole width."""
        shape = self.format(**properties)
        self.sheet.set_row(self.row, height)
        self._text(0, text, shape)
        for place in range(1, self.last + 1):
            self.sheet.write_blank(self.row, place, None, shape)
        self._merge(self.row, 0, self.row, self.last)
        self.row += 1

    def _merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Merge cells that are written already; `merge_range` would write them again, too late in this mode."""
        if (first_row, first) != (last_row, last):
            self.sheet.merge.append([first_row, first, last_row, last])

    def _text(self, place: int, text: str, shape: Any) -> None:
        """A text as text, whatever it looks like."""
        if text:
            self.sheet.write_string(self.row, place, text, shape)
        else:
            self.sheet.write_blank(self.row, place, None, shape)

    def _header(self) -> int:
        """Column titles under their groups, frozen and repeated on each page; the answer is the first row of data."""
        columns, top = self.layout.columns, self.row
        shape = self.format(bold=True, border=1, align="center", bg_color=_HEADER_FILL, text_wrap=True)
        if any(column.group for column in columns):
            self._titles(shape, lambda column: column.group or column.title)
            self._titles(shape, lambda column: column.title if column.group else "")
            for first, last, group in _spans(columns):
                self._merge(top, first, top if group else top + 1, last)
        else:
            self._titles(shape, lambda column: column.title)
        self.sheet.repeat_rows(top, self.row - 1)
        self.sheet.freeze_panes(self.row, self._frozen_columns())
        return self.row

    def _titles(self, shape: Any, title: Callable[[TableColumn], str]) -> None:
        self.sheet.set_row(self.row, 20)
        before = None
        for place, column in enumerate(self.layout.columns):
            text = title(column)
            self._text(place, "" if column.group and text == column.group == before else text, shape)
            before = text
        self.row += 1

    def _frozen_columns(self) -> int:
        """The columns before the first heading group stay in sight."""
        groups = [column.group for column in self.layout.columns]
        return next((place for place, group in enumerate(groups) if group), 0)

    def _line(self, line: Line) -> None:
        match line.kind:
            case LineKind.WORDS | LineKind.HEADING:
                self._whole(line.label, 22, bold=True, border=1, align="left")
            case LineKind.SIGNATURES:
                self._signatures()
            case LineKind.TOTAL:
                self._sum(line, 22, bold=True, border=1, bg_color=_TOTAL_FILL)
            case LineKind.SUBTOTAL:
                fill = _LEVEL_FILLS[0 if line.level == 0 and len(self.layout.groups) > 1 else 1]
                self._sum(line, 18, bold=True, border=1, bg_color=fill)
            case _:
                self._cells(line.cells, range(self.last + 1), 18, border=1)

    def _sum(self, line: Line, height: float, **properties: object) -> None:
        """A sum: its label stands merged over the columns before the first amount."""
        span = self.layout.label_span
        shape = self.format(align="center" if line.kind is LineKind.TOTAL else "right", **properties)
        self._text(0, line.label, shape)
        for place in range(1, span):
            self.sheet.write_blank(self.row, place, None, shape)
        self._merge(self.row, 0, self.row, span - 1)
        self._cells(line.cells, range(span, self.last + 1), height, **properties)

    def _cells(self, cells: tuple[Cell, ...], places: Iterable[int], height: float, **properties: object) -> None:
        self.sheet.set_row(self.row, height)
        for place in places:
            self._cell(place, self.layout.columns[place], cells[place], properties)
        self.row += 1

    def _cell(self, place: int, column: TableColumn, cell: Cell, properties: dict[str, object]) -> None:
        align = _ALIGN[column.alignment]
        if isinstance(cell, str) or cell is None:
            self._text(place, cell or "", self.format(align=align, **properties))
        elif not isinstance(cell, int):
            shape = self.format(align=align, num_format="yyyy-mm-dd", **properties)
            self.sheet.write_datetime(self.row, place, datetime(cell.year, cell.month, cell.day), shape)  # noqa: DTZ001
        elif column.kind is Kind.MONEY:
            self.sheet.write_number(self.row, place, cell / 100, self.format(num_format=_MONEY, **properties))
        else:
            self.sheet.write_number(self.row, place, cell, self.format(align=align, num_format="0", **properties))

    def _signatures(self) -> None:
        """Names to sign, spread over the width."""
        self.sheet.set_row(self.row, 36)
        names = self.layout.signatures
        step = max(1, (self.last + 1) // len(names))
        for place, name in enumerate(names):
            self._text(place * step, name + "：", self.format(font_size=12, valign="bottom"))
        self.row += 1


def _spans(columns: tuple[TableColumn, ...]) -> list[tuple[int, int, str | None]]:
    """First and last place of each run of columns with the same group; ungrouped ones alone."""
    keyed = enumerate(columns)
    spans = []
    for (group, _), run in groupby(keyed, key=lambda item: (item[1].group, item[0] if not item[1].group else None)):
        places = [place for place, _ in run]
        spans.append((places[0], places[-1], group))
    return spans


def _sheet_name(title: str) -> str:
    """The title as a sheet may be called."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "1"
