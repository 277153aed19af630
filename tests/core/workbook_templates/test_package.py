"""What is taken as a form and what is not, checked before anything is parsed; and what a form is drawn as."""

import zipfile
from io import BytesIO

import pytest

from app.core.workbook_templates.errors import FormDamaged, FormRefused, FormTooLarge, OldFormat
from app.core.workbook_templates.grid import grid_of
from app.core.workbook_templates.package import LARGEST, checked_package, losses
from app.core.workbook_templates.references import Added, Moves, area, areas, moved
from app.core.workbook_templates.trying import checked_form
from tests.core.workbook_templates.forms import SHEET, allowance_form, richer_form


def with_part(name: str, content: bytes = b"x", form: bytes = b"") -> bytes:
    """The form with one part more, or another one."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(form or allowance_form())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("part", [
    "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin", "xl/connections.xml",
    "_xmlsignatures/sig1.xml", "xl/activeX/activeX1.xml",
])  # fmt: skip
def test_what_could_do_something_is_refused(part: str) -> None:
    with pytest.raises(FormRefused) as caught:
        checked_package(with_part(part))
    assert caught.value.status == 422


@pytest.mark.parametrize(("content", "error"), [
    (b"", OldFormat), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, OldFormat), (b"%PDF-1.7", OldFormat),
    (allowance_form()[:2000], FormDamaged), (b"PK\x03\x04" + b"x" * LARGEST, FormTooLarge),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), FormRefused),
    (with_part("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), FormDamaged),
    (with_part("xl/worksheets/sheet1.xml", b"<worksheet"), FormDamaged),
    (with_part("xl/media/big.bin", b"0" * (41 << 20)), FormRefused),
])  # fmt: skip
def test_what_is_no_form_is_refused(content: bytes, error: type[FormRefused]) -> None:
    with pytest.raises(error):
        checked_package(content)


def test_what_does_not_go_along_is_said() -> None:
    assert losses(checked_package(allowance_form())) == ()
    assert len(losses(checked_package(with_part("xl/pivotTables/pivotTable1.xml", b"<a/>")))) == 1


def test_the_sheet_as_it_is_drawn() -> None:
    package = checked_package(allowance_form())
    grid = grid_of(package, package.sheets[0])
    assert package.sheets[0].name == SHEET
    assert grid.letters == tuple("ABCDEFGHI")
    assert len(grid.rows) == 9
    title, total = grid.cell("A1"), grid.cell("E6")
    assert title is not None
    assert total is not None
    assert (title.text, title.columns, title.rows) == ("工资补贴发放表", 8, 1)
    assert (total.text, total.formula) == ("=SUM(E5:E5)", True)
    assert grid.cell("B1") is None


@pytest.mark.parametrize(("formula", "expected"), [
    ("SUM(F5:F5)", "SUM(F5:F8)"), ("F5*2", "F5*2"), ("F6+F$7", "F9+F$10"), ("SUM(A1:A4)", "SUM(A1:A4)"),
    ("SUM(A6:B7)", "SUM(A9:B10)"), ("F:F", "F:F"), ("SUM(5:5)", "SUM(5:8)"), ("$1:$5", "$1:$8"),
    ("其他!F6", "其他!F6"), ("'发放 表'!F6", "'发放 表'!F9"), ('IF(A6="F6",1,F6)', 'IF(A9="F6",1,F9)'),
    ("VLOOKUP(A6,表1[金额],2)", "VLOOKUP(A9,表1[金额],2)"), ("LOG10(F6)", "LOG10(F9)"), ("((", "(("),
])  # fmt: skip
def test_references_follow_rows_added_below_row_five(formula: str, expected: str) -> None:
    moves = {"": Moves((Added(5, 3),)), "发放 表": Moves((Added(5, 3),))}
    assert moved(formula, "", moves) == expected


def test_areas_grow_where_rows_repeat() -> None:
    go = Moves((Added(5, 3),))
    assert [area(one, go) for one in ("A1:H8", "A5:C5", "A6", "B5")] == ["A1:H11", "A5:C8", "A9", "B5"]
    assert areas("B5 C6:D7 E4", go) == "B5:B8 C9:D10 E4"


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ODD_SHEETS = (
    "<sheetData/><mergeCells><mergeCell ref='nonsense'/></mergeCells>",
    "<sheetData><row r='x'><c r='A1'/></row></sheetData>",
    "<sheetData><row r='1'><c r='A1' s='-'/></row></sheetData>",
    "",
    "<sheetData/><cols><col min='a' max='b'/></cols>",
    "<sheetData/><rowBreaks><brk id='x'/></rowBreaks>",
    "<sheetData/>" + "<a>" * 3000 + "</a>" * 3000,
)


@pytest.mark.parametrize("inside", ODD_SHEETS)
def test_a_form_that_says_nonsense_is_refused_when_it_is_uploaded(inside: str) -> None:
    content = with_part("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}>{inside}</worksheet>".encode())
    with pytest.raises(FormDamaged):
        checked_form(content)


PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/drawings/drawing1.xml", "xl/comments/comment1.xml")


@pytest.mark.parametrize("part", PARTS)
def test_parts_that_say_nonsense_are_refused(part: str) -> None:
    with pytest.raises(FormRefused):
        checked_form(with_part(part, b"<x><row>y</row></x", richer_form()))


def test_real_forms_pass() -> None:
    assert len(checked_form(allowance_form()).sheets) == 2
    assert len(checked_form(richer_form()).sheets) == 2
