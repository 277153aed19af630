"""Opening files: by content, safely, and with formulas and merged cells known."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.core.imports import cells
from app.core.imports.columns import ImportColumn
from app.core.imports.container import Limits
from app.core.imports.read import read_single
from app.core.imports.refusals import WorkbookRefused
from app.core.imports.report import write_error_report
from app.core.imports.workbook import open_workbook

COLUMNS = (
    ImportColumn("number", "工号", cells.identifier, ("编号",), mandatory=True),
    ImportColumn("name", "姓名", cells.name, mandatory=True),
    ImportColumn("unit", "单位", cells.text, fill_merged=True),
    ImportColumn("pay", "金额", cells.amount, max_length=20),
)


def write(path: Path, rows: list[list[Any]], name: str = "表") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(WorkbookRefused) as caught:
        open_workbook(path, limits or Limits())
    assert caught.value.text()
    return caught.value.kind


def test_refusals(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["工号", "姓名"]])
    assert refusal(path, Limits(file_size=10)) == "file_too_large"
    assert refusal(path, Limits(parts=2)) == "too_many_parts"
    assert refusal(path, Limits(unpacked=100)) == "unpacked_too_large"
    assert refusal(path, Limits(ratio=1, ratio_from=1)) == "compression_ratio"
    for name, content, kind in (
        ("empty.xlsx", b"", "workbook_empty"),
        ("page.xls", b"<html><table>", "not_a_workbook"),
        ("a.pdf", b"%PDF-1.7", "not_a_workbook"),
        ("half.xlsx", path.read_bytes()[:900], "workbook_damaged"),
        ("bytes.csv", b"a,b\x00c", "not_a_workbook"),
        (
            "locked.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
    ):
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name) == kind


def test_zip_without_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("notes.txt", "x")
    assert refusal(tmp_path / "a.xlsx") == "not_a_workbook"


def test_far_cell(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "far.xlsx")) as book:
        page = book.add_worksheet()
        page.write("A1", "x")
        page.write("XFD1048576", "x")
    assert refusal(tmp_path / "far.xlsx") == "sheet_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["工号", "姓名", "金额"], ["a1", "李 琴", "5600元"], ["a2", "王五", "=1+1"]]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    table = read_single(path, (), COLUMNS)
    assert table.columns["name"] == ["李琴", "王五"]
    assert table.columns["pay"] == [560000, None]
    assert [(one.row, one.kind) for one in table.sorted_errors()] == [(3, "formula_cell")]


def test_header_subtotals_and_signatures(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["名册"],
        [],
        ["注：示例"],
        ["姓 名*", "编号", "金额（元）"],
        ["张三", "A1", 1.5],
        ["小计", "", 1.5],
        [],
        ["姓 名*", "编号", "金额（元）"],
        ["李四", "a-2", "2"],
        ["合计", "2人", 3.5],
        ["制表人：某", "", ""],
    ]
    table = read_single(write(tmp_path / "a.xlsx", rows), (), COLUMNS)
    assert table.rows == [5, 9]
    assert table.columns["number"] == ["A1", "A2"]
    assert table.columns["pay"] == [150, 200]
    assert table.headers["pay"] == "金额（元）"
    assert not table.sorted_errors()


def test_merged_cells_fill_only_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["工号", "姓名", "单位", "金额"])
        for number in range(1, 5):
            page.write_row(number, 0, [f"A{number}", "张三"])
        page.merge_range("C2:C4", "一队")
        page.merge_range("D2:D3", 5)
    table = read_single(path, (), COLUMNS)
    assert table.columns["unit"] == ["一队", "一队", "一队", None]
    assert table.columns["pay"] == [500, None, None, None]


def test_missing_header_and_columns(tmp_path: Path) -> None:
    none = read_single(write(tmp_path / "a.xlsx", [["甲", "乙"], [1, 2]]), (), COLUMNS)
    assert [one.kind for one in none.sorted_errors()] == ["header_missing"]
    some = read_single(write(tmp_path / "b.xlsx", [["工号", "金额", "金额"], ["A1", 2]]), (), COLUMNS)
    assert {(one.column, one.kind) for one in some.sorted_errors()} == {
        ("姓名", "column_missing"),
        ("金额", "column_twice"),
    }


def test_report_marks_the_cells(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["工号", "姓名", "金额"], ["A1", "", "五千"], ["A2", "李四", 3]]
    path = write(tmp_path / "a.xlsx", rows)
    errors = read_single(path, (), COLUMNS).sorted_errors()
    assert [(one.row, one.column) for one in errors] == [(2, "姓名"), (2, "金额")]
    target = tmp_path / "errors.xlsx"
    write_error_report(path, errors, target)
    report = open_workbook(target)
    assert [sheet.name for sheet in report.sheets] == ["表", "错误清单"]
    assert list(report.sheets[0].rows[2]) == ["A2", "李四", 3.0]
    with zipfile.ZipFile(target) as archive:
        comments = archive.read("xl/comments1.xml").decode()
    assert 'ref="B2"' in comments
    assert 'ref="C2"' in comments
    assert "五千" in comments


def test_far_cells_that_are_only_formatted(tmp_path: Path) -> None:
    path = tmp_path / "formatted.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row("A1", ["工号", "姓名"])
        page.write_row("A2", ["A1", "张三"])
        page.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    table = read_single(path, (), COLUMNS)
    assert table.rows == [2]


def test_formulas_are_found_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row("A1", ["工号", "姓名", "单位", "金额"])
        for row in range(1, 20_000):
            page.write_row(row, 0, [f"A{row}", "张三", "一队"])
            if row % 5_000 == 0:
                page.write_formula(row, 3, "=1+1", None, 2)
        page.write_formula(20_000, 3, "=SUM(D2:D20000)")
        page.write_string(20_000, 0, "合计")
    table = read_single(path, (), COLUMNS)
    assert [(one.row, one.column, one.kind) for one in table.sorted_errors()] == [
        (row, "金额", "formula_cell") for row in (5_001, 10_001, 15_001)
    ]
