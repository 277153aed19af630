"""What the payroll readers share: named sheets of a workbook, and checks of employee numbers."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from app.core.errors import CellError
from app.core.imports.columns import ImportColumn
from app.core.imports.read import Table, choose_sheet, read_sheet
from app.core.imports.workbook import Sheet, Workbook
from app.payroll.imports import messages

Numbers = Collection[str] | None


def missing_sheet(title: str) -> CellError:
    """A sheet that is not there."""
    return CellError(1, "", messages.SHEET_MISSING.kind, messages.SHEET_MISSING.text({"sheet": title}), title)


def named_table(
    workbook: Workbook, names: Sequence[str], columns: Sequence[ImportColumn], taken: set[str], errors: list[CellError]
) -> Table | None:
    """The sheet of one of these names, else the best one by its header among those not taken yet."""
    rest = Workbook(workbook.format, tuple(one for one in workbook.sheets if one.name not in taken))
    sheet = choose_sheet(rest, names, columns)
    if sheet is None:
        errors.append(missing_sheet(names[0]))
        return None
    taken.add(sheet.name)
    return read_sheet(sheet, columns)


def by_name(workbook: Workbook, names: Sequence[str]) -> Sheet | None:
    """The sheet of one of these names."""
    return choose_sheet(workbook, names, ())


def each_row(table: Table) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Index, row number and cells of every row without a fault so far."""
    for index, row in enumerate(table.rows):
        if not table.faulty(index):
            yield index, row, {name: values[index] for name, values in table.columns.items()}


def check_number(table: Table, index: int, number: str, numbers: Numbers) -> None:
    """Somebody must have the number."""
    if numbers is not None and number not in numbers:
        table.fault(index, "number", messages.UNKNOWN_NUMBER, value=number)


def check_once(table: Table, index: int, number: str, seen: dict[str, int]) -> None:
    """Everybody is listed once; the later row is reported."""
    first = seen.setdefault(number, table.rows[index])
    if first != table.rows[index]:
        table.fault(index, "number", messages.NUMBER_TWICE, value=number, other=first)
