"""What a form says itself: a cell beside 姓名 shows the name, a column under 基本工资 the base pay."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from app.core.i18n import LANGUAGES, gettext, use_language
from app.core.workbook_templates.bindings import Bindings, Block, Bound, SheetBindings
from app.core.workbook_templates.grid import MARGIN, Grid, GridCell
from app.core.workbook_templates.package import Package
from app.core.workbook_templates.sources import FormField, FormSource, FormTable

IN_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
LEAST_HEADINGS = 2
NEAR = 2
"""Headings of one table stand within so many rows of each other."""


def plain(text: str) -> str:
    """A label as it is compared: no blanks, no colon, nothing in brackets."""
    narrow = unicodedata.normalize("NFKC", IN_BRACKETS.sub("", text))
    return "".join(sign for sign in narrow if not sign.isspace()).strip(":*").casefold()


def named(fields: tuple[FormField, ...]) -> Mapping[str, FormField]:
    """Fields by everything that forms call them; one with a note is told from another by a person alone."""
    found: dict[str, FormField] = {}
    for field in fields:
        labels = list(field.synonyms)
        for tag in () if field.note else LANGUAGES:
            with use_language(tag):
                labels.append(gettext(field.label))
        for label in labels:
            found.setdefault(plain(label), field)
    return found


def suggested(grids: Mapping[str, Grid], source: FormSource) -> Bindings:
    """What can be bound by the labels of every sheet."""
    return Bindings(tuple(one for name, grid in grids.items() if (one := _sheet(name, grid, source))))


def _sheet(name: str, grid: Grid, source: FormSource) -> SheetBindings | None:
    cells = [cell for row in grid.rows for cell in row if cell.text and not cell.formula]
    blocks: list[Block] = []
    headings: set[str] = set()
    for table in source.tables:
        found = _headings(cells, named(table.fields))
        block = _block(grid, table, found)
        if block and not any(one.first <= block.last and block.first <= one.last for one in blocks):
            blocks.append(block)
            headings |= {cell.place for cell in found.values()}
    covered = {row for block in blocks for row in range(block.first, block.last + 1)}
    singles = _singles(grid, [one for one in cells if one.place not in headings and one.row not in covered], source)
    return SheetBindings(name, singles, tuple(blocks)) if singles or blocks else None


def _headings(cells: list[GridCell], fields: Mapping[str, FormField]) -> Mapping[str, GridCell]:
    """The heading of each field that has one: near the row where most of them end."""
    hits = [(fields[told].name, cell) for cell in cells if (told := plain(cell.text)) in fields]
    ends = Counter(cell.row + cell.rows - 1 for _name, cell in hits)
    if not ends:
        return {}
    row = max(ends, key=lambda end: (ends[end], -end))
    found: dict[str, GridCell] = {}
    for name, cell in hits:
        if abs(cell.row + cell.rows - 1 - row) <= NEAR and cell.row <= row:
            found.setdefault(name, cell)
    return found if len(found) >= LEAST_HEADINGS else {}


def _block(grid: Grid, table: FormTable, headings: Mapping[str, GridCell]) -> Block | None:
    if not headings:
        return None
    first = max(cell.row + cell.rows for cell in headings.values())
    if first > len(grid.rows):
        return None
    here = {cell.column: cell for cell in grid.rows[first - 1]}
    cells = tuple(
        Bound(here[cell.column].place, name)
        for name, cell in sorted(headings.items(), key=lambda one: one[1].column)
        if cell.column in here and not here[cell.column].formula
    )
    last = first
    while last < len(grid.rows) - 1 and _is_free(grid.rows[last]):
        last += 1
    return Block(table.name, first, last, 1, cells) if cells else None


def _is_free(row: tuple[GridCell, ...]) -> bool:
    """Whether a row below the first holds nothing but formulas and its running number."""
    return all(not cell.text or cell.formula or cell.text.isdigit() for cell in row) and all(
        cell.rows == 1 and cell.columns == 1 for cell in row
    )


def _singles(grid: Grid, cells: list[GridCell], source: FormSource) -> tuple[Bound, ...]:
    fields = named(source.fields)
    found: dict[str, Bound] = {}
    for cell in cells:
        label, colon, rest = re.match(r"([^:：]*)([:：]?)(.*)", cell.text, re.S).groups()  # type: ignore[union-attr]
        field = fields.get(plain(label))
        if field is None or field.name in {one.field for one in found.values()}:
            continue
        beside = _right_of(grid, cell)
        roomy = bool(colon) and cell.columns > 1
        if beside is not None and not beside.text and not rest.strip() and not roomy:
            found.setdefault(beside.place, Bound(beside.place, field.name))
        elif colon:
            found.setdefault(cell.place, Bound(cell.place, field.name, label + colon))
    return tuple(found.values())


def _right_of(grid: Grid, cell: GridCell) -> GridCell | None:
    """The cell at the right; of a merged cell only within what the form uses."""
    column = cell.column + cell.columns
    if cell.columns > 1 and column > len(grid.letters) - MARGIN:
        return None
    return next((one for one in grid.rows[cell.row - 1] if one.column == column), None)


def texts_of(package: Package) -> str:
    """All texts of a workbook, to look for ID numbers."""
    return "\n".join(package.strings)
