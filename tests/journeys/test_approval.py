"""Approval: by a second person who may, once; what is approved never changes."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.core.access import RoleAssignment, User, operator
from app.core.clock import today
from app.core.periods import Month
from app.core.system import System
from app.payroll.errors import MakerCannotApprove
from app.payroll.services.runs import approve_run
from tests.journeys.conftest import Stock
from tests.journeys.driver import MONTH, CommandLine, import_words

APPROVE = ("payroll", "approve", MONTH, "--as")


def ready(stock: Stock) -> CommandLine:
    """case-small, with a chief and a clerk of finance and a head of HR."""
    line = stock.copy("case-small")
    for login, role in (("chief", "finance_head"), ("clerk", "finance"), ("hr", "hr_head")):
        assert login in line.do("user", "add", login, "--role", role)
    return line


def files_of(line: CommandLine) -> tuple[bytes, bytes]:
    return line.sheet(), line.cost()


def test_the_operator_a_clerk_and_nobody_cannot_approve(stock: Stock) -> None:
    line = ready(stock)
    line.refused(*APPROVE, "chief")  # no run yet
    line.calculate()
    before = line.canonical()
    for login in ("operator", "clerk", "hr", "nobody"):
        line.refused(*APPROVE, login)
    assert line.try_("payroll", "approve", MONTH).exit_code == 2
    assert line.canonical() == before


def test_the_maker_cannot_approve_even_with_both_roles(stock: Stock) -> None:
    line = ready(stock)
    line.do("user", "add", "second", "--role", "finance_head")
    assert line.calculate("--as", "clerk")["slips"] > 0
    system = System(line.data, line.url)
    with system.writing(operator()) as session:
        clerk = session.scalars(select(User).where(User.login == "clerk")).one()
        session.add(RoleAssignment(user_id=clerk.id, role="finance_head", start=today()))
    with pytest.raises(MakerCannotApprove), system.writing(system.actor("clerk")) as session:
        approve_run(session, Month.parse(MONTH))
    system.database.close()
    line.refused(*APPROVE, "clerk")
    line.do(*APPROVE, "second")


def test_what_is_approved_never_changes(stock: Stock, cases: Path, tmp_path: Path) -> None:
    line = ready(stock)
    made = line.calculate()
    before = files_of(line)
    assert made["content_hash"] in line.do(*APPROVE, "chief")
    sealed = line.canonical()
    assert line.try_("payroll", "run", MONTH).exit_code == 1
    line.refused(*APPROVE, "chief")
    assert files_of(line) == before
    assert line.canonical() == sealed

    changed = tmp_path / "changes.xlsx"
    book = openpyxl.load_workbook(cases / "case-small" / "changes.xlsx")
    sheet = book.worksheets[0]
    moved = sheet.max_row + 1
    for column, value in enumerate(("ZQ0001", date(2026, 10, 20), "档次", 1, "苏自强〔2026〕99号", "更正"), 1):
        sheet.cell(moved, column, value)
    book.save(changed)
    assert line.json(*import_words("changes", changed))["created"] > 0
    line.refused("payroll", "run", MONTH)
    assert files_of(line) == before
    line.do("audit", "verify")
