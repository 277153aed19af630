"""One sheet of a form: its rows written again with values in them, and everything that names rows moved along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import column_index_from_string, get_column_letter

from app.core.tables.layout import Kind
from app.core.workbook_templates.bindings import CELL, Block, Bound, SheetBindings
from app.core.workbook_templates.cells import Shape, Writer, shape_of
from app.core.workbook_templates.markup import Markup, attributes, main
from app.core.workbook_templates.references import STILL, Added, Moves, Record
from app.core.workbook_templates.sources import FormData, FormSource, Value

Values = Mapping[str, Value]


def moves_of(bindings: SheetBindings, data: FormData) -> Moves:
    """The rows a sheet needs beside those it has."""
    blocks = sorted(bindings.blocks, key=lambda one: one.first)
    return Moves(tuple(Added(one.last, one.height * _missing(one, data)) for one in blocks if _missing(one, data)))


def _missing(block: Block, data: FormData) -> int:
    return max(0, len(data.rows.get(block.table, ())) - block.records)


@dataclass
class Sheet:
    """A sheet being filled. `formulas` are the texts of its formulas by cell, shared ones written out."""

    name: str
    part: Markup
    bindings: SheetBindings
    moves: Mapping[str, Moves]
    writer: Writer
    source: FormSource
    data: FormData

    def __post_init__(self) -> None:
        self._numbered()
        self._formulas = formulas_of(self.part)
        self._rows = {int(row.get("r", "0")): row for row in self._data}

    @property
    def _data(self) -> Element:
        found = self.part.root.find(main("sheetData"))
        assert found is not None
        return found

    def _numbered(self) -> None:
        """Give every row and cell its number, where the program that wrote them left that out."""
        last = 0
        for row in self._data:
            last = int(row.get("r", last + 1))
            row.set("r", str(last))

    def rows(self) -> str:
        """The element with all rows, as text."""
        prefix = self.writer.prefix
        return f"<{prefix}sheetData>{''.join(self._written())}</{prefix}sheetData>"

    def _written(self) -> Iterator[str]:
        blocks = {block.first: block for block in self.bindings.blocks}
        covered = {row for block in self.bindings.blocks for row in range(block.first, block.last + 1)}
        single: dict[int, list[Bound]] = {}
        for bound in self.bindings.cells:
            single.setdefault(bound.row, []).append(bound)
        for row in sorted((self._rows.keys() | single.keys() | blocks.keys()) - (covered - blocks.keys())):
            if row in blocks:
                yield from self._block(blocks[row])
            else:
                shapes = self._shapes(row, None)
                yield self._row(row, self._go.row(row), 0, shapes, single.get(row, ()), "", self.data.values)

    @property
    def _go(self) -> Moves:
        return self.moves.get(self.name, STILL)

    def _block(self, block: Block) -> Iterator[str]:
        """The records of a table: those the form has room for, then copies of its last."""
        records = self.data.rows.get(block.table, ())
        below: list[list[Bound]] = [[] for _row in range(block.height)]
        for bound in block.cells:
            below[bound.row - block.first].append(bound)
        base = self._go.row(block.first)
        pattern: list[Mapping[str, Shape]] = []
        for place in range(max(len(records), block.records)):
            first = min(block.first + place * block.height, block.pattern)
            if place < block.records:
                record = Record(first, block.height)
                pattern = [self._shapes(first + down, record) for down in range(block.height)]
            by = max(0, place - block.records + 1) * block.height
            values = records[place] if place < len(records) else {}
            for down in range(block.height):
                new = base + place * block.height + down
                yield self._row(first + down, new, by, pattern[down], below[down], block.table, values)

    def _shapes(self, row: int, record: Record | None) -> Mapping[str, Shape]:
        """The cells of a row of the form, by column."""
        found = {}
        for cell in self._rows.get(row, ()):
            formula = self._formulas.get(cell.get("r", ""))
            shape = shape_of(cell, self.part, formula, self.name, self.moves, record)
            found[shape.column] = shape
        return found

    def _row(
        self,
        old: int,
        new: int,
        by: int,
        shapes: Mapping[str, Shape],
        bound: Sequence[Bound],
        table: str,
        values: Values,
    ) -> str:
        element = self._rows.get(old)
        told = attributes(element, self.part.prefixes, ("r", "spans")) if element is not None else ""
        at = {one.column: one for one in bound}
        prefix = self.writer.prefix
        cells = []
        for column in sorted(shapes.keys() | at.keys(), key=column_index_from_string):
            shape = shapes.get(column) or Shape(column)
            if column in at:
                field = self.source.field_named(table, at[column].field)
                kind = field.kind if field else Kind.TEXT
                cells.append(self.writer.filled(shape, new, at[column], kind, values.get(at[column].field)))
            else:
                cells.append(shape.at(new, by, prefix))
        return f'<{prefix}row r="{new}"{told}>{"".join(cells)}</{prefix}row>' if cells or told else ""


def formulas_of(part: Markup) -> Mapping[str, str]:
    """The formulas of a sheet by cell; those that share one text each get their own. Data tables are left alone."""
    masters: dict[str, tuple[str, str]] = {}
    found: dict[str, str] = {}
    for row in part.root.iter(main("row")):
        column = 0
        for cell in row.findall(main("c")):
            named = CELL.fullmatch(cell.get("r", ""))
            column = column_index_from_string(named[1]) if named else column + 1
            if not named:
                cell.set("r", f"{get_column_letter(column)}{row.get('r')}")
            formula = cell.find(main("f"))
            if formula is None or formula.get("t") == "dataTable":
                continue
            place, shared = cell.get("r", ""), formula.get("si", "") if formula.get("t") == "shared" else ""
            if shared and formula.text:
                masters[shared] = (formula.text, place)
            found[place] = formula.text or _shared(masters.get(shared), place)
    return found


def _shared(master: tuple[str, str] | None, place: str) -> str:
    if master is None:
        return ""
    try:
        return str(Translator(f"={master[0]}", origin=master[1]).translate_formula(place))[1:]
    except TranslatorError:
        return master[0]
