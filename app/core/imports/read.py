"""Read a sheet into typed columns: find the header, skip what is no data, name every fault by its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from app.core.errors import CellError
from app.core.imports import messages
from app.core.imports.cells import Bad, fold, is_empty
from app.core.imports.columns import ImportColumn, match_headers
from app.core.imports.messages import Message, shown
from app.core.imports.workbook import Row, Sheet, Workbook, open_workbook

T = TypeVar("T")

HEADER_WITHIN = 40
MOST_ERRORS = 10_000
_SUBTOTAL = re.compile(r"(小计|合计|总计|共计|累计)[:(]?[^\d]{0,6}$|^(小计|合计|总计|共计)")
_FOOTER = re.compile(
    r"^(制表|填表|填报|审核|复核|审批|负责人|单位负责人|分管|经办|财务|联系电话:|说明[:]|注[:]|备注[:]|主管|批准|盖章|\(盖章)"
)


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
    columns: Mapping[str, list[Any]]
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
    best = max(workbook.sheets, key=lambda sheet: _find_header(sheet, columns)[1], default=None)
    return best if best is not None and _find_header(best, columns)[1] > 0 else None


def read_sheet(sheet: Sheet, columns: Sequence[ImportColumn]) -> Table:
    """The sheet's data rows, typed; a sheet without its header or a column of it gives an empty table."""
    faults = Faults(sheet.name)
    headers = {column.name: column.header for column in columns}
    table = Table(sheet.name, {column.name: [] for column in columns}, headers, faults)
    header, score, found = _find_header(sheet, columns)
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
    indices = _data_rows(sheet, header, columns, positions)
    table.rows = [index + 1 for index in indices]
    merged = _filled(sheet, columns, positions)
    formulas = _by_column(sheet.formulas)
    table.columns = {
        column.name: _read_column(sheet, table, column, positions.get(column.name), indices, merged, formulas)
        for column in columns
    }
    return table


def _find_header(sheet: Sheet, columns: Sequence[ImportColumn]) -> tuple[int, int, Mapping[str, list[int]]]:
    """Index of the row that names most columns, how many, and where; at least half of the mandatory ones."""
    mandatory = [column.name for column in columns if column.mandatory]
    best: tuple[int, int, Mapping[str, list[int]]] = (0, 0, {})
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = match_headers(row, columns)
        named = sum(name in found for name in mandatory)
        if len(found) > best[1] and len(found) >= min(2, len(columns)) and named * 2 >= len(mandatory):
            best = (index, len(found), found)
    return best


def _check_column(faults: Faults, header: int, column: ImportColumn, places: Sequence[int]) -> None:
    """Report a column that is missing or there twice."""
    if len(places) > 1:
        faults.add(header + 1, column.name, column.header, messages.COLUMN_TWICE)
    elif not places and (column.mandatory or column.required):
        faults.add(header + 1, column.name, column.header, messages.COLUMN_MISSING)


def _data_rows(sheet: Sheet, header: int, columns: Sequence[ImportColumn], positions: Mapping[str, int]) -> list[int]:
    """Indices of the rows that hold data: neither empty nor subtotals, signatures or a repeated header."""
    keys = [positions[column.name] for column in columns if column.mandatory]
    optional = [place for place in positions.values() if place not in keys]
    formulas = {row for row, column in sheet.formulas if column in positions.values()}
    indices = []
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        filled = sum(1 for place in keys if row[place] not in ("", None))
        if filled * 2 <= len(keys) and _is_aside(row, keys, filled):
            continue
        if filled or index in formulas or any(not is_empty(row[place]) for place in optional):
            if (
                filled
                and row[keys[0]] == sheet.rows[header][keys[0]]
                and match_headers(row, columns).keys() == positions.keys()
            ):
                continue
            indices.append(index)
    return indices


def _is_aside(row: Row, keys: Sequence[int], filled: int) -> bool:
    """Whether a sparse row is a subtotal, a signature line or a remark: its first text says so."""
    for position, cell in enumerate(row):
        if isinstance(cell, str) and cell.strip():
            first = fold(cell)
            return bool(_SUBTOTAL.search(first) or _FOOTER.match(first))
    return False


def _by_column(formulas: frozenset[tuple[int, int]]) -> Mapping[int, set[int]]:
    """Rows with a formula by column position."""
    columns: dict[int, set[int]] = {}
    for row, column in formulas:
        columns.setdefault(column, set()).add(row)
    return columns


def _filled(
    sheet: Sheet, columns: Sequence[ImportColumn], positions: Mapping[str, int]
) -> Mapping[tuple[int, int], Any]:
    """Values of vertically merged cells for the rows below the first, in the columns that ask for it."""
    wanted = {positions[column.name] for column in columns if column.fill_merged and column.name in positions}
    values: dict[tuple[int, int], Any] = {}
    for (top, left), (bottom, right) in sheet.merged:
        if top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        for place in wanted.intersection(range(left, right + 1)):
            for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
                values[row, place] = sheet.rows[top][left]
    return values


def _read_column(
    sheet: Sheet,
    table: Table,
    column: ImportColumn,
    place: int | None,
    indices: Sequence[int],
    merged: Mapping[tuple[int, int], Any],
    formulas: Mapping[int, set[int]],
) -> list[Any]:
    """The column's values; equal cells are read once."""
    if place is None:
        return [column.parse("")] * len(indices)
    raw = [sheet.rows[index][place] for index in indices]
    if column.fill_merged and merged:
        raw = [merged.get((index, place), value) for index, value in zip(indices, raw, strict=True)]
    computed = formulas.get(place, ())
    known: dict[Any, Any] = {}
    values: list[Any] = []
    for number, cell in enumerate(raw):
        value = _MISSING if type(cell) is bool else known.get(cell, _MISSING)
        if value is _MISSING or (computed and indices[number] in computed):
            value = _read_cell(table, column, number, cell, bool(computed) and indices[number] in computed)
            if column.repeats and value is not _FAULTY and type(cell) is not bool:
                known[cell] = value
        if value is _FAULTY:
            value = None
        elif value is None and column.mandatory:
            table.fault(number, column.name, messages.MANDATORY_MISSING)
        values.append(value)
    return values


_MISSING = object()
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


def read_single(path: Path | str, names: Sequence[str], columns: Sequence[ImportColumn]) -> Table:
    """Open a workbook and read the one sheet of these names (or of this header)."""
    workbook = open_workbook(path)
    return read_sheet(choose_sheet(workbook, names, columns) or workbook.sheets[0], columns)
