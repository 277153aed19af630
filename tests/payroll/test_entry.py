"""Entering a month's inputs in the grid: saved whole or not at all, never over somebody else's cells."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select
from werkzeug.test import TestResponse

from app.core import access
from app.core.audit import AuditEntry
from app.payroll.models import MonthGrade, OneOffInput
from app.staff.models import Employee
from tests.web_house import Web

URL = "/payroll/inputs/"


class Grid:
    """The grid as somebody has it before her."""

    def __init__(self, web: Web, login: str = "finance", query: str = "?month=2026-10") -> None:
        self.browser = web.as_(login)
        page = self.browser.get(URL + query)
        assert page.status_code == 200, page.text
        self.text = html.unescape(page.text)
        self.columns = re.findall(r'role="columnheader" data-name="([^"]+)"', self.text)
        self.rows: dict[str, tuple[str, list[tuple[str, str, bool]]]] = {}
        for key, label, body in re.findall(
            r'<tr role="row" data-row="(\d+)"><th scope="row" role="rowheader">(\S+) [^<]*</th>(.*?)</tr>', self.text
        ):
            cells = re.findall(r"<td ([^>]*)>", body)
            self.rows[label] = (
                key,
                [
                    (
                        re.search(r'data-value="([^"]*)"', one).group(1),  # type: ignore[union-attr]
                        "".join(re.findall(r'data-version="([^"]*)"', one)),
                        "aria-readonly" in one,
                    )
                    for one in cells
                ],
            )

    def cell(self, number: str, column: str) -> tuple[str, str, bool]:
        return self.rows[number][1][self.columns.index(column)]

    def change(self, number: str, column: str, value: str) -> dict[str, str]:
        return {"row": self.rows[number][0], "column": column, "value": value, "version": self.cell(number, column)[1]}

    def save(self, *cells: dict[str, str]) -> TestResponse:
        return self.browser.post(URL, month="2026-10", q="", page="1", cells=json.dumps(cells))


def known_grades(web: Web, number: str) -> list[tuple[str, bool]]:
    """Every grade of the month somebody ever had, and whether it is known still."""
    with web.system.reading(access.operator()) as session:
        employee = session.scalars(select(Employee.id).where(Employee.number == number)).one()
        rows = session.scalars(select(MonthGrade).where(MonthGrade.employee_id == employee).order_by(MonthGrade.id))
        return [(row.grade, row.known_to is None) for row in rows]


def test_cells_are_entered_corrected_and_taken_back(web: Web) -> None:
    grid = Grid(web)
    assert grid.columns[:2] == ["grade", "special"]
    number, other = list(grid.rows)[:2]
    before = known_grades(web, number)
    answer = grid.save(grid.change(number, "grade", "基本合格"), grid.change(other, "special", "1,500"))
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["url"].startswith(URL)
    assert known_grades(web, number) == [(grade, False) for grade, _known in before] + [("基本合格", True)]
    grid = Grid(web)
    assert grid.cell(number, "grade")[0] == "基本合格"
    assert grid.cell(other, "special")[0] == "1500.00"
    assert grid.save(grid.change(number, "grade", "")).status_code == 200
    assert all(not known for _grade, known in known_grades(web, number))
    with web.system.reading(access.operator()) as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "inputs.enter")).all()) == 2


def test_one_wrong_cell_saves_none(web: Web) -> None:
    grid = Grid(web)
    first, second, third = list(grid.rows)[:3]
    before = known_grades(web, first)
    answer = grid.save(
        grid.change(first, "grade", "不合格"),
        grid.change(second, "grade", "极好"),
        grid.change(third, "special", "-5"),
        {**grid.change(third, "special", "5"), "column": "NO-SUCH"},
    )
    assert answer.json is not None
    assert "url" not in answer.json
    assert [(one["row"], one["column"]) for one in answer.json["errors"]] == [
        (grid.rows[second][0], "grade"),
        (grid.rows[third][0], "special"),
        (grid.rows[third][0], "NO-SUCH"),
    ]
    assert all(one["message"] for one in answer.json["errors"])
    assert known_grades(web, first) == before


def test_nobody_writes_over_what_she_did_not_see(web: Web) -> None:
    mine, theirs = Grid(web), Grid(web, "hr")
    number = next(iter(mine.rows))
    assert theirs.save(theirs.change(number, "grade", "不合格")).status_code == 200
    answer = mine.save(mine.change(number, "grade", "优秀"))
    assert answer.json is not None
    assert "url" not in answer.json
    assert "不合格" in answer.json["errors"][0]["message"]


def test_an_amount_keeps_its_reason_and_document(web: Web) -> None:
    with web.system.reading(access.operator()) as session:
        statement = select(OneOffInput, Employee.number).join(Employee, Employee.id == OneOffInput.employee_id)
        row, number = session.execute(statement.where(OneOffInput.reference != "", OneOffInput.line == 1)).first() or ()
        session.expunge(row)
    grid = Grid(web)
    assert grid.cell(number, row.code)[0] == f"{row.amount // 100}.{row.amount % 100:02d}"
    assert grid.save(grid.change(number, row.code, "12.30")).status_code == 200
    with web.system.reading(access.operator()) as session:
        known = select(OneOffInput).where(
            OneOffInput.employee_id == row.employee_id, OneOffInput.code == row.code, OneOffInput.known_to.is_(None)
        )
        now = session.scalars(known).one()
        assert (now.amount, now.reason, now.document, now.reference) == (1230, row.reason, row.document, row.reference)
    assert grid.save({"row": "x", "column": "grade", "value": "", "version": ""}).status_code == 422


def test_only_those_who_enter_for_everybody_open_it(web: Web) -> None:
    for login in ("employee", "auditor", "leader", "hr-kunshan", "finance-kunshan"):
        assert web.as_(login).get(URL).status_code == 403, login
        assert web.as_(login).post(URL, month="2026-10", cells="[]").status_code == 403, login


def test_people_are_found_by_pinyin_and_the_month_is_kept(web: Web) -> None:
    found = Grid(web, query="?month=2026-10&q=ZQ0004")
    assert list(found.rows) == ["ZQ0004"]
    assert 'value="2026-10"' in found.text


def test_the_grid_takes_few_statements(web: Web) -> None:
    browser = web.as_("finance")
    for path in (URL, "/imports/", "/imports/history", "/imports/monthly-inputs"):
        with counted(web) as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= 15, (path, statements)


@contextmanager
def counted(web: Web) -> Iterator[list[str]]:
    """The statements in the block."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(web.system.database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(web.system.database.engine, "before_cursor_execute", note)
