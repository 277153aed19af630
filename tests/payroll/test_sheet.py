"""The allowance sheet: the CSV equals the cases' files, and the printed sheet holds everybody once."""

import csv
import io
import subprocess
from pathlib import Path

import openpyxl
import pytest

from app.core.money import fen_from_yuan, yuan
from app.core.periods import Month
from app.core.tables import draw_cards, draw_pdf, write_csv, write_xlsx
from app.core.tables.flow import LineKind, flow
from app.payroll.rules.payslip_layout import Slip, SlipHead, payslip_deck, verification_code
from app.payroll.rules.sheet import (
    EMPLOYER_CSV,
    REMARK_NEGATIVE_NET,
    SHEET_CODES,
    SHEET_CSV,
    SheetHead,
    SheetRow,
    allowance_data,
    allowance_layout,
    employer_csv_data,
    in_sheet_order,
    net_total,
    sheet_csv_data,
)

EMPLOYER_TITLES = [column.title for column in EMPLOYER_CSV.columns if column.title.startswith("EMPLOYER_")]
CASES = Path(__file__).parents[1] / "cases"
HEAD = SheetHead("某某总社", Month(2026, 10), "2026-11-05", batch="B-1", content_hash="ab" * 32, words="壹元整")


def table(case: str, name: str) -> list[dict[str, str]]:
    """A file's rows by title, its 合计 row dropped."""
    text = (CASES / case / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))[:-1]


def rows_of(case: str) -> list[SheetRow]:
    shares = {row["工号"]: row for row in table(case, "expected-employer.csv")}
    return [
        SheetRow(
            number=row["工号"], name=row["姓名"], branch=row["所属分社"], station=row["工作站"], post="社工",
            level="四级", step=3, status=row["STATUS"], branch_position=0, station_position=0,
            lines={code: fen_from_yuan(row[code]) for code in SHEET_CODES}
            | {code: fen_from_yuan(shares[row["工号"]][code]) for code in EMPLOYER_TITLES},
        )
        for row in table(case, "expected-sheet.csv")
    ]  # fmt: skip


def as_csv(layout_name: str, case: str, *, backwards: bool = False) -> bytes:
    rows = rows_of(case)
    if backwards:
        rows.reverse()
    out = io.BytesIO()
    if layout_name == "sheet":
        write_csv(SHEET_CSV, sheet_csv_data(rows), out, bom=False)
    else:
        write_csv(EMPLOYER_CSV, employer_csv_data(rows), out, bom=False)
    return out.getvalue()


@pytest.mark.parametrize("case", ["case-small", "case-public"])
@pytest.mark.parametrize("kind", ["sheet", "employer"])
@pytest.mark.parametrize("backwards", [False, True])
def test_csv_equals_the_expected_file(case: str, kind: str, backwards: bool) -> None:
    assert as_csv(kind, case, backwards=backwards) == (CASES / case / f"expected-{kind}.csv").read_bytes()


def test_printed_subtotals_tie_with_the_expected_totals() -> None:
    text = (CASES / "case-public" / "expected-sheet.csv").read_text(encoding="utf-8")
    last = text.splitlines()[-1].split(",")
    layout, rows = allowance_layout(HEAD), in_sheet_order(rows_of("case-public"))
    lines = list(flow(layout, allowance_data(rows, HEAD)))
    total = next(line for line in lines if line.kind is LineKind.TOTAL)
    expected = dict(zip(("", "", "", "", *SHEET_CODES), last, strict=False))
    for code in SHEET_CODES:
        place = layout.index[code]
        assert yuan(int(str(total.cells[place]))) == expected[code]
        for level in (0, 1):
            sums = [line.cells[place] for line in lines if line.kind is LineKind.SUBTOTAL and line.level == level]
            assert sum(map(int, map(str, sums))) == total.cells[place]
    assert total.label == "合计（413 人）"
    assert yuan(net_total(rows)) == expected["NET"]
    assert sum(line.kind is LineKind.SUBTOTAL and line.level == 0 for line in lines) == 11


def test_deductions_are_what_parts_gross_from_net() -> None:
    assert all(row.lines["GROSS"] - row.deductions == row.lines["NET"] for row in rows_of("case-public"))


def test_negative_slips_stand_apart_and_numbers_run_as_printed() -> None:
    rows = rows_of("case-small")
    layout, data = allowance_layout(HEAD), allowance_data(rows, HEAD)
    lines = [line for line in flow(layout, data) if line.kind in {LineKind.ROW, LineKind.UNCOUNTED}]
    assert [line.cells[0] for line in lines] == list(range(1, len(rows) + 1))
    assert [line.cells[1] for line in lines if line.kind is LineKind.UNCOUNTED] == ["ZQ0021"]
    assert lines[-1].cells[-1] == REMARK_NEGATIVE_NET


def test_units_come_in_the_organisations_order() -> None:
    row = rows_of("case-small")[0]
    places = [("B", "乙", 2, 1), ("A", "甲", 1, 9), ("A", "丙", 1, 2)]
    rows = [
        SheetRow(number, "x", branch, station, "", "", None, "OK", first, second, row.lines)
        for number, (branch, station, first, second) in zip(("3", "1", "2"), places, strict=True)
    ]
    assert [row.number for row in in_sheet_order(rows)] == ["2", "1", "3"]


def pdf_text(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout.decode()


def test_the_pdf_names_everybody_once(tmp_path: Path) -> None:
    rows = in_sheet_order(rows_of("case-public"))
    out = io.BytesIO()
    assert draw_pdf(allowance_layout(HEAD), allowance_data(rows, HEAD), out) == frozenset()
    text = pdf_text(out.getvalue(), tmp_path)
    assert all(text.count(row.number) == 1 for row in rows)
    assert all(row.name in text for row in rows)
    for word in ("某某总社2026年10月工资补贴发放表", "2,094,571.69", "2,636,631.79", "实发合计（大写）：壹元整",
                 "制表人：", "审核人：", "分管领导：", "主要负责人（签章）：", "实发为负"):  # fmt: skip
        assert word in text


def test_the_workbook_has_the_same_columns_and_total() -> None:
    rows = in_sheet_order(rows_of("case-public"))
    layout = allowance_layout(HEAD)
    out = io.BytesIO()
    write_xlsx(layout, allowance_data(rows, HEAD), out)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    titles = [below or above for above, below in zip(values[2], values[3], strict=True)]
    assert titles == [column.title for column in layout.columns]
    total = next(row for row in values if str(row[0]).startswith("合计"))
    assert total[layout.index["NET"]] == 2094571.69
    assert sum(str(row[1]).startswith("ZQ") for row in values) == len(rows)


def test_slips_show_result_words_and_code(tmp_path: Path) -> None:
    rows = rows_of("case-small")
    slips = [Slip(row, "大写金额在此", verification_code(b"key", "B-1", row.number, row.lines["NET"])) for row in rows]
    out = io.BytesIO()
    assert draw_cards(payslip_deck(slips, SlipHead("某某总社", Month(2026, 10), "B-1")), out) == frozenset()
    text = pdf_text(out.getvalue(), tmp_path)
    assert all(slip.code in text and slip.row.name in text for slip in slips)
    assert text.count("大写金额在此") == 26
    assert text.count("实发为负") == 1


def test_named_one_offs_replace_their_sum_only_when_they_make_it_up() -> None:
    row = rows_of("case-small")[2]
    amount = row.lines["INPUTS"]
    named = (("加班费", amount - 100), ("补发", 100))
    for given, shown in ((named, ["加班费", "补发"]), (named[:1], ["一次性项目"])):
        card = payslip_deck([Slip(row, "", "", given)], SlipHead("社", Month(2026, 10))).cards[0]
        assert [label for label, _ in card.left][6:] == shown
        assert sum(fen for _, fen in card.left) == row.lines["GROSS"]


def test_a_code_depends_on_secret_run_person_and_amount() -> None:
    codes = {
        verification_code(secret, batch, number, net)
        for secret in (b"a", b"b") for batch in ("1", "2") for number in ("x", "y") for net in (1, 2)
    }  # fmt: skip
    assert len(codes) == 16
