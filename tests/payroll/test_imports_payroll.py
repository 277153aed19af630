"""The payroll workbooks of the example cases, and what is refused."""

from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter

from app.payroll.imports.monthly_inputs import read_monthly_inputs
from app.payroll.imports.opening_balances import read_opening_balances
from app.payroll.imports.pay_scale import read_pay_scale

CASES = Path(__file__).parents[1] / "cases"
GRADES = ("优秀", "合格", "基本合格", "不合格", "不定等次")


def test_pay_scale() -> None:
    scale = read_pay_scale(CASES / "case-public" / "pay-scale.xlsx")
    assert not scale.errors
    assert Counter(row.component for row in scale.rows) == {
        "base": 16,
        "level": 94,
        "post": 6,
        "seniority": 2,
        "certificate": 10,
        "performance": 16,
    }
    assert len(scale.parameters) == 11
    assert {one.employee_rate for one in scale.contributions if one.item == "失业保险"} == {5000}
    assert {row.cap_years for row in scale.rows if row.component == "seniority"} == {15, 16}
    assert next(one.value for one in scale.parameters if one.name == "damages_max_share") == "0.20"


@pytest.mark.parametrize(("case", "counts"), [("case-public", (74, 8, 142, 245)), ("case-small", (14, 8, 7, 13))])
def test_monthly_inputs(case: str, counts: tuple[int, ...]) -> None:
    read = read_monthly_inputs(CASES / case / "monthly-inputs.xlsx", grades=GRADES)
    assert not read.errors
    assert (len(read.inputs), len(read.kinds), len(read.grades), len(read.deductions)) == counts
    assert [kind.code for kind in read.kinds if kind.is_damages] == ["D02"]


@pytest.mark.parametrize(("case", "count"), [("case-public", 412), ("case-small", 25)])
def test_opening_balances(case: str, count: int) -> None:
    result = read_opening_balances(CASES / case / "opening-balances.xlsx")
    assert not result.errors
    assert len(result.records) == count


def test_bad_monthly_inputs(tmp_path: Path) -> None:
    path = tmp_path / "inputs.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheets = {
            "本月录入": (
                ("工号", "项目代码", "项目", "金额"),
                ("A1", "D1", "罚", -5),
                ("A9", "E1", "补", 5),
                ("A1", "Z", "", 1),
            ),
            "项目说明": (("项目代码", "项目", "类别", "说明"), ("D1", "罚", "扣款", ""), ("E1", "补", "应发", "")),
            "月度考核": (("工号", "等次"), ("A1", "优秀"), ("A1", "合格"), ("A2", "很好"), ("合计", "3人")),
        }
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    read = read_monthly_inputs(path, ("A1", "A2"), GRADES)
    assert [(one.sheet, one.row, one.kind) for one in read.errors] == [
        ("专项附加扣除", 1, "sheet_missing"),
        ("本月录入", 2, "negative_amount"),
        ("本月录入", 3, "unknown_number"),
        ("本月录入", 4, "unknown_code"),
        ("月度考核", 3, "number_duplicate"),
        ("月度考核", 4, "unknown_value"),
    ]
    assert [one.number for one in read.grades] == ["A1"]
