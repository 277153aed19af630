"""A run paid in another tax year or of a named legal entity, sheets of units, and what a printed sheet rests on."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from app.core.access import operator
from app.core.money import fen_from_yuan, round_fen
from app.staff.models import Identity
from tests.journeys.conftest import Stock
from tests.journeys.driver import MONTH, CommandLine

HEADER_ROWS = 3
MONTHLY_DEDUCTION = 500_000
FIRST_BRACKET = (3_600_000, Fraction(3, 100))


def rows(sheet: bytes) -> list[dict[str, str]]:
    """People by title; the last row is the total."""
    return list(csv.DictReader(io.StringIO(sheet.decode("utf-8"))))


def unit_sheet(line: CommandLine, unit: str) -> list[dict[str, str]]:
    out = line.data / "unit.csv"
    line.do("payroll", "sheet", MONTH, "--format", "csv", "--unit", unit, "--out", out)
    return rows(out.read_bytes())


def test_paid_in_january_the_tax_year_starts_anew(stock: Stock) -> None:
    line = stock.copy("case-small")
    line.calculate("--payment-month", "2027-01")
    slips = rows(line.sheet())[:-1]
    compared = 0
    for slip in slips:
        (why,) = line.json("payroll", "explain", slip["工号"], MONTH, "TAX")["lines"]
        values = why["values"]
        assert (values["income_before"], values["contributions_before"], values["withheld_before"]) == ("0.00",) * 3
        withheld = sum(fen_from_yuan(slip[code]) for code in ("PENSION", "MEDICAL", "UNEMPLOYMENT", "HOUSING"))
        special = fen_from_yuan(values["special_additional"])
        taxable = fen_from_yuan(slip["GROSS"]) - withheld - MONTHLY_DEDUCTION - special
        if values["months"] == 1 and taxable <= FIRST_BRACKET[0]:
            assert fen_from_yuan(slip["TAX"]) == round_fen(max(taxable, 0) * FIRST_BRACKET[1])
            compared += 1
    assert compared > len(slips) / 2


def test_a_run_of_a_legal_entity_is_asked_for_by_its_code(stock: Stock) -> None:
    line = stock.copy("case-small")
    named = line.calculate("--entity", "HQ")
    assert line.calculate()["content_hash"] == named["content_hash"]
    assert "NOPE" in line.refused("payroll", "run", MONTH, "--entity", "NOPE")


def test_a_stations_sheet_has_its_people_and_their_total(stock: Stock, cases: Path) -> None:
    line = stock.original("case-public run")
    book = openpyxl.load_workbook(cases / "case-public" / "organisation.xlsx", read_only=True)
    units = list(book.worksheets[0].iter_rows(min_row=HEADER_ROWS + 1, values_only=True))
    everybody = rows((cases / "case-public" / "expected-sheet.csv").read_bytes())[:-1]
    for branch_code, branch, station_code, station in units[:3]:
        for code, wanted in (
            (branch_code, [row for row in everybody if row["所属分社"] == branch]),
            (station_code, [row for row in everybody if (row["所属分社"], row["工作站"]) == (branch, station)]),
        ):
            *slips, total = unit_sheet(line, str(code))
            assert slips == wanted
            payable = [row for row in wanted if row["STATUS"] == "OK"]
            assert (total["工号"], total["STATUS"]) == ("合计", str(len(payable)))
            for item in ("GROSS", "TAX", "NET"):
                assert fen_from_yuan(total[item]) == sum(fen_from_yuan(row[item]) for row in payable)


@pytest.fixture
def sealed(stock: Stock) -> CommandLine:
    """case-small, run and approved."""
    line = stock.copy("case-small run")
    line.do("user", "add", "chief", "--role", "finance_head")
    line.do("payroll", "approve", MONTH, "--as", "chief")
    return line


def test_a_sheet_reads_the_same_after_a_rename(sealed: CommandLine) -> None:
    before = sealed.sheet()
    with sealed.system() as system, system.writing(operator()) as session:
        for identity in session.query(Identity).all():
            identity.name = "改名"
        session.execute(text("UPDATE staff_org_unit_placements SET name = '改名'"))
    assert sealed.sheet() == before


@pytest.mark.parametrize("column", ["name", "employee_number", "branch", "station", "post", "level", "step", "net"])
def test_the_seal_covers_what_the_sheet_prints(sealed: CommandLine, column: str) -> None:
    sealed.do("verify")
    statement = text(f"UPDATE payroll_slips SET {column} = :changed WHERE position = 2")
    with sealed.system() as system, system.database.engine.begin() as connection:
        connection.execute(statement, {"changed": 99 if column in ("step", "net") else "x"})
    assert sealed.try_("verify").exit_code == 1


def test_a_month_divided_by_21_75_counts_the_days_of_the_work_calendar(
    stock: Stock, cases: Path, tmp_path: Path
) -> None:
    """October 2026 by hand: 18 working days (10 October is worked) and 3 statutory holidays, of a post at 100 yuan."""
    book = openpyxl.load_workbook(cases / "case-small" / "pay-scale.xlsx")
    for row in book["参数"].iter_rows(min_row=4):
        if row[2].value == "proration_divisor":
            row[3].value = "fixed_21_75"
    book.save(tmp_path / "scale.xlsx")
    line = stock.copy("case-small")
    line.import_("pay-scale", tmp_path / "scale.xlsx")
    line.calculate()
    posts = {slip["工号"]: slip["POST"] for slip in rows(line.sheet())[:-1]}
    assert posts["ZQ0001"] == "100.00"
    assert posts["ZQ0028"] == "81.61"  # from 9 October: 17 paid days, 1 - 4 / 21.75
    assert posts["ZQ0029"] == "58.62"  # from 15 October: 12 paid days, 1 - 9 / 21.75
    assert posts["ZQ0003"] == "63.22"  # until 20 October: 13 paid days, 1 - 8 / 21.75
    assert posts["ZQ0013"] == "27.59"  # until 10 October: 6 paid days, fewer than are missing: 6 / 21.75


def test_a_parameter_that_is_none_is_refused(stock: Stock, cases: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(cases / "case-small" / "pay-scale.xlsx")
    sheet = book["参数"]
    sheet["C4"], sheet["D5"] = "proration_diviser", "sometime"
    book.save(tmp_path / "scale.xlsx")
    line = stock.copy("empty")
    answer = line.json("import", "pay-scale", tmp_path / "scale.xlsx")
    assert [(error["row"], error["kind"]) for error in answer["errors"]] == [
        (4, "unknown_parameter"),
        (5, "parameter_value"),
    ]
    assert answer["created"] == 0
