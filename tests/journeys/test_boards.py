"""Boards with people behind them: every count opens the list of just those counted, and nobody learns of others.

Contracts, registrations and accounts of case-small are set so that the days around each limit are met. Expected counts
are those written here, not the program's.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import delete, event, select, update

from app.core import access, clock
from app.core.access import node_coded
from app.staff.models import BankAccount, Contract, Qualification, StaffToday
from app.staff.services import refresh_today
from tests.staff.house import GUSU, KUNSHAN
from tests.web_house import Web, whole_organisation

MOST = 15
ROLES = ("hr", "hr_head", "leader", "finance", "finance_head", "trainer", "branch", "auditor", "employee", "sysadmin")
ENGLISH = {"Accept-Language": "en"}
LABEL = '<span class="tile-label">[^<]*</span>'
COUNT = re.compile(rf'href="(/staff/due/[a-z-]+/)\?page=1"[^>]*>{LABEL}<strong>([\d,]+)</strong>')
FIGURE = re.compile(r'<a href="(/staff/figures/[^"]+)">(\d+)</a>')
NUMBER = re.compile(r"/staff/employee/(ZQ\d{4})")


@dataclass
class Boards:
    """The organisation, and whom the test made due, by list: Kunshan's people and the others."""

    web: Web
    due: dict[str, tuple[set[str], set[str]]]

    def counts(self, login: str) -> dict[str, int]:
        found = COUNT.findall(self.web.as_(login).get("/attention/", headers=ENGLISH).text)
        return {url.split("/")[3]: int(count) for url, count in found}

    def listed(self, login: str, path: str) -> set[str]:
        answer = self.web.as_(login).get(path, headers=ENGLISH)
        assert answer.status_code == 200, (login, path)
        return set(NUMBER.findall(answer.text))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def boards(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Boards]:
    folder = tmp_path_factory.mktemp("boards")
    if request.param == "sqlite":
        with whole_organisation(folder / "data", f"sqlite:///{folder / 'z.db'}", cases / "case-small") as web:
            yield Boards(web, make_due(web))
        return
    server = request.getfixturevalue("postgres_server")
    with server.database() as url, whole_organisation(folder / "data", url, cases / "case-small") as web:
        yield Boards(web, make_due(web))


def make_due(web: Web) -> dict[str, tuple[set[str], set[str]]]:
    """Set the facts: k1.. are people of Kunshan, g1.. of Gusu, in the order of their numbers."""
    today = clock.today()
    with web.system.writing(access.operator()) as session:
        ids = {code: node_coded(session, code).id for code in (KUNSHAN, GUSU)}
        people = {
            code: list(
                session.scalars(
                    select(StaffToday)
                    .where(StaffToday.branch_id == node, StaffToday.status.in_(("active", "probation")))
                    .order_by(StaffToday.number)
                )
            )
            for code, node in ids.items()
        }
        (k1, k2, k3, k4, *_k), (g1, g2, g3, *_g) = people[KUNSHAN], people[GUSU]
        session.execute(delete(Contract))
        ends = {k1: 0, g1: 60, g2: 61, k2: -1, k3: 10}
        for person in session.scalars(select(StaffToday)).all():
            end = today + timedelta(days=ends.get(person, 3650))
            session.add(contract(person.employee_id, date(2010, 1, 1), end))
        session.add(contract(k3.employee_id, today + timedelta(days=11), today + timedelta(days=900)))
        session.execute(delete(Qualification))
        for person, name, days in (
            (k1, "A", 90),
            (g1, "A", 91),
            (g2, "A", 0),
            (g2, "B", 5),
            (k4, "B", -1),
            (g3, "B", 400),
        ):
            until = today + timedelta(days=days)
            facts = {"employee_id": person.employee_id, "name": name, "obtained": date(2020, 1, 1)}
            session.add(Qualification(**facts, registered_until=until, known_from=clock.now()))
        closed = update(BankAccount).where(BankAccount.employee_id.in_((k2.employee_id, g3.employee_id)))
        session.execute(closed.values(known_to=clock.now()))
        refresh_today(session)
    return {
        "contracts": ({k1.number}, {g1.number}),
        "contracts-over": ({k2.number}, set()),
        "registration": ({k1.number}, {g2.number}),
        "registration-over": ({k4.number}, set()),
        "no-bank": ({k2.number}, {g3.number}),
        "no-unit": (set(), set()),
        "no-identity": (set(), set()),
    }


def contract(employee_id: int, start: date, end: date) -> Contract:
    return Contract(employee_id=employee_id, type="固定期限", start=start, end=end, known_from=clock.now())


@contextmanager
def counting(web: Web) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(web.system.database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(web.system.database.engine, "before_cursor_execute", note)


def test_every_count_is_its_list(boards: Boards) -> None:
    for login, whole in (("hr", True), ("branch-kunshan", False)):
        counts = boards.counts(login)
        for name, (kunshan, others) in boards.due.items():
            wanted = kunshan | others if whole else kunshan
            assert counts[name] == len(wanted), (login, name)
            assert boards.listed(login, f"/staff/due/{name}/") == wanted, (login, name)


def test_personal_due_dates_are_counted_for_those_who_may_read_them(boards: Boards) -> None:
    personal = {"no-bank", "no-identity", "retirement"}
    assert personal <= boards.counts("hr").keys()
    for login in ("trainer", "finance", "leader"):
        assert not personal & boards.counts(login).keys(), login
        for name in personal:
            assert boards.web.as_(login).get(f"/staff/due/{name}/").status_code == 403, (login, name)
    assert boards.web.as_("sysadmin").get("/staff/due/contracts/").status_code == 403
    assert boards.counts("sysadmin") == {}


def test_figures_open_the_people_they_count(boards: Boards) -> None:
    with boards.web.system.reading(access.operator()) as session:
        columns = (StaffToday.number, StaffToday.branch_id, StaffToday.status)
        rows = session.execute(select(*columns)).all()
        kunshan = node_coded(session, KUNSHAN).id
    at_work = [row for row in rows if row.status in ("active", "probation")]
    for login, mine in (("hr", at_work), ("branch-kunshan", [row for row in at_work if row.branch_id == kunshan])):
        home = boards.web.as_(login).get("/", headers=ENGLISH).text
        figures = {unescape(url): int(count) for url, count in FIGURE.findall(home)}
        shown = {url: boards.listed(login, url) for url in figures if "/left/" not in url}
        assert {url: len(people) for url, people in shown.items()} == {url: figures[url] for url in shown}, login
        for what in ("age", "service"):
            found = [people for url, people in shown.items() if f"/figures/{what}/" in url]
            assert set().union(*found) == {row.number for row in mine}, (login, what)
            assert sum(map(len, found)) == len(mine)


def test_a_branch_meets_no_number_of_another(boards: Boards) -> None:
    """A figure of another branch's unit, or of everybody's age, is empty or only her own."""
    with boards.web.system.reading(access.operator()) as session:
        gusu = node_coded(session, GUSU).id
        foreign = set(session.scalars(select(StaffToday.number).where(StaffToday.branch_id == gusu)))
        stations = set(session.scalars(select(StaffToday.unit_id).where(StaffToday.branch_id == gusu)))
    for unit in stations:
        assert boards.listed("branch-kunshan", f"/staff/figures/unit/{unit}/") == set()
        assert boards.listed("hr", f"/staff/figures/unit/{unit}/") & foreign
    home = boards.web.as_("branch-kunshan").get("/").text
    assert "姑苏" not in home
    assert "昆山" in home


def test_pay_stands_on_the_boards_of_those_who_may_see_it(boards: Boards) -> None:
    for login, sees in (("leader", True), ("finance", True), ("auditor", True), ("hr", False), ("branch", False)):
        assert ("Monthly pay cost" in boards.web.as_(login).get("/", headers=ENGLISH).text) == sees, login
        assert ("payroll.monthly_cost" in boards.web.as_(login).get("/?arrange=1", headers=ENGLISH).text) == sees, login
    assert boards.web.as_("hr").get("/boards/finance").status_code == 404


@pytest.mark.parametrize("login", ROLES)
def test_boards_take_few_statements(boards: Boards, login: str) -> None:
    browser = boards.web.as_(login)
    for path in ("/", "/?arrange=1", "/attention/", "/year/2026/", "/year/2026/staff.health_checks"):
        with counting(boards.web) as statements:
            answer = browser.get(path)
        assert answer.status_code in (200, 403), (login, path)
        assert len(statements) <= MOST, (login, path, len(statements))


def test_a_first_page_is_arranged_by_and_for_one_user(boards: Boards) -> None:
    hr, head = boards.web.as_("hr"), boards.web.as_("hr_head")
    before = tiles(head.get("/").text)
    assert tiles(hr.get("/").text) == before
    last = before[-1]
    for form in ({"verb": "move", "tile": last, "by": "-99"}, {"verb": "remove", "tile": before[1]}):
        assert hr.post("/boards/arrange", **form).status_code == 303
    assert hr.post("/boards/arrange", verb="width", tile=last, by="-2").status_code == 303
    page = hr.get("/").text
    assert tiles(page) == [last, before[0], *before[2:-1]]
    assert f'width-1" data-tile="{last}"' in page.replace(" row-start", "")
    assert tiles(head.get("/").text) == before
    assert hr.post("/boards/arrange", verb="order", order=",".join(before)).status_code == 303
    assert tiles(hr.get("/").text) == [before[0], *before[2:]]
    assert hr.post("/boards/arrange", verb="add", tile=before[1]).status_code == 303
    assert set(tiles(hr.get("/").text)) == set(before)
    assert hr.post("/boards/arrange", verb="back").status_code == 303
    assert tiles(hr.get("/").text) == before


def test_nobody_adds_a_tile_that_is_not_hers(boards: Boards) -> None:
    hr = boards.web.as_("hr")
    for form in (
        {"verb": "add", "tile": "payroll.monthly_cost"},
        *({"verb": verb, "tile": "nothing"} for verb in ("add", "remove", "move", "width", "", "drop")),
    ):
        assert hr.post("/boards/arrange", **form).status_code == 422, form
    assert "payroll.monthly_cost" not in hr.get("/?arrange=1").text


def tiles(page: str) -> list[str]:
    return re.findall(r'data-tile="([^"]+)"', page)
