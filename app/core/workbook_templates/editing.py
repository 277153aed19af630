"""Changing bindings: one cell, or the rows that repeat."""

from dataclasses import replace

from app.core.i18n import N_
from app.core.workbook_templates.bindings import CELL, Bindings, Block, Bound, SheetBindings
from app.core.workbook_templates.errors import BindingWrong


def with_cell(
    bindings: Bindings, sheet: str, cell: str, table: str, field: str, before: str = "", after: str = ""
) -> Bindings:
    """The bindings with a cell bound to a field; without a field the cell is bound no more.

    The first field of a table makes its row repeat.
    """
    if CELL.fullmatch(cell) is None:
        raise BindingWrong(place=cell or "–", reason=N_("there is no such cell"))
    here = _without(bindings.of(sheet), cell)
    if field:
        bound = Bound(cell, field, before, after)
        here = _with_row_field(here, table, bound) if table else replace(here, cells=_sorted((*here.cells, bound)))
    return _replaced(bindings, here)


def with_rows(bindings: Bindings, sheet: str, table: str, first: int, last: int, height: int) -> Bindings:
    """The bindings with other rows repeating for a table: its fields stay in their columns; row 0 takes it away."""
    here = bindings.of(sheet)
    before = next((one for one in here.blocks if one.table == table), None)
    others = tuple(one for one in here.blocks if one.table != table)
    if first <= 0:
        return _replaced(bindings, replace(here, blocks=others))
    moved: tuple[Bound, ...] = ()
    if before is not None:
        fits = [one for one in before.cells if one.row - before.first < height]
        moved = tuple(replace(one, cell=f"{one.column}{one.row - before.first + first}") for one in fits)
    return _replaced(bindings, replace(here, blocks=(*others, Block(table, first, last, height, moved))))


def _with_row_field(here: SheetBindings, table: str, bound: Bound) -> SheetBindings:
    block = next((one for one in here.blocks if one.table == table), None)
    others = tuple(one for one in here.blocks if one.table != table)
    if block is None or not block.cells:
        block = block if block and block.first <= bound.row <= block.last else Block(table, bound.row, bound.row)
    return replace(here, blocks=(*others, replace(block, cells=_sorted((*block.cells, bound)))))


def _without(here: SheetBindings, cell: str) -> SheetBindings:
    def kept(cells: tuple[Bound, ...]) -> tuple[Bound, ...]:
        return tuple(one for one in cells if one.cell != cell)

    blocks = tuple(replace(block, cells=kept(block.cells)) for block in here.blocks)
    return replace(here, cells=kept(here.cells), blocks=blocks)


def _sorted(cells: tuple[Bound, ...]) -> tuple[Bound, ...]:
    return tuple(sorted(cells, key=lambda one: (one.row, len(one.column), one.column)))


def _replaced(bindings: Bindings, here: SheetBindings) -> Bindings:
    others = tuple(one for one in bindings.sheets if one.sheet != here.sheet)
    return Bindings((*others, here) if here.cells or here.blocks else others)
