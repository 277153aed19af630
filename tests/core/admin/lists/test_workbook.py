"""A pivot's workbook: real numbers, merged headings, frozen panes, and texts that stay texts."""

from io import BytesIO

from openpyxl import load_workbook

from app.core.admin.lists.pivot.workbook import Line, Sheet, write_pivot
from app.core.admin.pages.looks import PivotHeading

SHEET = Sheet(
    "工资条[2026]",
    ("状态: 可发放",),
    ("分社", "职务"),
    (
        (PivotHeading("在职", 2), PivotHeading("合计", 2, is_total=True)),
        tuple(PivotHeading(text) for text in ("人数", "实发合计") * 2),
    ),
    ("number", "money", "number", "money"),
    (
        Line(("=1+1", "社工"), (2, 123456, 2, 123456)),
        Line(("=1+1，小计", ""), (2, 123456, 2, 123456), "group"),
        Line(("合计", ""), (2, 123456, None, 123456), "total"),
    ),
)


def test_the_workbook_holds_what_the_pivot_shows() -> None:
    out = BytesIO()
    write_pivot(SHEET, out)
    sheet = load_workbook(BytesIO(out.getvalue())).worksheets[0]
    assert sheet.freeze_panes == "C5"
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A3:A4", "B3:B4", "C3:D3", "E3:F3"}
    first = [cell.value for cell in sheet[5]]
    assert first == ["=1+1", "社工", 2, 1234.56, 2, 1234.56]
    assert sheet["A5"].data_type == "s"
    assert sheet["D5"].number_format == "#,##0.00"
    assert sheet["E7"].value is None
    assert (sheet["A7"].font.bold, sheet["A5"].font.bold) == (True, False)
