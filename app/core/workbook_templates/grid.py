"""A sheet as it is drawn on the screen: its texts, merges and widths, as much of it as a form has."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from app.core.workbook_templates.markup import Markup, main
from app.core.workbook_templates.package import Package, SheetPart, text_of
from app.core.workbook_templates.sheet import formulas_of

MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 60, 200, 3000
POINTS_A_CHARACTER = 7
USUAL_WIDTH = 9.0
LEAST_WIDTH = 48
MARGIN = 1
"""Empty rows and columns shown around what is used, to bind there too."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as drawn: merged ones once, with how far they reach."""

    place: str
    row: int
    column: int
    text: str
    columns: int = 1
    rows: int = 1
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: column letters with widths in points, and its rows of cells. `cut` says that there is more of it."""

    letters: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    cut: bool = False

    def cell(self, place: str) -> GridCell | None:
        """The cell at a place, if it is drawn."""
        return next((cell for row in self.rows for cell in row if cell.place == place), None)


def grid_of(package: Package, sheet: SheetPart) -> Grid:
    """The sheet as a table."""
    part = package.markup(sheet.path)
    formulas = formulas_of(part)
    texts: dict[tuple[int, int], str] = {}
    last_row = last_column = 0
    for cell in part.root.iter(main("c")):
        place = cell.get("r", "")
        letters = place.rstrip("0123456789")
        at = (int(place[len(letters) :] or 0), column_index_from_string(letters))
        told = f"={formulas[place]}" if place in formulas else _text(cell, package)
        if told or (cell.get("s") and at[0] <= MOST_ROWS and at[1] <= MOST_COLUMNS):
            last_row, last_column = max(last_row, at[0]), max(last_column, at[1])
        texts[at] = told
    merges = [range_boundaries(one.get("ref", "")) for one in part.root.iter(main("mergeCell"))]
    last_row = max([last_row, *(merge[3] for merge in merges)])
    last_column = max([last_column, *(merge[2] for merge in merges)])
    columns = min(last_column + MARGIN, MOST_COLUMNS)
    rows = min(last_row + MARGIN, MOST_ROWS, MOST_CELLS // columns)
    return Grid(
        tuple(get_column_letter(column) for column in range(1, columns + 1)),
        _widths(part, columns),
        _drawn(texts, merges, rows, columns),
        rows < last_row or columns < last_column,
    )


def _drawn(
    texts: dict[tuple[int, int], str], merges: list[tuple[int, int, int, int]], rows: int, columns: int
) -> tuple[tuple[GridCell, ...], ...]:
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    for left, top, right, bottom in merges:
        right, bottom = min(right, columns), min(bottom, rows)
        inside = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        hidden |= inside - {(top, left)}
        reach[(top, left)] = (right - left + 1, bottom - top + 1)
    return tuple(
        tuple(
            _cell(row, column, texts.get((row, column), ""), *reach.get((row, column), (1, 1)))
            for column in range(1, columns + 1)
            if (row, column) not in hidden
        )
        for row in range(1, rows + 1)
    )


def _cell(row: int, column: int, text: str, wide: int, high: int) -> GridCell:
    place = f"{get_column_letter(column)}{row}"
    return GridCell(place, row, column, text, wide, high, text.startswith("=") and len(text) > 1)


def _text(cell: Element, package: Package) -> str:
    kind, value = cell.get("t", "n"), cell.find(main("v"))
    if kind == "inlineStr":
        inline = cell.find(main("is"))
        return text_of(inline) if inline is not None else ""
    told = (value.text or "") if value is not None else ""
    if kind == "s" and told.isdigit() and int(told) < len(package.strings):
        return package.strings[int(told)]
    return told


def _widths(part: Markup, columns: int) -> tuple[int, ...]:
    widths = [USUAL_WIDTH] * columns
    for one in part.root.iter(main("col")):
        first, last = int(one.get("min", "1")), int(one.get("max", "1"))
        for column in range(first, min(last, columns) + 1):
            widths[column - 1] = 0.0 if one.get("hidden") in ("1", "true") else float(one.get("width", USUAL_WIDTH))
    return tuple(max(LEAST_WIDTH, round(min(width, 60.0) * POINTS_A_CHARACTER)) for width in widths)
