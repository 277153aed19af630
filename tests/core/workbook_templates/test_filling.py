"""Filling a realistic sheet with 0, 1, 2 and 412 people: everything is where it should be, worked out by hand."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from app.core.workbook_templates.bindings import Bindings, Block, Bound, SheetBindings
from app.core.workbook_templates.errors import TooManyRows
from app.core.workbook_templates.filling import fill
from tests.core.workbook_templates.forms import BOUND, SHEET, SOURCE, allowance_form, people, richer_form


def filled(count: int, content: bytes | None = None, bindings: Bindings = BOUND) -> Any:
    return load_workbook(BytesIO(fill(content or allowance_form(), bindings, SOURCE, people(count))), rich_text=True)


BELOW = {0: 6, 1: 6, 2: 7, 412: 417}
"""The row of the total: the form has room for one person, so nobody and one person leave it where it was."""


@pytest.mark.parametrize("count", BELOW)
def test_what_stands_below_moves_down(count: int) -> None:
    sheet, total = filled(count)[SHEET], BELOW[count]
    last = total - 1
    assert sheet[f"A{total}"].value == "合计"
    assert sheet[f"E{total}"].value == (f"=SUM(E5:E{last})")
    assert sheet[f"F{total}"].value == (f"=SUM(F$5:F${last})")
    assert sheet[f"G{total}"].value == f"=SUM(E{total}:F{total})"
    assert sheet[f"A{total + 1}"].value == "大写：壹元整"
    assert [sheet[f"{column}{total + 2}"].value for column in "ACG"] == ["制表人：", "审核人：", "填报日期"]
    assert sheet[f"H{total + 2}"].value.date() == date(2026, 10, 31)
    assert sheet[f"A{total + 2}"].comment.text == "签全名"
    heights = {row: sheet.row_dimensions[row].height for row in (1, 3, 4, 5, last, total, total + 2)}
    assert heights == {1: 36, 3: 20, 4: 20, 5: 25.5, last: 25.5, total: 28, total + 2: 40}


@pytest.mark.parametrize("count", BELOW)
def test_merges_print_settings_and_names_go_along(count: int) -> None:
    book, total = filled(count), BELOW[count]
    sheet, last = book[SHEET], total - 1
    assert {str(one) for one in sheet.merged_cells.ranges} == {
        "A1:H1", "A2:C2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4",
        f"A{total}:D{total}", f"A{total + 1}:H{total + 1}", f"C{total + 2}:E{total + 2}",
    }  # fmt: skip
    assert sheet.print_area == f"'{SHEET}'!$A$1:$H${total + 2}"
    assert sheet.print_title_rows == "$1:$4"
    assert [one.id for one in sheet.row_breaks.brk] == [total + 2]
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), int(setup.fitToHeight)) == ("landscape", 8, 0)
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.freeze_panes == "D5"
    widths = [round(sheet.column_dimensions[column].width) for column in "ABCDEFGH"]
    assert widths == [6, 12, 14, 13, 15, 15, 16, 20]
    cells = "G5" if last == 5 else f"G5:G{last}"
    formats = {str(one.sqref): [rule.formula for rule in one.rules] for one in sheet.conditional_formatting}
    assert formats == {cells: [[f"$E${total}"]]}
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == [cells.replace("G", "H")]
    assert book.defined_names["总额"].attr_text == f"{SHEET}!$G${total}"
    other = book["汇总"]
    assert other["B1"].value == f"={SHEET}!G{total}"
    assert other["B2"].value == f"=SUM({SHEET}!E5:E{last})/COUNT({SHEET}!$E$5:$E${last})"
    assert other["B3"].value == "=B1*2"


@pytest.mark.parametrize("count", [1, 2, 412])
def test_people_are_written_with_the_right_types(count: int) -> None:
    sheet = filled(count)[SHEET]
    assert sheet["A2"].value == "填报单位：测试社"
    assert sheet["F2"].value == "所属月份：2026年10月"
    for place in sorted({1, 2, count}):
        if place > count:
            continue
        row = 4 + place
        values = [sheet[f"{column}{row}"].value for column in "ABCDEFGH"]
        name = "=1+1" if place == 1 else f"人{place}"
        base = float(f"{1000 + place / 100:.2f}")
        formula = f"=SUM(E{row}:F{row})"
        values[3] = values[3].date()
        assert values == [place, f"{place:06d}", name, date(2020, 1, 1), base, 50.5, formula, None]
        assert sheet[f"C{row}"].data_type == "s"
        assert sheet[f"C{row}"].font.name == "楷体"
        assert sheet[f"E{row}"].number_format == "#,##0.00_ "
        assert sheet[f"D{row}"].number_format == "yyyy-mm-dd"
        assert sheet[f"A{row}"].number_format == "General"
        assert sheet[f"H{row}"].border.left.style == "thin"


def test_nobody_leaves_the_row_empty() -> None:
    sheet = filled(0)[SHEET]
    assert [sheet[f"{column}5"].value for column in "ABCDEFGH"] == [None] * 6 + ["=SUM(E5:F5)", None]
    assert sheet["C5"].font.name == "楷体"


def test_pictures_charts_and_themes_go_through_unchanged() -> None:
    content = richer_form()
    before = zipfile.ZipFile(BytesIO(content))
    after = zipfile.ZipFile(BytesIO(fill(content, BOUND, SOURCE, people(3))))
    untouched = {
        name for name in before.namelist() if name.startswith(("xl/media/", "xl/theme/", "docProps/", "xl/printer"))
    }
    assert {"xl/media/image1.png", "xl/theme/theme1.xml"} <= untouched
    assert {name: after.read(name) for name in untouched} == {name: before.read(name) for name in untouched}
    chart, drawing = after.read("xl/charts/chart1.xml").decode(), after.read("xl/drawings/drawing1.xml").decode()
    assert f"'{SHEET}'!$E$5:$E$7" in chart
    assert drawing.count(">13<") == 1  # the picture stood on row 12 (counted from 0: 11) and two rows were added
    assert after.read("xl/comments/comment1.xml").decode().count('ref="A10"') == 1


def test_shared_and_running_formulas() -> None:
    """Formulas that share one text get their own; references to the row above go along, constants above stay."""
    content = richer_form()
    sheet = filled(3, content)[SHEET]
    assert [sheet[f"J{row}"].value for row in (5, 6, 7)] == ["=J4+E5", "=J5+E6", "=J6+E7"]
    assert [sheet[f"K{row}"].value for row in (5, 6, 7)] == ["=E5*$K$2", "=E6*$K$2", "=E7*$K$2"]
    assert [sheet[f"L{row}"].value for row in (5, 6, 7)] == ["=E5/SUM(E$5:E$7)", "=E6/SUM(E$5:E$7)", "=E7/SUM(E$5:E$7)"]
    assert [sheet[f"M{row}"].value for row in (5, 6, 7)] == ["=SUM(E$5:E5)", "=SUM(E$5:E6)", "=SUM(E$5:E7)"]
    assert sheet["N5"].value == "=E5/E8"
    assert sheet["N7"].value == "=E7/E8"


def test_rows_that_are_there_are_filled_first() -> None:
    """A form with two empty rows keeps both for one person, and grows by one row for three."""
    here = BOUND.sheets[0]
    block = Block("people", 5, 6, 1, here.blocks[0].cells)
    bindings = Bindings((SheetBindings(SHEET, (), (block,)),))
    one, three = filled(1, bindings=bindings)[SHEET], filled(3, bindings=bindings)[SHEET]
    assert [one["A5"].value, one["A6"].value, one["A7"].value] == [1, None, "大写："]
    assert [three[f"A{row}"].value for row in (5, 6, 7, 8)] == [1, 2, 3, "大写："]
    assert "A7:D7" in {str(merge) for merge in three.merged_cells.ranges}


def test_two_rows_for_each_person_and_two_tables_on_one_sheet() -> None:
    block = Block("people", 3, 4, 2, (Bound("A3", "name"), Bound("E4", "base", "￥", " 元")))
    later = Block("people", 8, 8, 1, (Bound("B8", "number"),))
    bindings = Bindings((SheetBindings(SHEET, (), (block, later)),))
    sheet = filled(2, bindings=bindings)[SHEET]
    assert [sheet[place].value for place in ("A3", "A5", "E4", "E6")] == [
        "=1+1",
        "人2",
        "￥1,000.01 元",
        "￥1,000.02 元",
    ]
    assert [sheet[place].value for place in ("B10", "B11")] == ["000001", "000002"]
    merges = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A3:A4", "A5:A6", "E3:F3", "E5:F5", "C10:E10", "C11:E11"} <= merges


def test_the_same_form_and_data_give_the_same_bytes() -> None:
    content = allowance_form()
    assert fill(content, BOUND, SOURCE, people(5)) == fill(content, BOUND, SOURCE, people(5))


def test_very_many_rows_are_refused() -> None:
    with pytest.raises(TooManyRows):
        fill(allowance_form(), BOUND, SOURCE, people(20_001))
