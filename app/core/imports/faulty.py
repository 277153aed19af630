"""The rows of a workbook that have errors, as they are set right in the browser."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.core.errors import CellError
from app.core.imports.cells import plain
from app.core.imports.columns import ImportSheet
from app.core.imports.kept import FaultySheet
from app.core.imports.matching import Layout, layouts_of
from app.core.imports.rows import merged_values
from app.core.imports.workbook import Sheet, Workbook

MOST_ROWS = 300
"""So many rows are set right at a time; checked again, the next come."""


def written(value: Any) -> str:
    """A cell's value as somebody would type it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.hour or value.minute else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return plain(value)


def faulty_sheets(
    workbook: Workbook, expected: Sequence[ImportSheet], errors: Sequence[CellError]
) -> tuple[FaultySheet, ...]:
    """By sheet the columns that are read, and the rows with a fault that can be mended in them."""
    first = workbook.sheets[0].name if workbook.sheets else ""
    by_sheet: dict[str, dict[int, list[CellError]]] = defaultdict(lambda: defaultdict(list))
    for error in errors:
        by_sheet[error.sheet or first][error.row].append(error)
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    by_title = {one.title: one for one in expected}
    found = []
    for layout in layouts_of(workbook, expected):
        rows = by_sheet.get(layout.sheet)
        if rows:
            found.append(_faulty(sheets[layout.sheet], layout, by_title[layout.title], rows))
    return tuple(one for one in found if one.rows)


def _faulty(
    sheet: Sheet, layout: Layout, expected: ImportSheet, by_row: Mapping[int, Sequence[CellError]]
) -> FaultySheet:
    places = [place for place, name in enumerate(layout.fields) if name]
    columns = tuple((place, layout.headings[place]) for place in places)
    position = {name: place for place, name in enumerate(layout.fields) if name}
    merged = merged_values(sheet, expected.columns, position)
    rows = []
    for number in sorted(row for row in by_row if layout.header + 1 < row <= len(sheet.rows))[:MOST_ROWS]:
        cells = sheet.rows[number - 1]
        texts = tuple(written(merged.get((number - 1, place), cells[place])) for place in places)
        rows.append((number, texts, _faults(by_row[number], columns)))
    return FaultySheet(layout.sheet, columns, tuple(rows))


def _faults(errors: Sequence[CellError], columns: Sequence[tuple[int, str]]) -> Mapping[str, str]:
    """Messages by the column's place; a fault without a column of its own stands at the first."""
    places = {"".join(label.split()): place for place, label in columns}
    faults: dict[str, list[str]] = defaultdict(list)
    for error in errors:
        faults[str(places.get("".join(error.column.split()), columns[0][0]))].append(error.message)
    return {place: " ".join(messages) for place, messages in faults.items()}
