"""Read a sheet into typed columns: find the header, skip what is no data, name every fault by its cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.core.errors import CellError
from app.core.imports import messages
from app.core.imports.cells import Bad, fold
from app.core.imports.columns import ImportColumn
from app.core.imports.messages import Message, shown
from app.core.imports.rows import data_rows, find_header, merged_values
from app.core.imports.workbook import Sheet, Source, Workbook, open_workbook

T = TypeVar("T")

MOST_ERRORS = 10_000


@dataclass(frozen=True, slots=True)
class ReadResult(Generic[T]):
    """What a workbook says: the rows without a fault, and every fault."""

    records: tuple[T, ...]
    errors: tuple[CellError, ...]


@dataclass(slots=True)
class Faults:
    """Collects faults by cell; knows which cells are faulty already, so that one cell is reported once."""

    sheet: str = ""
    errors: list[CellError] = field(default_factory=list)
    rows: dict[int, set[str]] = field(default_factory=dict)

    def add(self, row: int, name: str, header: str, message: Message, **values: object) -> None:
        """Report a cell (row counted from 1); `value` is shortened and masked."""
        self.rows.setdefault(row, set()).add(name)
        if len(self.errors) > MOST_ERRORS:
            return
        if len(self.errors) == MOST_ERRORS:
            message, values = messages.TOO_MANY_ERRORS, {"limit": MOST_ERRORS}
        if "value" in values:
            values["value"] = shown(values["value"])
        text = message.text({"column": header, **values})
        self.errors.append(CellError(row, header, message.kind, text, self.sheet))


@dataclass(slots=True)
class Table:
    """A sheet as read: row numbers (from 1), parsed values by column, headers as written, faults.

    An empty or faulty cell is None (or what its reader gives for an empty one).
    """

    sheet: str
    columns: dict[str, list[Any]]
    headers: Mapping[str, str]
    faults: Faults
    rows: list[int] = field(default_factory=list)
    above: tuple[str, ...] = ()

    def fault(self, index: int, name: str, message: Message, **values: object) -> None:
        """Report a cell of the row with this index, unless that cell is reported already."""
        row = self.rows[index]
        if name not in self.faults.rows.get(row, ()):
            self.faults.add(row, name, self.headers[name], message, **values)

    def faulty(self, index: int, *names: str) -> bool:
        """Whether one of these cells of the row (or, without names, any cell) is reported."""
        found = self.faults.rows.get(self.rows[index])
        return bool(found) if not names else bool(found and not found.isdisjoint(names))

    def sorted_errors(self) -> tuple[CellError, ...]:
        """The faults by row."""
        return tuple(sorted(self.faults.errors, key=lambda error: error.row))


def choose_sheet(workbook: Workbook, names: Sequence[str], columns: Sequence[ImportColumn]) -> Sheet | None:
    """The sheet of one of these names, else the one whose header fits best."""
    wanted = {fold(name) for name in names}
    for sheet in workbook.sheets:
        if fold(sheet.name) in wanted:
            return sheet
    best = max(workbook.sheets, key=lambda sheet: find_header(sheet, columns)[1], default=None)
    return best if best is not None and find_header(best, columns)[1] > 0 else None


def read_sheet(sheet: Sheet, columns: Sequence[ImportColumn]) -> Table:
    """The sheet's data rows, typed; a sheet without its header or a column of it gives an empty table."""
    faults = Faults(sheet.name)
    headers = {column.name: column.header for column in columns}
    table = Table(sheet.name, {column.name: [] for column in columns}, headers, faults)
    header, score, found = find_header(sheet, columns)
    if score == 0:
        wanted = "、".join(column.header for column in columns[:6])
        faults.add(1, "", "", messages.HEADER_MISSING, columns=wanted)
        return table
    for column in columns:
        _check_column(faults, header, column, found.get(column.name, ()))
    if faults.errors:
        return table
    positions = {name: places[0] for name, places in found.items()}
    headers.update({name: " ".join(str(sheet.rows[header][place]).split()) for name, place in positions.items()})
    table.above = tuple(cell for row in sheet.rows[:header] for cell in row if isinstance(cell, str) and cell)
    indices = data_rows(sheet, header, columns, positions)
    table.rows = [index + 1 for index in indices]
    merged = merged_values(sheet, columns, positions)
    formulas = _by_column(sheet.formulas)
    data = [sheet.rows[index] for index in indices]
    for column in columns:
        place = positions.get(column.name)
        if place is None:
            table.columns[column.name] = [column.parse("")] * len(data)
            continue
        raw = [row[place] for row in data]
        if column.fill_merged and merged:
            raw = [merged.get((index, place), cell) for index, cell in zip(indices, raw, strict=True)]
        table.columns[column.name] = _read_column(table, column, raw, indices, formulas.get(place, ()))
    return table


def _check_column(faults: Faults, header: int, column: ImportColumn, places: Sequence[int]) -> None:
    """Report a column that is missing or there twice."""
    if len(places) > 1:
        faults.add(header + 1, column.name, column.header, messages.COLUMN_TWICE)
    elif not places and (column.mandatory or column.required):
        faults.add(header + 1, column.name, column.header, messages.COLUMN_MISSING)


def _by_column(formulas: frozenset[tuple[int, int]]) -> Mapping[int, set[int]]:
    """Rows with a formula by column position."""
    columns: dict[int, set[int]] = {}
    for row, column in formulas:
        columns.setdefault(column, set()).add(row)
    return columns


def _read_column(
    table: Table,
    column: ImportColumn,
    raw: Sequence[Any],
    indices: Sequence[int],
    computed: Collection[int],
) -> list[Any]:
    """The column's values; equal cells are read once, a column without a fault in one go."""
    if column.repeats and not computed:
        known = _read_distinct(column, raw)
        if known is not None:
            return [known[cell] for cell in raw]
    values: list[Any] = []
    for number, cell in enumerate(raw):
        value = _read_cell(table, column, number, cell, indices[number] in computed)
        if value is _FAULTY:
            value = None
        elif value is None and column.mandatory:
            table.fault(number, column.name, messages.MANDATORY_MISSING)
        values.append(value)
    return values


def _read_distinct(column: ImportColumn, raw: Sequence[Any]) -> dict[Any, Any] | None:
    """The value of each distinct cell, or None where one has a fault (or is a boolean, which equals 1 or 0)."""
    known: dict[Any, Any] = {}
    for cell in set(raw):
        if isinstance(cell, str) and len(cell) > column.max_length:
            return None
        try:
            known[cell] = column.parse(cell)
        except Bad:
            return None
        if known[cell] is None and column.mandatory:
            return None
    if (1 in known or 0 in known) and any(type(cell) is bool for cell in raw):
        return None
    return known


_FAULTY = object()


def _read_cell(table: Table, column: ImportColumn, number: int, cell: Any, computed: bool) -> Any:
    """One cell's value; a fault is reported and gives the mark of faulty cells."""
    if computed:
        table.fault(number, column.name, messages.FORMULA_CELL)
        return _FAULTY
    if isinstance(cell, str) and len(cell) > column.max_length:
        table.fault(number, column.name, messages.TEXT_TOO_LONG, length=len(cell), limit=column.max_length)
        return _FAULTY
    try:
        return column.parse(cell)
    except Bad as bad:
        table.fault(number, column.name, bad.message, **{"value": cell, **bad.values})
        return _FAULTY


def read_single(source: Source, names: Sequence[str], columns: Sequence[ImportColumn]) -> Table:
    """Open a workbook and read the one sheet of these names (or of this header)."""
    workbook = open_workbook(source)
    return read_sheet(choose_sheet(workbook, names, columns) or workbook.sheets[0], columns)
