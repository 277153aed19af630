"""The year board: shipped tasks, what the system sees, the branches' ticks, and changing tasks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core import access
from app.core.access import node_coded
from app.core.audit import AuditEntry
from app.core.yearboard import YearTick
from tests.staff.house import GUSU, KUNSHAN
from tests.web_house import Web, whole_organisation

ENGLISH = {"Accept-Language": "en"}
CHECKS = "/year/2026/staff.health_checks"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("year")
    if request.param == "sqlite":
        with whole_organisation(folder / "data", f"sqlite:///{folder / 'z.db'}", cases / "case-small") as built:
            yield built
        return
    server = request.getfixturevalue("postgres_server")
    with server.database() as url, whole_organisation(folder / "data", url, cases / "case-small") as built:
        yield built


def node(web: Web, code: str) -> int:
    with web.system.reading(access.operator()) as session:
        return node_coded(session, code).id


def ticks(web: Web, code: str) -> dict[int, str]:
    with web.system.reading(access.operator()) as session:
        rows = session.execute(select(YearTick.node_id, YearTick.done_by).where(YearTick.code == code))
        return {node_id: login for node_id, login in rows}


def logged(web: Web, action: str) -> int:
    with web.system.reading(access.operator()) as session:
        return session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


def cards(page: str) -> dict[str, str]:
    """The state of every card, by the code of its task."""
    found = re.findall(r'<a class="year-card edge-(\w+)" href="/year/\d+/([^"]+)"', page)
    return {code: tone for tone, code in found}


def test_the_year_is_shipped_and_the_system_ticks_what_it_sees(web: Web) -> None:
    """October's run is sealed, no other; rates are known from January on alone."""
    states = cards(web.as_("hr").get("/year/2026/", headers=ENGLISH).text)
    assert states["payroll.run.10"] == "good"
    assert states["payroll.run.12"] == "muted"
    assert {
        "staff.appraisal",
        "staff.exam_registration",
        "staff.annual_inspection",
        "payroll.heat_allowance",
    } < states.keys()
    assert states["staff.health_checks"] == "warning"
    page = web.as_("hr").get("/year/2026/payroll.run.10", headers=ENGLISH).text
    assert "seen by the system" in page


def test_a_branch_sees_and_ticks_her_own_step_alone(web: Web) -> None:
    mine, other = node(web, KUNSHAN), node(web, GUSU)
    local = web.as_("branch-kunshan")
    page = local.get(CHECKS, headers=ENGLISH).text
    assert "昆山" in page
    assert "姑苏" not in page
    assert local.post(f"{CHECKS}/tick", node=str(other), done="1").status_code == 404
    assert local.post(f"{CHECKS}/tick", node=str(mine), done="1", note="都查过了").status_code == 303
    assert local.post(f"{CHECKS}/tick", node=str(mine), done="1").status_code == 303
    assert ticks(web, "staff.health_checks") == {mine: "branch-kunshan"}
    assert logged(web, "year.tick") == 1
    assert "都查过了" in web.as_("hr").get(CHECKS).text
    assert web.as_("leader-kunshan").post(f"{CHECKS}/tick", node=str(other), done="0").status_code == 404
    assert local.post(f"{CHECKS}/tick", node=str(mine), done="0").status_code == 303
    assert ticks(web, "staff.health_checks") == {}


def test_a_branch_does_not_meet_the_tasks_of_headquarters(web: Web) -> None:
    local = web.as_("branch-kunshan")
    states = cards(local.get("/year/2026/").text)
    assert "staff.health_checks" in states
    assert not {"staff.budget", "payroll.run.10", "payroll.year_opening"} & states.keys()
    assert local.get("/year/2026/staff.budget").status_code == 404
    assert local.post("/year/2026/staff.budget/tick", node=str(node(web, "HQ")), done="1").status_code == 404


@pytest.mark.parametrize(("login", "status"), [
    ("employee", 403), ("sysadmin", 403), ("auditor", 403), ("leader", 303), ("finance", 303),
])  # fmt: skip
def test_the_whole_is_ticked_by_those_who_may(web: Web, login: str, status: int) -> None:
    root = node(web, "HQ")
    path = "/year/2026/staff.budget/tick"
    assert web.as_(login).post(path, node=str(root), done="1").status_code == status
    if status == 303:
        assert cards(web.as_("hr").get("/year/2026/").text)["staff.budget"] == "good"
        assert web.as_(login).post(path, node=str(root), done="0").status_code == 303
    assert ticks(web, "staff.budget") == {}


def test_a_task_is_changed_added_and_taken_out(web: Web) -> None:
    hr = web.as_("hr")
    form = {"title": "献血", "start": "2026-11-02", "due": "2026-11-20", "owner_role": "branch", "per_branch": "1"}
    for wrong in ({"title": " "}, {"due": "2026-11-01"}, {"due": "soon"}, {"url": "//elsewhere"}, {"owner_login": "x"}):
        assert hr.post("/year/2026/new", **{**form, **wrong}).status_code == 422, wrong
    assert web.as_("finance").post("/year/2026/new", **form).status_code == 403
    assert web.as_("hr-kunshan").post("/year/2026/new", **form).status_code == 403
    added = hr.post("/year/2026/new", **form, note="自愿")
    assert added.status_code == 303
    page = hr.get(f"{added.location}/change").text
    version = re.search(r'name="row_version" value="([^"]*)"', page)
    assert version
    assert hr.post(f"{added.location}/change", **form, row_version="older").status_code == 409
    changed = {**form, "due": "2026-12-05", "row_version": version[1]}
    assert hr.post(f"{added.location}/change", **changed).status_code == 303
    assert "2026-12-05" in web.as_("branch-kunshan").get(added.location).text
    assert added.location.rsplit("/", 1)[1] not in cards(hr.get("/year/2027/").text)
    assert hr.post(f"{added.location}/remove").status_code == 303
    assert hr.get(added.location).status_code == 404
    assert [logged(web, f"year.{verb}") for verb in ("add", "change", "remove")] == [1, 1, 1]


def test_a_shipped_task_is_written_anew_for_one_year(web: Web) -> None:
    hr, path = web.as_("hr"), "/year/2026/staff.retirements"
    form = {"title": "退休人员名单", "start": "2026-11-01", "due": "2026-11-30", "owner_login": "branch-kunshan"}
    assert hr.post(f"{path}/change", **form, row_version="").status_code == 303
    assert "退休人员名单" in hr.get("/year/2026/").text
    assert "退休人员名单" not in hr.get("/year/2027/").text
    local = web.as_("branch-kunshan")
    assert "退休人员名单" in local.get("/year/2026/").text
    assert local.post(f"{path}/tick", node=str(node(web, "HQ")), done="1").status_code == 303
    assert cards(hr.get("/year/2026/").text)["staff.retirements"] == "good"


def test_years_have_their_bounds(web: Web) -> None:
    hr = web.as_("hr")
    assert [hr.get(f"/year/{year}/").status_code for year in (1999, 2000, 2100, 2101)] == [404, 200, 200, 404]
    assert hr.get("/year/2026/nothing").status_code == 404
