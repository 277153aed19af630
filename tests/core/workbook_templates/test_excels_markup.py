"""What Excel and WPS write and openpyxl does not: marks of newer versions, shared formulas, order of calculation."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from openpyxl import load_workbook

from app.core.workbook_templates.filling import fill
from app.core.workbook_templates.package import checked_package
from tests.core.workbook_templates.forms import BOUND, SHEET, SOURCE, allowance_form, people

PLACE = "xl/worksheets/sheet1.xml"
MARKS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001}"'
)
X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
XM = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
EXTENSION = (
    f'<extLst><ext uri="{{78C0D931}}" {X14}><x14:conditionalFormattings><x14:conditionalFormatting {XM}>'
    '<x14:cfRule type="expression" priority="9"><xm:f>$E$6&gt;1</xm:f></x14:cfRule><xm:sqref>E5</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
CHAIN = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="G5" i="1"/></calcChain>'
CHAIN_TYPE = (
    b'<Override PartName="/xl/calcChain.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'
)
CHAIN_LINK = (
    b'<Relationship Id="rId99" Target="calcChain.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/></Relationships>'
)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def as_excel_writes(extension: str = "") -> bytes:
    parts = parts_of(allowance_form())
    sheet = parts[PLACE].decode()
    sheet = sheet.replace("<worksheet ", f"<worksheet {MARKS} ", 1)
    sheet = sheet.replace('<row r="5"', '<row r="5" spans="1:8" x14ac:dyDescent="0.25"')
    for formula, shared in (
        ("E5:F5", '<f t="shared" ref="G5:G6" si="0">SUM(E5:F5)</f><v>7</v>'),
        ("E6:F6", '<f t="shared" si="0"/><v>7</v>'),
    ):
        sheet = re.sub(rf"<f>SUM\({formula}\)</f><v ?/?>(</v>)?", shared, sheet)
    assert sheet.count("shared") == 2
    parts[PLACE] = sheet.replace("</worksheet>", f"{extension}</worksheet>").encode()
    parts["xl/calcChain.xml"] = CHAIN
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", CHAIN_TYPE)
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", CHAIN_LINK)
    return packed(parts)


def test_marks_of_newer_versions_stay_valid() -> None:
    content = as_excel_writes(EXTENSION)
    checked_package(content)
    filled = parts_of(fill(content, BOUND, SOURCE, people(3)))
    sheet = filled[PLACE].decode()
    root = sheet[sheet.index("<worksheet") : sheet.index(">", sheet.index("<worksheet"))]
    assert 'mc:Ignorable="x14ac xr"' in root
    assert all(f"xmlns:{prefix}=" in root for prefix in ("mc", "x14ac", "xr", "x14", "xm"))
    assert 'xr:uid="{00000000-0001}"' in root
    assert sheet.count('x14ac:dyDescent="0.25"') == 3
    assert "<xm:sqref>E5:E7</xm:sqref>" in sheet
    assert "<xm:f>$E$8&gt;1</xm:f>" in sheet


def test_shared_formulas_get_their_own_text_and_old_results_go() -> None:
    content = fill(as_excel_writes(), BOUND, SOURCE, people(3))
    sheet = load_workbook(BytesIO(content))[SHEET]
    assert [sheet[f"G{row}"].value for row in (5, 6, 7, 8)] == [f"=SUM(E{row}:F{row})" for row in (5, 6, 7, 8)]
    assert "shared" not in parts_of(content)[PLACE].decode()
    assert load_workbook(BytesIO(content), data_only=True)[SHEET]["G8"].value is None


def test_everything_is_calculated_when_the_file_is_opened() -> None:
    filled = parts_of(fill(as_excel_writes(), BOUND, SOURCE, people(3)))
    assert 'fullCalcOnLoad="1"' in filled["xl/workbook.xml"].decode()
    assert [name for name, content in filled.items() if "calcChain" in name or b"calcChain" in content] == []
