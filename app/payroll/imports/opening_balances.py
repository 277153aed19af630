"""Tax figures brought forward: January to the month before the first pay run."""

from app.core.imports import cells
from app.core.imports.columns import ImportColumn
from app.core.imports.read import ReadResult, read_single
from app.core.imports.workbook import Source
from app.payroll.imports.tables import Numbers, check_number, check_once, each_row
from app.payroll.rules.records import OpeningBalanceRecord

SHEETS = ("个税期初", "期初", "个税累计期初", "个税期初数")
COLUMNS = (
    ImportColumn("number", "工号", cells.identifier, ("员工编号", "人员编号", "职工号", "员工号"), mandatory=True),
    ImportColumn("months", "月份数", cells.count("个月", "月"), ("已发月数", "月数")),
    ImportColumn("income", "累计收入", cells.amount, ("累计收入额",), required=True),
    ImportColumn(
        "contributions", "累计专项扣除(三险一金)", cells.amount, ("累计专项扣除", "累计三险一金"), required=True
    ),
    ImportColumn("special_additional", "累计专项附加扣除", cells.amount, ("累计附加扣除",), required=True),
    ImportColumn(
        "withheld", "累计已预扣税额", cells.amount, ("累计已扣税额", "已预扣税额", "累计已预缴税额"), required=True
    ),
    ImportColumn("deduct_60000_upfront", "按6万元扣除", cells.yes_no, ("是否按6万元扣除", "直接扣除6万元")),
)


def read_opening_balances(source: Source, numbers: Numbers = None) -> ReadResult[OpeningBalanceRecord]:
    """Everybody's figures; an empty amount is zero. With `numbers` unknown people are reported."""
    table = read_single(source, SHEETS, COLUMNS)
    seen: dict[str, int] = {}
    records = []
    for index, row, cell in each_row(table):
        check_number(table, index, cell["number"], numbers)
        check_once(table, index, cell["number"], seen)
        for name in ("income", "contributions", "special_additional", "withheld"):
            cell[name] = cell[name] or 0
        if not table.faulty(index):
            records.append(OpeningBalanceRecord(row=row, **cell))
    return ReadResult(tuple(records), table.sorted_errors())
