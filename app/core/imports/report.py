"""The error workbook: the rows as uploaded, faulty cells red with a comment, and a list of all faults."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from app.core.errors import CellError
from app.core.imports.cells import fold
from app.core.imports.rows import HEADER_WITHIN
from app.core.imports.workbook import Sheet, Source, open_workbook

LIST_NAME = "错误清单"
LIST_HEADER = ("工作表", "行", "列", "错误")
_RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DAY = "yyyy-mm-dd"

Marks = Mapping[tuple[int, int], Sequence[str]]


def write_error_report(source: Source, errors: Sequence[CellError], target: Path) -> None:
    """Write the uploaded workbook again to `target`, with its faults marked; text stays text."""
    original = open_workbook(source)
    with xlsxwriter.Workbook(str(target), _OPTIONS) as book:
        formats = {
            (red, day): book.add_format((_RED if red else {}) | ({"num_format": _DAY} if day else {}))
            for red in (False, True)
            for day in (False, True)
        }
        first = original.sheets[0].name if original.sheets else ""
        for number, sheet in enumerate(original.sheets, 1):
            own = [one for one in errors if (one.sheet or first) == sheet.name]
            _write_sheet(book.add_worksheet(_page_name(sheet.name, number)), sheet, _marks(sheet, own), formats)
        _write_list(book, errors, {sheet.name for sheet in original.sheets})


def _page_name(name: str, number: int) -> str:
    """The sheet's name as a workbook may have it: a table of text is called like its file."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31]
    return plain if plain == name else f"{plain[:27]} {number}".strip()


def _marks(sheet: Sheet, errors: Sequence[CellError]) -> Marks:
    """Messages by cell (from 0); a fault without a column of its own marks the row's first cell."""
    columns: dict[str, int] = {}
    for row in sheet.rows[:HEADER_WITHIN]:
        for position, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                columns.setdefault(fold(cell), position)
    marks: dict[tuple[int, int], list[str]] = {}
    for error in errors:
        place = max(0, error.row - 1), columns.get(fold(error.column), 0)
        marks.setdefault(place, []).append(error.message)
    return marks


def _write_sheet(page: Any, sheet: Sheet, marks: Marks, formats: Mapping[tuple[bool, bool], Any]) -> None:
    """The rows as they were; marked cells red, with their messages as a comment."""
    for number, row in enumerate(sheet.rows):
        for position, cell in enumerate(row):
            _write_cell(page, number, position, cell, formats, (number, position) in marks)
    for (number, position), messages in marks.items():
        if number >= len(sheet.rows):
            page.write_string(number, position, "", formats[True, False])
        page.write_comment(number, position, "\n".join(messages)[:30_000], {"x_scale": 2.5, "y_scale": 1.5})


def _write_cell(
    page: Any, row: int, column: int, cell: Any, formats: Mapping[tuple[bool, bool], Any], red: bool
) -> None:
    """One cell with its type; a string is never taken for a formula."""
    if isinstance(cell, (date, datetime)):
        page.write_datetime(row, column, cell, formats[red, True])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, formats[red, False])
    elif isinstance(cell, (int, float)):
        page.write_number(row, column, cell, formats[red, False])
    elif isinstance(cell, (time, timedelta)):
        page.write_string(row, column, str(cell), formats[red, False])
    elif cell or red:
        page.write_string(row, column, str(cell or "")[:32_767], formats[red, False])


def _write_list(book: Any, errors: Sequence[CellError], taken: set[str]) -> None:
    """All faults on a sheet of their own, behind the others."""
    name = LIST_NAME
    while name in taken:
        name += "_"
    page = book.add_worksheet(name)
    page.set_column(0, 2, 14)
    page.set_column(3, 3, 90)
    page.write_row(0, 0, LIST_HEADER)
    for number, error in enumerate(errors, 1):
        page.write_string(number, 0, error.sheet)
        page.write_number(number, 1, error.row)
        page.write_string(number, 2, error.column)
        page.write_string(number, 3, error.message)
