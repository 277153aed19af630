"""The month's inputs: one-off amounts, grades, special deductions, and what the codes mean."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.core.errors import CellError
from app.core.imports import cells
from app.core.imports.cells import Bad, fold
from app.core.imports.columns import ImportColumn, ImportSheet
from app.core.imports.read import Table
from app.core.imports.workbook import Source, open_workbook
from app.payroll.imports import messages
from app.payroll.imports.tables import Numbers, check_number, check_once, each_row, named_table
from app.payroll.rules.grades import DEFAULT_COEFFICIENTS
from app.payroll.rules.records import GradeRecord, InputKindRecord, InputRecord, SpecialDeductionRecord

_CATEGORIES = {
    "应发": "earning",
    "应发项目": "earning",
    "收入": "earning",
    "扣款": "deduction",
    "扣款项目": "deduction",
}
_DAMAGES = "赔偿"


def category(value: Any) -> str | None:
    """应发 (an earning) or 扣款 (a deduction)."""
    written = cells.text(value)
    if written is not None and fold(written) not in _CATEGORIES:
        raise Bad(messages.UNKNOWN_VALUE, choices="应发、扣款")
    return _CATEGORIES[fold(written)] if written else None


_NUMBER = ImportColumn("number", "工号", cells.identifier, ("员工编号", "人员编号", "职工号", "员工号"), mandatory=True)
_CODE = ImportColumn("code", "项目代码", cells.code, ("代码", "项目编码"), mandatory=True)
INPUTS = (
    _NUMBER,
    _CODE,
    ImportColumn("name", "项目", cells.text, ("项目名称",)),
    ImportColumn("amount", "金额", cells.signed_amount, ("发放金额", "金额元"), mandatory=True),
    ImportColumn("reason", "事由", cells.note, ("原因", "说明")),
    ImportColumn("document", "依据文号", cells.note, ("文号", "依据")),
)
KINDS = (
    _CODE,
    ImportColumn("name", "项目", cells.text, ("项目名称",), mandatory=True),
    ImportColumn("category", "类别", category, ("项目类别", "性质"), mandatory=True, choices=("应发", "扣款")),
    ImportColumn("explanation", "说明", cells.note, ("备注",)),
)
GRADES = (
    _NUMBER,
    ImportColumn(
        "grade",
        "等次",
        cells.text,
        ("考核等次", "月度考核等次", "考核结果"),
        mandatory=True,
        choices=tuple(DEFAULT_COEFFICIENTS),
    ),
)
DEDUCTIONS = (
    _NUMBER,
    ImportColumn("cumulative", "本月累计", cells.amount, ("累计专项附加扣除", "本年累计", "累计"), mandatory=True),
)
SHEETS = (
    ImportSheet(("项目说明", "项目代码说明", "项目"), KINDS),
    ImportSheet(("本月录入", "录入", "月度录入", "一次性项目"), INPUTS),
    ImportSheet(("月度考核", "考核", "考核等次"), GRADES),
    ImportSheet(("专项附加扣除", "专项附加"), DEDUCTIONS),
)
"""In the order in which they are looked for."""


@dataclass(frozen=True, slots=True)
class MonthlyInputs:
    """The four sheets as read; rows with a fault are left out."""

    inputs: tuple[InputRecord, ...]
    kinds: tuple[InputKindRecord, ...]
    grades: tuple[GradeRecord, ...]
    deductions: tuple[SpecialDeductionRecord, ...]
    errors: tuple[CellError, ...]


def read_monthly_inputs(
    source: Source, numbers: Numbers = None, grades: Collection[str] | None = None
) -> MonthlyInputs:
    """The month's inputs; with `numbers` and `grades` unknown people and grades are reported."""
    workbook = open_workbook(source)
    errors: list[CellError] = []
    taken: set[str] = set()
    known = None if numbers is None else frozenset(numbers)
    explained, entered, graded, deducted = (
        named_table(workbook, sheet.names, sheet.columns, taken, errors) for sheet in SHEETS
    )
    kinds = _kinds(explained) if explained else ()
    result = MonthlyInputs(
        _inputs(entered, kinds, known) if entered else (),
        kinds,
        _grades(graded, known, grades) if graded else (),
        _deductions(deducted, known) if deducted else (),
        (),
    )
    for table in (entered, graded, deducted, explained):
        errors.extend(table.sorted_errors() if table else ())
    return MonthlyInputs(result.inputs, result.kinds, result.grades, result.deductions, tuple(errors))


def _kinds(table: Table) -> tuple[InputKindRecord, ...]:
    """What each code is; a deduction whose name or explanation speaks of 赔偿 is limited as damages."""
    seen: dict[str, int] = {}
    kinds = []
    for index, row, cell in each_row(table):
        first = seen.setdefault(cell["code"], row)
        if first != row:
            table.fault(index, "code", messages.CODE_TWICE, value=cell["code"], other=first)
            continue
        said = f"{cell['name']} {cell['explanation'] or ''}"
        damages = cell["category"] == "deduction" and _DAMAGES in said
        kinds.append(InputKindRecord(row, cell["code"], cell["name"], cell["category"], damages))
    return tuple(kinds)


def _inputs(table: Table, kinds: tuple[InputKindRecord, ...], numbers: Numbers) -> tuple[InputRecord, ...]:
    """One-off amounts; codes must be explained and deductions positive."""
    by_code = {kind.code: kind for kind in kinds}
    records = []
    for index, row, cell in each_row(table):
        check_number(table, index, cell["number"], numbers)
        kind = by_code.get(cell["code"])
        if kind is None:
            table.fault(index, "code", messages.UNKNOWN_CODE, value=cell["code"])
        elif kind.category == "deduction" and cell["amount"] < 0:
            table.fault(index, "amount", messages.DEDUCTION_NEGATIVE, value=cell["amount"] / 100)
        if kind is not None and not table.faulty(index):
            cell["name"] = cell["name"] or kind.name
            records.append(InputRecord(row=row, **cell))
    return tuple(records)


def _grades(table: Table, numbers: Numbers, known: Collection[str] | None) -> tuple[GradeRecord, ...]:
    """Everybody's grade, once."""
    names = None if known is None else {fold(name): name for name in known}
    seen: dict[str, int] = {}
    records = []
    for index, row, cell in each_row(table):
        check_number(table, index, cell["number"], numbers)
        check_once(table, index, cell["number"], seen)
        grade = cell["grade"] if names is None else names.get(fold(cell["grade"]))
        if grade is None:
            choices = "、".join(known or ())
            table.fault(index, "grade", messages.UNKNOWN_VALUE, value=cell["grade"], choices=choices)
        elif not table.faulty(index):
            records.append(GradeRecord(row, cell["number"], grade))
    return tuple(records)


def _deductions(table: Table, numbers: Numbers) -> tuple[SpecialDeductionRecord, ...]:
    """Everybody's special deductions, once."""
    seen: dict[str, int] = {}
    records = []
    for index, row, cell in each_row(table):
        check_number(table, index, cell["number"], numbers)
        check_once(table, index, cell["number"], seen)
        if not table.faulty(index):
            records.append(SpecialDeductionRecord(row, cell["number"], cell["cumulative"]))
    return tuple(records)
