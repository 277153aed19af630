"""A pivot as a workbook: real numbers, one column a row field, merged headings, frozen panes; texts stay texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import xlsxwriter

from app.core.admin.lists.pivot.figures import Figure
from app.core.admin.pages.looks import PivotHeading
from app.core.charts import Unit

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FORMATS: dict[str, str] = {"money": "#,##0.00", "number": "#,##0", "average": "#,##0.0"}
_HEADER, _TOTAL, _GROUP = "#DBE5F1", "#CCDBED", "#EFF4FA"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: what stands in the columns of the row fields, its figures, and how it is marked."""

    labels: tuple[str, ...]
    figures: tuple[Figure, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. `fields` are the headings of the row fields; `units` those of the columns, in their order."""

    title: str
    notes: tuple[str, ...]
    fields: tuple[str, ...]
    headings: tuple[tuple[PivotHeading, ...], ...]
    units: tuple[Unit, ...]
    lines: Sequence[Line]


def write_pivot(sheet: Sheet, out: BinaryIO) -> None:
    """Write the workbook."""
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": sheet.title, "author": "", "created": _CREATED})
    _Writer(book, sheet).write()
    book.close()


class _Writer:
    """The sheet from the top down."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.page = book.add_worksheet(sheet.title.translate(_FORBIDDEN)[:31] or "1")
        self.width = len(sheet.fields) + len(sheet.units)
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def write(self) -> None:
        """Title, headings, lines, and how it is printed."""
        top = self._titles()
        first = self._headings(top)
        for place, line in enumerate(self.sheet.lines):
            self._line(first + place, line)
        self.page.freeze_panes(first, len(self.sheet.fields))
        self.page.repeat_rows(top, first - 1)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.hide_gridlines(2)
        self.page.set_column(0, len(self.sheet.fields) - 1, 22)
        self.page.set_column(len(self.sheet.fields), self.width - 1, 14)

    def _shape(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"font_name": "Noto Sans SC", "font_size": 10, **properties})
        return self._made[key]

    def _titles(self) -> int:
        self.page.write_string(0, 0, self.sheet.title, self._shape(bold=True, font_size=16))
        for row, note in enumerate(self.sheet.notes, 1):
            self.page.write_string(row, 0, note, self._shape(font_color="#56645F"))
        return 1 + len(self.sheet.notes)

    def _headings(self, top: int) -> int:
        shape = self._shape(bold=True, border=1, align="center", valign="vcenter", bg_color=_HEADER, text_wrap=True)
        height = len(self.sheet.headings)
        for place, field in enumerate(self.sheet.fields):
            self._over(top, place, height, 1, field, shape)
        taken: set[tuple[int, int]] = set()
        for row, headings in enumerate(self.sheet.headings):
            column = len(self.sheet.fields)
            for one in headings:
                while (row, column) in taken:
                    column += 1
                self._over(top + row, column, one.rows, one.columns, one.label, shape)
                taken |= {(row + down, column + right) for down in range(one.rows) for right in range(one.columns)}
                column += one.columns
        return top + height

    def _over(self, row: int, column: int, rows: int, columns: int, text: str, shape: Any) -> None:
        """A text over one or several cells."""
        if rows * columns > 1:
            self.page.merge_range(row, column, row + rows - 1, column + columns - 1, "", shape)
        self.page.write_string(row, column, text, shape)

    def _line(self, row: int, line: Line) -> None:
        look: dict[str, object] = {"border": 1}
        if line.mark:
            look |= {"bold": True, "bg_color": _TOTAL if line.mark == "total" else _GROUP}
        for place, label in enumerate(line.labels):
            self.page.write_string(row, place, label, self._shape(**look))
        for place, (figure, unit) in enumerate(zip(line.figures, self.sheet.units, strict=True), len(line.labels)):
            kind = "average" if unit == "number" and isinstance(figure, float) else unit
            shape = self._shape(**look, num_format=_FORMATS[kind])
            if figure is None:
                self.page.write_blank(row, place, None, shape)
            else:
                self.page.write_number(row, place, figure / 100 if unit == "money" else figure, shape)
