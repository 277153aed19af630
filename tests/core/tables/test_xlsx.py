"""Workbooks: numbers are numbers, texts stay texts, and the sheet prints well."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.core.tables import write_xlsx
from app.core.tables.layout import GroupBy, Kind, Labels, TableColumn, TableData, TableLayout

LAYOUT = TableLayout(
    title="明细表",
    columns=(
        TableColumn("PLACE", "序号", 10, Kind.INTEGER),
        TableColumn("NAME", "姓名", 20),
        TableColumn("UNIT", "单位", 20, group="所属"),
        TableColumn("POST", "岗位", 20, group="所属"),
        TableColumn("A", "甲", 20, Kind.MONEY, "金额", total=True),
        TableColumn("B", "乙", 20, Kind.MONEY, "金额", total=True),
        TableColumn("DAY", "日期", 20, Kind.DATE),
    ),
    subtitles=("2026年10月",),
    groups=(GroupBy("UNIT", "{name} 小计"),),
    signatures=("制表人", "审核人"),
    units_note="单位：元",
    labels=Labels(uncounted="另列"),
)
ROWS = (
    (1, "=1+1", "一", "员", 123456, 0, date(2026, 10, 5)),
    (2, "王小明", "一", "@x", -50, 10, None),
    (3, "https://example.org", "二", "", 7, 7, None),
    (4, "未计", "二", "", -1000, 7, None),
)
DATA = TableData(ROWS, frozenset({3}), words="壹仟", batch="B&1", content_hash="ff00", draft=True)


def content(data: TableData = DATA) -> bytes:
    out = io.BytesIO()
    write_xlsx(LAYOUT, data, out)
    return out.getvalue()


@pytest.fixture
def sheet() -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content())).worksheets[0]


def test_header_cells_are_merged_by_group(sheet: Worksheet) -> None:
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:G1", "A2:G2", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4"} <= merged
    assert [sheet.cell(3, column).value for column in (1, 3, 5)] == ["序号", "所属", "金额"]
    assert [sheet.cell(4, column).value for column in (3, 4, 5, 6)] == ["单位", "岗位", "甲", "乙"]


def test_amounts_are_numbers_in_yuan_and_texts_are_texts(sheet: Worksheet) -> None:
    first = [cell.value for cell in sheet[5]]
    assert first == [1, "=1+1", "一", "员", 1234.56, 0, datetime(2026, 10, 5)]  # noqa: DTZ001
    assert sheet["B5"].data_type == "s"
    assert sheet["E5"].data_type == "n"
    assert sheet["E5"].number_format.startswith("#,##0.00")
    assert sheet["B8"].value == "https://example.org"
    assert sheet["B8"].hyperlink is None


def test_sums_words_uncounted_rows_and_signatures_follow(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("一 小计", 1234.06, 0.1),
        (3, 0.07, 0.07),
        ("二 小计", 0.07, 0.07),
        ("合计", 1234.13, 0.17),
        ("大写金额：壹仟", None, None),
        ("另列", None, None),
        (4, -10, 0.07),
        ("制表人：", None, None),
    ]
    assert "审核人：" in rows[-1]


def test_the_sheet_is_set_up_for_work_and_print(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 8)
    assert sheet.page_setup.fitToWidth in {None, 1}  # one page wide is the default
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.auto_filter.ref == "A4:G9"
    assert "批次号：B" in sheet.oddFooter.left.text
    assert "草稿" in sheet["A1"].value


def test_a_batch_with_an_ampersand_is_no_footer_code() -> None:
    with zipfile.ZipFile(io.BytesIO(content())) as book:
        assert "批次号：B&amp;&amp;1  内容校验：ff00" in book.read("xl/worksheets/sheet1.xml").decode()


def test_the_same_table_gives_the_same_bytes() -> None:
    assert content() == content()


def test_an_empty_table_opens() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content(TableData(())))).worksheets[0]
    assert sheet["A5"].value == "合计"
