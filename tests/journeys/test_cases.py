"""The whole cases from the command line: every amount to the fen, every bad row, any order, any number of times."""

import csv
import io
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.core.capitals import capital_amount
from app.core.money import fen_from_yuan
from tests.journeys.conftest import Stock
from tests.journeys.driver import BEFORE_THE_RUN, CommandLine, import_words

HEADER_ROWS = 3


def expected(case: Path) -> dict[str, Any]:
    totals: dict[str, Any] = json.loads((case / "expected-totals.json").read_text(encoding="utf-8"))
    return totals


def rows(sheet: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.decode("utf-8"))))


def shuffled(roster: Path, out: Path) -> Path:
    """The roster with its people in another order."""
    book = openpyxl.load_workbook(roster)
    sheet = book.active
    assert sheet is not None
    people = [row for row in sheet.iter_rows(min_row=HEADER_ROWS + 1, values_only=True) if any(row)]
    sheet.delete_rows(HEADER_ROWS + 1, sheet.max_row)
    random.Random(2).shuffle(people)
    for place, person in enumerate(people, HEADER_ROWS + 1):
        for column, value in enumerate(person, 1):
            sheet.cell(place, column, value)
    book.save(out)
    return out


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_sheet_and_cost_equal_the_expected_files(stock: Stock, cases: Path, case: str) -> None:
    line, wanted = stock.original(f"{case} run"), expected(cases / case)
    assert line.sheet() == (cases / case / "expected-sheet.csv").read_bytes()
    assert line.cost() == (cases / case / "expected-employer.csv").read_bytes()
    *slips, total = rows(line.sheet())
    assert {code: total[code] for code in wanted["total"]} == wanted["total"]
    assert capital_amount(fen_from_yuan(total["NET"])) == wanted["net_total_upper"]
    assert len(slips) == wanted["slips"]
    assert total["STATUS"] == str(wanted["payable_slips"])


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_the_run_counts_slips_and_names_each_negative_net(stock: Stock, cases: Path, case: str) -> None:
    wanted = expected(cases / case)
    line = stock.copy(case)
    first = line.calculate()
    negative = [(one["工号"], "NET", "NEGATIVE_NET") for one in wanted["negative_net"]]
    assert [(error["number"], error["field"], error["kind"]) for error in first["errors"]] == negative
    assert all(error["message"] for error in first["errors"])
    assert (first["created"], first["slips"], first["payable"]) == (
        wanted["slips"], wanted["slips"], wanted["payable_slips"],
    )  # fmt: skip
    canonical = line.canonical()
    again = line.calculate()
    assert again["content_hash"] == first["content_hash"]
    assert line.canonical() == canonical


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_branch_sheets_add_up_to_the_expected_branch_totals(stock: Stock, cases: Path, case: str) -> None:
    line, wanted = stock.original(f"{case} run"), expected(cases / case)
    book = openpyxl.load_workbook(cases / case / "organisation.xlsx", read_only=True)
    codes = {row[1]: row[0] for row in book.worksheets[0].iter_rows(min_row=HEADER_ROWS + 1, values_only=True)}
    for name, totals in wanted["branches"].items():
        out = line.data / "branch.csv"
        line.do("payroll", "sheet", "2026-10", "--format", "csv", "--unit", codes[name], "--out", out)
        total = rows(out.read_bytes())[-1]
        assert {code: total[code] for code in totals if code != "headcount"} == {
            code: amount for code, amount in totals.items() if code != "headcount"
        }


def test_the_messy_roster_imports_to_the_same_data(stock: Stock, cases: Path) -> None:
    case = cases / "case-public"
    line = stock.copy("empty")
    line.import_case(case, roster=case / "roster-messy.xlsx")
    assert line.canonical() == stock.original("case-public").canonical()


def bad_case(stock: Stock, case: Path) -> CommandLine:
    line = stock.copy("empty")
    line.import_case(case, leave_out=("roster", "changes", "opening-balances", "monthly-inputs"))
    return line


def test_the_bad_roster_reports_exactly_its_bad_rows_and_changes_nothing(stock: Stock, cases: Path) -> None:
    case = cases / "case-public"
    wanted = json.loads((case / "expected-errors.json").read_text(encoding="utf-8"))
    line = bad_case(stock, case)
    before = line.canonical("--history")
    result = line.try_(*import_words("roster", case / "roster-bad.xlsx"), "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 0)
    found = {(error["row"], error["column"], error["kind"]) for error in answer["errors"]}
    missing = [
        error
        for error in wanted["errors"]
        if not {(error["row"], error[key], error["kind"]) for key in ("column", "or_column") if key in error} & found
    ]
    assert missing == []
    assert {row for row, _, _ in found} == {error["row"] for error in wanted["errors"]}
    assert not {row for row, _, _ in found} & set(wanted["good_rows"])
    assert all(error["message"] for error in answer["errors"])
    assert line.canonical("--history") == before


def test_a_person_on_file_cannot_come_again_under_another_number(stock: Stock, cases: Path, tmp_path: Path) -> None:
    line = stock.copy("case-small")
    before = line.canonical("--history")
    book = openpyxl.load_workbook(cases / "case-small" / "roster.xlsx")
    sheet = book.active
    assert sheet is not None
    number = 1 + [cell.value for cell in sheet[HEADER_ROWS]].index("工号")
    holder = sheet.cell(HEADER_ROWS + 2, number).value
    sheet.cell(HEADER_ROWS + 2, number, "ZQ9999")
    book.save(tmp_path / "renumbered.xlsx")
    answer = line.json(*import_words("roster", tmp_path / "renumbered.xlsx"))
    assert [(error["row"], error["column"], error["kind"]) for error in answer["errors"]] == [
        (HEADER_ROWS + 2, "身份证号", "id_duplicate")
    ]
    assert str(holder) in answer["errors"][0]["message"]
    assert line.canonical("--history") == before


def test_a_dry_run_counts_and_changes_nothing(stock: Stock, cases: Path) -> None:
    line = bad_case(stock, cases / "case-public")
    before = line.canonical("--history")
    words = import_words("roster", cases / "case-public" / "roster.xlsx")
    assert line.json(*words, "--dry-run")["created"] == expected(cases / "case-public")["people_on_roster"]
    assert line.canonical("--history") == before


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_importing_every_file_again_changes_nothing(stock: Stock, cases: Path, case: str) -> None:
    line = stock.copy(case)
    now, ever = line.canonical(), line.canonical("--history")
    for kind, _ in BEFORE_THE_RUN:
        answer = line.import_(kind, cases / case / f"{kind}.xlsx")
        assert (kind, answer["created"], answer["updated"]) == (kind, 0, 0)
        assert answer["unchanged"] > 0
    assert line.canonical() == now
    assert line.canonical("--history") == ever


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_people_in_any_order_give_the_same(stock: Stock, cases: Path, case: str, tmp_path: Path) -> None:
    line = stock.copy("empty")
    line.import_case(cases / case, roster=shuffled(cases / case / "roster.xlsx", tmp_path / "shuffled.xlsx"))
    assert line.canonical() == stock.original(case).canonical()
    line.calculate()
    assert line.sheet() == (cases / case / "expected-sheet.csv").read_bytes()
    assert line.canonical() == stock.original(f"{case} run").canonical()


def test_both_databases_hold_the_same(stock: Stock, cases: Path, canonicals: dict[str, bytes]) -> None:
    canonicals[stock.original("case-public run").url.partition(":")[0]] = stock.original("case-public run").canonical()
    assert len(set(canonicals.values())) == 1


@pytest.fixture(scope="module")
def canonicals() -> dict[str, bytes]:
    """The canonical export of each kind of database."""
    return {}


def test_the_program_itself_sets_up_imports_and_refuses(tmp_path: Path, cases: Path) -> None:
    """As a clerk types it: another process, its status and its one JSON object."""

    def ziqiang(*words: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "app.core.cli", "--data", tmp_path / "new", *words]
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)

    organisation = cases / "case-small" / "organisation.xlsx"
    assert ziqiang("import", "organisation", organisation).returncode == 1
    assert ziqiang("init").returncode == 0
    assert ziqiang("init").returncode == 1
    done = ziqiang("import", "organisation", organisation, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["errors"] == []
    assert ziqiang("import", "nothing", organisation).returncode == 2
