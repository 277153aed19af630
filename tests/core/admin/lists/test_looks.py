"""Pivot, chart, calendar and kanban over real records: what they add up to, for whom, and what each figure opens.

Plain Python adds up the same rows, read by the operator.
"""

import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select

from app.core import access, clock
from app.core.admin.lists.pivot import saved_chart
from app.core.admin.lists.tree import Condition, Conditions, write
from app.core.periods import add_months
from app.payroll.models import PayRun, Payslip, RunTotal
from app.staff.models import Identity, OrgUnit, StaffToday
from app.staff.queries import names_today
from app.staff.views.employees import EmployeesView
from tests.postgres_server import PostgresServer
from tests.staff.house import KUNSHAN
from tests.web_house import Web, whole_organisation

EMPLOYEES = "/staff/employees/"
MOST_STATEMENTS = 15
CELL = re.compile(r'<td class="right[^"]*">(?:<a href="([^"]*)">)?([^<]*)')
TOTAL = re.compile(r"(?:/|of|共) ?([\d,]+)")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    """One organisation on each kind of database; tests only look, or put back what they changed."""
    folder, case = tmp_path_factory.mktemp("looks"), cases / "case-small"
    with ExitStack() as opened:
        url = f"sqlite:///{folder / 'ziqiang.db'}"
        if request.param == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = opened.enter_context(server.database())
        yield opened.enter_context(whole_organisation(folder, url, case, approved=False))


@dataclass(frozen=True)
class Person:
    branch: int | None
    unit: int | None
    post: str
    status: str
    hired: date | None
    left: date | None
    born: date
    contract_end: date | None


def everybody(web: Web) -> list[Person]:
    """Today's list, as the operator reads it."""
    with web.system.reading(access.operator()) as session:
        born = {key: day for key, day in session.execute(select(Identity.employee_id, Identity.birth_date))}
        posts = names_today(session)["posts"]
        return [
            Person(
                one.branch_id, one.unit_id, posts.get(one.post_id, ""), one.status, one.hire_date, one.leave_date,
                born[one.employee_id], one.contract_end,
            )
            for one in session.scalars(select(StaffToday))
        ]  # fmt: skip


def unit_id(web: Web, code: str) -> int:
    with web.system.reading(access.operator()) as session:
        return session.scalars(select(OrgUnit.id).where(OrgUnit.code == code)).one()


def sheet(web: Web, login: str, address: str, **query: str) -> list[list[Any]]:
    """The values of a pivot's workbook, line by line, from its headings on."""
    answer = web.as_(login).get(f"{address}export.xlsx?{urlencode({'view': 'pivot', **query})}")
    assert answer.status_code == 200, answer.text
    found = load_workbook(BytesIO(answer.data)).worksheets[0]
    return [[cell.value for cell in row] for row in found.iter_rows(min_row=2)]


def last_line(web: Web, login: str, address: str, **query: str) -> list[Any]:
    """The grand totals."""
    return sheet(web, login, address, **query)[-1]


def years(start: date, end: date) -> float:
    """Completed months as years."""
    months = 0
    while add_months(start, months + 1) <= end:
        months += 1
    return months / 12


def test_people_and_their_ages_add_up_as_in_plain_python(web: Web) -> None:
    today, people = clock.today(), everybody(web)
    lines = sheet(web, "hr", EMPLOYEES, **{"v.rows": "branch,post", "v.cols": "", "v.measures": "count,age,service"})
    groups: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        groups[one.post].append(one)
    assert lines[-1][2] == len(people)
    assert lines[-1][3] == pytest.approx(sum(years(one.born, today) for one in people) / len(people), abs=1e-6)
    served = [one for one in people if one.hired is not None and one.hired <= today]
    whole = sum(years(one.hired, min(today, one.left or today)) for one in served if one.hired)
    assert lines[-1][4] == pytest.approx(whole / len(served), abs=0.05)
    found: Counter[str] = Counter()
    for _branch, post, count, *_rest in lines[1:-1]:
        found[post or ""] += count
    del found[""]
    assert found == {post: len(inside) for post, inside in groups.items()}


@pytest.mark.parametrize("axis", ["age_group", "service_group"])
def test_people_stand_in_groups_of_five_years_in_their_order(web: Web, axis: str) -> None:
    today = clock.today()
    wanted: Counter[int] = Counter()
    for one in everybody(web):
        first = one.born if axis == "age_group" else one.hired
        last = today if axis == "age_group" else min(today, one.left or today)
        if first is not None and first <= today:
            wanted[int(years(first, last) // 5) * 5] += 1
    lines = sheet(web, "hr", EMPLOYEES, **{"v.rows": axis, "v.cols": "", "v.measures": "count"})
    found = [(label, count) for label, count in (line[:2] for line in lines[1:-1]) if "–" in str(label)]
    assert found == [(f"{first}–{first + 4}", wanted[first]) for first in sorted(wanted)]


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        ("hired:year", lambda day: str(day.year)),
        ("hired:quarter", lambda day: f"{day.year} Q{(day.month + 2) // 3}"),
        ("hired:month", lambda day: f"{day.year}-{day.month:02d}"),
    ],
)
def test_days_are_grouped_by_their_year_quarter_and_month(
    web: Web, axis: str, said: Callable[[date], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Counter(said(one.hired) for one in everybody(web) if one.hired)
    address = f"{EMPLOYEES}?view=pivot&v.rows={axis}&v.cols="
    page = web.as_("hr").get(address, headers={"Accept-Language": "en"}).text
    rows = re.findall(r'<th scope="row">([^<]*)</th><td class="right"><a href="[^"]*">(\d+)', page)
    assert {label: int(count) for label, count in rows if label not in ("合计", "Total")} == wanted


def test_every_figure_opens_the_records_behind_it(web: Web) -> None:
    browser = web.as_("hr")
    page = browser.get(f"{EMPLOYEES}?view=pivot&v.rows=contract_end:quarter,level&v.cols=status&v.measures=count").text
    cells = [(html.unescape(url), int(text)) for url, text in CELL.findall(page) if url]
    assert len(cells) > 20
    for url, count in cells:
        behind = browser.get(EMPLOYEES + url).text
        shown = re.search(r'aria-label="[^"]*"><span>[^<]*?([\d,]+)[^\d<]*</span>', behind)
        assert shown is not None
        assert int(shown[1]) == count, url


def test_whoever_has_a_branch_meets_the_sums_of_her_branch_alone(web: Web) -> None:
    kunshan, people = unit_id(web, KUNSHAN), everybody(web)
    inside = [one for one in people if one.branch == kunshan]
    assert 0 < len(inside) < len(people)
    measures = {"v.rows": "branch", "v.cols": "", "v.measures": "count,age"}
    lines = sheet(web, "hr-kunshan", EMPLOYEES, **measures)
    assert [line[1] for line in lines[1:]] == [len(inside), len(inside)]
    average = sum(years(one.born, clock.today()) for one in inside) / len(inside)
    assert lines[-1][2] == pytest.approx(average, abs=1e-6)
    for view in ("pivot", "chart", "kanban"):
        page = web.as_("hr-kunshan").get(f"{EMPLOYEES}?view={view}&v.rows=branch&v.lanes=branch").text
        assert page.count(f"f.branch={kunshan}") > 0
        others = {one.branch for one in people if one.branch not in (kunshan, None)}
        assert not [branch for branch in others if f"f.branch={branch}" in page]


def test_pay_adds_up_and_a_branch_meets_its_own(web: Web) -> None:
    with web.system.reading(access.operator()) as session:
        run = session.scalars(select(PayRun)).one().id
        slips = list(session.scalars(select(Payslip)))
        totals = list(session.scalars(select(RunTotal).where(RunTotal.item == "NET")))
        session.expunge_all()
    address, wanted = (
        f"/payroll/runs/{run}/slips/",
        {"v.rows": "branch,post", "v.measures": "gross,contributions,tax,net"},
    )
    assert last_line(web, "finance", address, **wanted)[2:] == _yuan(slips)
    by_branch = {slip.branch for slip in slips}
    for branch in by_branch:
        chosen = last_line(web, "finance", address, **wanted, **{"f.branch": branch})
        assert chosen[2:] == _yuan([slip for slip in slips if slip.branch == branch])
    own = next(slip.branch for slip in slips if slip.unit_id == unit_id(web, KUNSHAN) or "昆山" in slip.branch)
    hers = [slip for slip in slips if slip.branch == own]
    assert len(hers) < len(slips)
    assert last_line(web, "finance-kunshan", address, **wanted)[2:] == _yuan(hers)
    runs = {"v.rows": "state", "v.measures": "net"}
    assert last_line(web, "finance", "/payroll/runs/", **runs)[1] == pytest.approx(sum(t.amount for t in totals) / 100)
    part = sum(slip.net for slip in hers if slip.status == "OK") / 100
    assert last_line(web, "finance-kunshan", "/payroll/runs/", **runs)[1] == pytest.approx(part)
    assert web.as_("hr").get(f"{address}?view=pivot").status_code == 403


def test_pay_by_unit_adds_up_to_the_slips_for_whoever_may_see_them(web: Web) -> None:
    with web.system.reading(access.operator()) as session:
        slips = list(session.scalars(select(Payslip).where(Payslip.status == "OK")))
        session.expunge_all()
    wanted = {"v.rows": "branch,unit", "v.cols": "", "v.measures": "people,gross,contributions,tax,net"}
    by_branch: dict[str, list[Payslip]] = defaultdict(list)
    for slip in slips:
        by_branch[slip.branch].append(slip)
    lines = sheet(web, "finance", "/payroll/units/", **wanted)
    for branch, inside in by_branch.items():
        group = next(line for line in lines if str(line[0]).startswith(branch) and not line[1])
        assert group[2:] == [len(inside), *_yuan(inside)]
    assert lines[-1][2:] == [len(slips), *_yuan(slips)]
    own = next(branch for branch in by_branch if "昆山" in branch)
    assert last_line(web, "finance-kunshan", "/payroll/units/", **wanted)[2:] == [
        len(by_branch[own]),
        *_yuan(by_branch[own]),
    ]
    assert web.as_("hr").get("/payroll/units/?view=pivot").status_code == 403


def _yuan(slips: list[Payslip]) -> list[Any]:
    sums = (sum(getattr(slip, name) for slip in slips) for name in ("gross", "contributions", "tax", "net"))
    return [pytest.approx(total / 100) for total in sums]


def test_what_is_not_hers_to_know_she_neither_sees_nor_groups_by(web: Web) -> None:
    """The leader reads staff but not birth dates: neither ages, nor a pivot, a calendar or a filter by birth."""
    browser = web.as_("leader")
    page = browser.get(f"{EMPLOYEES}?view=pivot&v.rows=birth:month&v.measures=age").text
    assert 'value="age"' not in page
    assert 'value="birth' not in page
    calendar = browser.get(f"{EMPLOYEES}?view=calendar&v.by=birth~&v.month=2026-10").text
    assert 'value="birth' not in calendar
    assert 'value="birth~"' in web.as_("hr").get(f"{EMPLOYEES}?view=calendar").text
    where = write(Conditions("and", (Condition("birth", "after", ("1990-01-01",)),)))
    assert browser.get(f"{EMPLOYEES}?{urlencode({'view': 'pivot', 'where': where})}").status_code == 422
    assert 'value="age"' in web.as_("hr").get(f"{EMPLOYEES}?view=pivot").text
    assert browser.get(f"{EMPLOYEES}?view=tree").status_code == 404


def test_the_chart_shows_the_same_figures(web: Web) -> None:
    page = web.as_("hr").get(f"{EMPLOYEES}?view=chart&v.rows=status&v.cols=&v.measures=count").text
    found = re.search(r'data-chart="([^"]*)"', page)
    assert found is not None
    option = json.loads(html.unescape(found[1]))["option"]
    wanted = Counter(one.status for one in everybody(web))
    assert sorted(option["series"][0]["data"]) == sorted(wanted.values())


def test_a_saved_chart_is_drawn_for_a_board_as_its_reader_may_see_it(web: Web) -> None:
    query = "view=chart&v.rows=sex&v.cols=&f.status=active"
    for login in ("hr", "hr-kunshan"):
        with web.app.test_request_context(), web.system.reading(web.system.actor(login)) as session:
            block = saved_chart(EmployeesView(), session, query)
        assert block is not None
        branch = unit_id(web, KUNSHAN) if login == "hr-kunshan" else None
        people = [one for one in everybody(web) if one.status == "active" and branch in (None, one.branch)]
        assert sum(value or 0 for value in block.chart.series[0].values) == len(people)
        assert all(url.startswith(f"{EMPLOYEES}?") for url in block.chart.series[0].urls)


def test_the_calendar_has_every_record_on_its_day(web: Web) -> None:
    people, browser = everybody(web), web.as_("hr")
    month = max(
        Counter((one.hired.year, one.hired.month) for one in people if one.hired).items(), key=lambda one: one[1]
    )
    year, number = month[0]
    page = browser.get(f"{EMPLOYEES}?view=calendar&v.by=hired&v.month={year}-{number:02d}").text
    assert _on_days(page) == Counter(one.hired.day for one in people if one.hired and _of(one.hired, year, number))
    again = browser.get(f"{EMPLOYEES}?view=calendar&v.by=hired~&v.month=2026-{number:02d}").text
    earlier = (one.hired.day for one in people if one.hired and one.hired.month == number and one.hired.year < 2026)
    assert _on_days(again) == Counter(earlier)


def test_the_29th_of_february_returns_on_the_28th(web: Web) -> None:
    with web.system.writing(access.operator()) as session:
        first = session.scalars(select(StaffToday).order_by(StaffToday.employee_id)).first()
        assert first is not None
        hired, name, first.hire_date = first.hire_date, first.name, date(2024, 2, 29)
    page = web.as_("hr").get(f"{EMPLOYEES}?view=calendar&v.by=hired~&v.month=2026-02&v.day=28").text
    with web.system.writing(access.operator()) as session:
        session.get_one(StaffToday, first.employee_id).hire_date = hired
    opened = page[page.index('id="day"') :]
    assert name in opened
    assert 28 in _on_days(page)


def _of(day: date, year: int, number: int) -> bool:
    return (day.year, day.month) == (year, number)


def _on_days(page: str) -> Counter[int]:
    """How many records stand on each day, those that are only counted too."""
    found: Counter[int] = Counter()
    for part in page.split("<td")[1:]:
        day = re.search(r'datetime="\d+-\d+-(\d+)"', part)
        if day is not None:
            more = re.search(r"\+(\d+)", part.split('class="more"')[-1]) if 'class="more"' in part else None
            found[int(day[1])] += part.partition("</td>")[0].count("<li>") + (int(more[1]) if more else 0)
    return +found


def test_lanes_count_everybody_and_show_the_first(web: Web) -> None:
    page = web.as_("hr").get(f"{EMPLOYEES}?view=kanban&v.lanes=status").text
    lanes = [lane.partition("</section>")[0] for lane in page.split('<section class="lane"')[1:]]
    counts = [int(re.findall(r'<span class="count">(\d+)', lane)[0]) for lane in lanes]
    assert sorted(counts) == sorted(Counter(one.status for one in everybody(web)).values())
    assert [lane.count('class="card-of"') for lane in lanes] == [min(20, count) for count in counts]


def test_every_view_takes_few_statements_and_is_offered_where_it_fits(web: Web) -> None:
    views = ("pivot&v.rows=branch,post,hired:year&v.cols=status,education&v.measures=count,age,service", "chart")
    found = {}
    for path in (EMPLOYEES, "/payroll/runs/"):
        for view in (*views, "calendar&v.day=1", "kanban"):
            browser, statements = web.as_("hr" if path == EMPLOYEES else "finance"), []

            def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
                if not statement.startswith(("PRAGMA", "BEGIN")):
                    statements.append(statement)  # noqa: B023

            event.listen(web.system.database.engine, "before_cursor_execute", note)
            answer = browser.get(f"{path}?view={view}")
            event.remove(web.system.database.engine, "before_cursor_execute", note)
            assert answer.status_code == 200
            found[path, view] = len(statements)
    assert {key: count for key, count in found.items() if count > MOST_STATEMENTS} == {}
    own = web.as_("employee").get("/payroll/my-payslips/")
    assert "view=calendar" not in own.text
