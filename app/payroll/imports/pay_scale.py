"""The pay scale workbook: amounts by component, parameters, contribution rates; every row is dated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import CellError
from app.core.imports.read import Table, read_sheet
from app.core.imports.workbook import Source, Workbook, open_workbook
from app.payroll.imports import messages
from app.payroll.imports import scale_columns as expected
from app.payroll.imports.tables import by_name, each_row, missing_sheet
from app.payroll.rules.parameters import CHOICES, is_parameter, is_value
from app.payroll.rules.records import ContributionRecord, ParameterRecord, ScaleRowRecord


@dataclass(frozen=True, slots=True)
class PayScale:
    """The workbook as read; rows with a fault are left out."""

    rows: tuple[ScaleRowRecord, ...]
    parameters: tuple[ParameterRecord, ...]
    contributions: tuple[ContributionRecord, ...]
    errors: tuple[CellError, ...]


def read_pay_scale(source: Source) -> PayScale:
    """Every sheet of the pay scale."""
    workbook = open_workbook(source)
    errors: list[CellError] = []
    rows: list[ScaleRowRecord] = []
    for component, (names, columns) in expected.SCALES.items():
        table = _table(workbook, names, columns, errors)
        if table is not None:
            rows.extend(_scale_rows(table, component))
            errors.extend(table.sorted_errors())
    parameters = _table(workbook, expected.PARAMETER_SHEETS, expected.PARAMETERS, errors)
    contributions = _table(workbook, expected.CONTRIBUTION_SHEETS, expected.CONTRIBUTIONS, errors)
    read = (
        tuple(_parameters(parameters)) if parameters else (),
        tuple(_contributions(contributions)) if contributions else (),
    )
    for table in (parameters, contributions):
        errors.extend(table.sorted_errors() if table else ())
    return PayScale(tuple(rows), *read, tuple(errors))


def _table(workbook: Workbook, names: Any, columns: Any, errors: list[CellError]) -> Table | None:
    """The sheet of this name; two sheets have the same columns, so the header alone does not tell."""
    sheet = by_name(workbook, names)
    if sheet is None:
        errors.append(missing_sheet(names[0]))
        return None
    return read_sheet(sheet, columns)


def _scale_rows(table: Table, component: str) -> Iterator[ScaleRowRecord]:
    """The amounts of one component; each key once a day."""
    seen: dict[tuple[date, str], int] = {}
    for index, row, cell in each_row(table):
        key = cell.get("row_key", "")
        first = seen.setdefault((cell["start"], key), row)
        if first != row:
            table.fault(index, "row_key" if key else "start", messages.SCALE_TWICE, other=first)
            continue
        common = (table.sheet, row, cell["start"], cell["document"], component, key)
        if component == "level":
            yield from _steps(common, cell)
        elif component == "seniority":
            yield ScaleRowRecord(*common, 0, cell["amount"], cap_years=cell["cap_years"])
        elif component == "certificate":
            registered = cell["requires_registration"]
            yield ScaleRowRecord(*common, 0, cell["amount"], rank=cell["rank"], requires_registration=registered)
        else:
            yield ScaleRowRecord(*common, 0, cell["amount"])


def _steps(common: tuple[str, int, date, str, str, str], cell: dict[str, Any]) -> Iterator[ScaleRowRecord]:
    """One amount for each step that has one."""
    for step in range(1, expected.MOST_STEPS + 1):
        amount = cell[f"step{step}"]
        if amount is not None:
            yield ScaleRowRecord(*common, step, amount)


def _parameters(table: Table) -> Iterator[ParameterRecord]:
    """The parameters as written."""
    seen: dict[tuple[date, str], int] = {}
    for index, row, cell in each_row(table):
        first = seen.setdefault((cell["start"], cell["name"]), row)
        if first != row:
            table.fault(index, "name", messages.SCALE_TWICE, other=first)
        elif not is_parameter(cell["name"]):
            table.fault(index, "name", messages.UNKNOWN_PARAMETER, value=cell["name"])
        elif not is_value(cell["name"], cell["value"]):
            choices = "、".join(CHOICES.get(cell["name"], ())) or "≥ 0"
            table.fault(index, "value", messages.PARAMETER_VALUE, value=cell["value"], choices=choices)
        else:
            yield ParameterRecord(row, cell["start"], cell["document"], cell["name"], cell["value"])


def _contributions(table: Table) -> Iterator[ContributionRecord]:
    """The rates; an empty rate or amount is zero."""
    seen: dict[tuple[date, str], int] = {}
    for index, row, cell in each_row(table):
        first = seen.setdefault((cell["start"], cell["item"]), row)
        for name in ("employee_rate", "employee_fixed", "employer_rate", "employer_fixed"):
            cell[name] = cell[name] or 0
        if first != row:
            table.fault(index, "item", messages.SCALE_TWICE, other=first)
        elif cell["ceiling"] < cell["floor"]:
            table.fault(index, "ceiling", messages.RANGE_INVALID, value=cell["ceiling"] / 100)
        else:
            yield ContributionRecord(row=row, **cell)
