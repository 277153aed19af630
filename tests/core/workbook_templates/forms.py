"""Forms as an organisation has them, made with openpyxl, and a source of data to fill them with."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from PIL import Image as Picture

from app.core.tables.layout import Kind
from app.core.workbook_templates import FormData, FormField, FormRequest, FormSource, FormTable
from app.core.workbook_templates.bindings import Bindings, Block, Bound, SheetBindings

SHEET = "发放表"
PEOPLE = FormTable(
    "people",
    "People",
    (
        FormField("place", "Place", Kind.INTEGER),
        FormField("number", "Number"),
        FormField("name", "Name"),
        FormField("hired", "Hired", Kind.DATE),
        FormField("base", "Base", Kind.MONEY),
        FormField("post", "Post allowance", Kind.MONEY),
    ),
)
SOURCE = FormSource(
    "test.sheet",
    "test.run",
    "Sheet",
    "core.page",
    (
        FormField("unit", "Unit"),
        FormField("month", "Month"),
        FormField("words", "Amount in words"),
        FormField("made_on", "Made on", Kind.DATE),
    ),
    (PEOPLE,),
    lambda session, request: people(2),
    lambda session, record_id: date(2026, 10, 31),
    lambda session: 1,
)
REQUEST = FormRequest(1, date(2026, 10, 31))


def people(count: int) -> FormData:
    """So many invented people, the first of whom has a name that would be a formula."""
    rows = [
        {
            "place": place,
            "number": f"{place:06d}",
            "name": "=1+1" if place == 1 else f"人{place}",
            "hired": date(2020, 1, 1),
            "base": 100_000 + place,
            "post": 5_050,
        }
        for place in range(1, count + 1)
    ]
    single = {"unit": "测试社", "month": "2026年10月", "words": "壹元整", "made_on": date(2026, 10, 31)}
    return FormData("发放表", single, {"people": rows})


def allowance_form() -> bytes:
    """A sheet with a header of two rows, one row to repeat, a total, a row of signatures, and its print settings."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    thin = Side(style="thin")
    sheet.merge_cells("A1:H1")
    sheet["A1"] = "工资补贴发放表"
    sheet["A1"].font = Font(name="宋体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"], sheet["F2"] = "填报单位：", "所属月份："
    sheet.merge_cells("A2:C2")
    for cells, text in (
        ("A3:A4", "序号"), ("B3:B4", "工号"), ("C3:C4", "姓名"), ("D3:D4", "入职日期"),
        ("E3:F3", "应发项目"), ("G3:G4", "合计"), ("H3:H4", "签名"),
    ):  # fmt: skip
        sheet.merge_cells(cells)
        sheet[cells.partition(":")[0]] = text
    sheet["E4"], sheet["F4"] = "基本工资", "职务补贴"
    for column in "ABCDEFGH":
        sheet[f"{column}5"].border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet["C5"].font = Font(name="楷体", size=11)
    sheet["C5"] = "（样例）"
    sheet["E5"].number_format = sheet["F5"].number_format = sheet["G5"].number_format = "#,##0.00_ "
    sheet["G5"] = "=SUM(E5:F5)"
    sheet["A6"] = "合计"
    sheet.merge_cells("A6:D6")
    sheet["E6"], sheet["F6"], sheet["G6"] = "=SUM(E5:E5)", "=SUM(F$5:F$5)", "=SUM(E6:F6)"
    sheet["A7"] = "大写："
    sheet.merge_cells("A7:H7")
    sheet["A8"], sheet["C8"], sheet["G8"] = "制表人：", "审核人：", "填报日期"
    sheet.merge_cells("C8:E8")
    for column, width in zip("ABCDEFGH", (6, 12, 14, 13, 15, 15, 16, 20), strict=True):
        sheet.column_dimensions[column].width = width
    for row, height in ((1, 36), (3, 20), (4, 20), (5, 25.5), (6, 28), (8, 40)):
        sheet.row_dimensions[row].height = height
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_area = "1:4", "A1:H8"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.freeze_panes = "D5"
    sheet.row_breaks.append(Break(id=8))
    sheet.conditional_formatting.add(
        "G5", CellIsRule(operator="lessThan", formula=["$E$6"], fill=PatternFill(bgColor="FFC7CE"))
    )
    choices = DataValidation(type="list", formula1='"是,否"')
    choices.add("H5")
    sheet.add_data_validation(choices)
    sheet["A8"].comment = Comment("签全名", "财务")
    book.defined_names["总额"] = DefinedName("总额", attr_text=f"{SHEET}!$G$6")
    second = book.create_sheet("汇总")
    second["A1"], second["B1"] = "实发总额", f"={SHEET}!G6"
    second["B2"] = f"=SUM({SHEET}!E5:E5)/COUNT({SHEET}!$E$5:$E$5)"
    second["B3"] = "=B1*2"
    return saved(book)


BOUND = Bindings(
    (
        SheetBindings(
            SHEET,
            (
                Bound("A2", "unit", "填报单位："),
                Bound("F2", "month", "所属月份："),
                Bound("A7", "words", "大写："),
                Bound("H8", "made_on"),
            ),
            (
                Block(
                    "people", 5, 5, 1,
                    (Bound("A5", "place"), Bound("B5", "number"), Bound("C5", "name"), Bound("D5", "hired"),
                     Bound("E5", "base"), Bound("F5", "post")),
                ),
            ),
        ),
    )
)  # fmt: skip


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def richer_form() -> bytes:
    """The same with formulas that share a text or run on, a chart of the rows, and a picture below them."""
    book = load_workbook(BytesIO(allowance_form()))
    sheet = book[SHEET]
    sheet["K2"] = 0.1
    sheet["J5"], sheet["L5"], sheet["M5"], sheet["N5"] = "=J4+E5", "=E5/SUM(E$5:E$5)", "=SUM(E$5:E5)", "=E5/E6"
    sheet["K5"] = "=E5*$K$2"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=5, max_row=5))
    sheet.add_chart(chart, "J1")
    points = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(points, "PNG")
    sheet.add_image(Image(points), "A12")
    return saved(book)
