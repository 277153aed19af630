"""Which cell shows which field, and which rows repeat: data, never code."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.core.i18n import N_
from app.core.workbook_templates.errors import BindingWrong
from app.core.workbook_templates.sources import FormSource

CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
LONGEST_TEXT = 60
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Bound:
    """A cell bound to a field, with the words that stand before and after it in the same cell."""

    cell: str
    field: str
    before: str = ""
    after: str = ""

    @property
    def column(self) -> str:
        """The letters of the cell."""
        return self.cell.rstrip("0123456789")

    @property
    def row(self) -> int:
        """The row of the cell."""
        return int(self.cell[len(self.column) :])


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that repeat for a table: from `first` to `last`, so many rows (`height`) a record.

    Rows that stand in the form already are filled first; more are added below `last`.
    """

    table: str
    first: int
    last: int
    height: int = 1
    cells: tuple[Bound, ...] = ()

    @property
    def records(self) -> int:
        """How many records there is room for in the form as it is."""
        return (self.last - self.first + 1) // self.height

    @property
    def pattern(self) -> int:
        """The first row of the last record: what added rows are copied from."""
        return self.last - self.height + 1


@dataclass(frozen=True, slots=True)
class SheetBindings:
    """What is bound on one sheet."""

    sheet: str
    cells: tuple[Bound, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Bindings:
    """What is bound in a workbook."""

    sheets: tuple[SheetBindings, ...] = ()

    @property
    def count(self) -> int:
        """How many cells are bound."""
        return sum(len(one.cells) + sum(len(block.cells) for block in one.blocks) for one in self.sheets)

    def of(self, sheet: str) -> SheetBindings:
        """What is bound on a sheet."""
        return next((one for one in self.sheets if one.sheet == sheet), SheetBindings(sheet))

    def to_json(self) -> str:
        """The text that is stored."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Bindings":
        """What was stored."""
        return cls(tuple(_sheet(one) for one in json.loads(text or '{"sheets": []}')["sheets"]))


def _sheet(found: Mapping[str, Any]) -> SheetBindings:
    blocks = tuple(
        Block(one["table"], one["first"], one["last"], one["height"], _cells(one["cells"])) for one in found["blocks"]
    )
    return SheetBindings(found["sheet"], _cells(found["cells"]), blocks)


def _cells(found: Sequence[Mapping[str, Any]]) -> tuple[Bound, ...]:
    return tuple(Bound(one["cell"], one["field"], one["before"], one["after"]) for one in found)


def check(bindings: Bindings, source: FormSource, sheets: Sequence[str]) -> None:
    """Refuse bindings that name what there is not, or rows that can't repeat."""
    for one in bindings.sheets:
        if one.sheet not in sheets:
            raise BindingWrong(place=one.sheet, reason=N_("the workbook has no such sheet"))
        _check_blocks(one.blocks, source)
        taken: set[str] = set()
        for table, bound in [("", cell) for cell in one.cells] + [
            (block.table, cell) for block in one.blocks for cell in block.cells
        ]:
            _check_cell(bound, table, source)
            if bound.cell in taken:
                raise BindingWrong(place=bound.cell, reason=N_("it is bound twice"))
            taken.add(bound.cell)
        for bound in one.cells:
            if any(block.first <= bound.row <= block.last for block in one.blocks):
                raise BindingWrong(place=bound.cell, reason=N_("a single value can't stand in rows that repeat"))


def _check_cell(bound: Bound, table: str, source: FormSource) -> None:
    if CELL.fullmatch(bound.cell) is None:
        raise BindingWrong(place=bound.cell, reason=N_("there is no such cell"))
    if source.field_named(table, bound.field) is None:
        raise BindingWrong(place=bound.cell, reason=N_("there is no such field"))
    if len(bound.before) > LONGEST_TEXT or len(bound.after) > LONGEST_TEXT:
        raise BindingWrong(place=bound.cell, reason=N_("the words around a value are too long"))


def _check_blocks(blocks: Sequence[Block], source: FormSource) -> None:
    ends = 0
    for block in sorted(blocks, key=lambda one: one.first):
        place = f"{block.first}:{block.last}"
        if not source.fields_of(block.table):
            raise BindingWrong(place=place, reason=N_("there is no such table"))
        size = block.last - block.first + 1
        if block.first < 1 or size < 1 or block.last > MOST_ROWS * 20 or size > MOST_ROWS:
            raise BindingWrong(place=place, reason=N_("there are no such rows"))
        if block.height < 1 or size % block.height:
            raise BindingWrong(place=place, reason=N_("the rows do not divide evenly into records"))
        if block.first <= ends:
            raise BindingWrong(place=place, reason=N_("the rows overlap with others that repeat"))
        if any(not block.first <= one.row < block.first + block.height for one in block.cells):
            raise BindingWrong(place=place, reason=N_("fields of a table are bound in its first record"))
        ends = block.last
