"""The list of employees as people work with it: filters, groups, columns, favourites, many found, batches, sheets."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app.core import access
from app.core.audit import AuditEntry
from app.core.jobs import run_waiting
from app.core.system import System
from app.staff.models import ID_NUMBER, Employee, Identity, OrgUnit, StaffToday
from tests.staff.house import KUNSHAN
from tests.web_house import Web, whole_organisation

LIST = "/staff/employees/"
NUMBER = re.compile(r'<td data-label="工号">.*?(ZQ\d{4})', re.DOTALL)
CHIP = re.compile(r'<span class="chip[^"]*"><b>(.*?)</b><span>(.*?)</span>', re.DOTALL)
GROUP = re.compile(r'aria-expanded="(true|false)">.*?<b>(.*?)</b> <span class="count">([\d,]+)<', re.DOTALL)


@pytest.fixture
def web(data_dir: Path, database_url: str, cases: Path) -> Iterator[Web]:
    with whole_organisation(data_dir, database_url, cases / "case-small", approved=False) as built:
        yield built


def everybody(system: System) -> list[Any]:
    one = StaffToday
    columns = (one.employee_id, one.number, one.name, one.hire_date, one.branch_id, one.status)
    with system.reading(access.operator()) as session:
        return list(session.execute(select(*columns).order_by(one.number)))


def asked(web: Web, login: str, query: str) -> str:
    answer = web.as_(login).get(LIST + query)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_filtered_and_grouped(web: Web) -> None:
    people = everybody(web.system)
    before = sorted(one.number for one in people if one.hire_date and one.hire_date.isoformat() < "2015-01-01")
    where = quote('["and",["hired","before","2015-01-01"]]')
    text = asked(web, "hr", f"?where={where}")
    assert NUMBER.findall(text) == before
    assert 0 < len(before) < len(people)
    assert CHIP.findall(text)[0][0] == "入职日期"
    # Without a script the form adds one condition, and the address is then clean.
    answer = web.as_("hr").get(f"{LIST}?add.field=hired&add.operator=before&add.value=2015-01-01&add.value=")
    assert answer.status_code == 303
    assert NUMBER.findall(web.as_("hr").get(answer.location).text) == before
    # Facets count what the filter leaves; chosen, they narrow it.
    of_branch = [one.number for one in people if one.branch_id == people[0].branch_id and one.number in before]
    assert NUMBER.findall(asked(web, "hr", f"?where={where}&f.branch={people[0].branch_id}")) == of_branch
    # Grouped: every branch with its count; opened, what it holds.
    counts = sorted(int(count) for _open, _label, count in GROUP.findall(asked(web, "hr", "?group=branch")))
    branches = [one.branch_id for one in people]
    assert counts == sorted(branches.count(branch) for branch in set(branches))
    here = people[0].branch_id
    text = asked(web, "hr", f"?group=branch,status,hired.year&open={here}&open={people[0].status}")
    years = [int(count) for _open, label, count in GROUP.findall(text) if re.fullmatch(r"\d{4}", label)]
    assert sum(years) == len([one for one in people if (one.branch_id, one.status) == (here, people[0].status)])
    text = asked(web, "hr", f"?group=branch&open={here}&size=20")
    assert NUMBER.findall(text) == [one.number for one in people if one.branch_id == here][:20]


@pytest.mark.parametrize(
    "query",
    [
        "where=[[", 'where=["salary","is","1"]', 'where=["hired","after","soon"]', 'where=["post","is","x"]',
        'where=["step","more","99999999999999999999"]', 'where=["name","contains","a%00b"]', "view=tree",
        "picked=nothing",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_and_breaks_nothing(web: Web, query: str) -> None:
    for path in ("", "export.csv", "sheet", "choices"):
        answer = web.as_("hr").get(f"{LIST}{path}?{query}")
        assert answer.status_code < 500, path
    assert web.as_("hr").get(f"{LIST}?{query}").status_code in (404, 422)
    for harmless in ("group=salary,x", "open=7&open=8", "f.branch=99999999999", "sort=salary", "columns=salary,x"):
        assert len(NUMBER.findall(asked(web, "hr", f"?{harmless}"))) in (0, len(everybody(web.system)))


def test_columns_and_favourites_are_kept(web: Web) -> None:
    hr, leader = web.as_("hr"), web.as_("leader")
    wanted = ["name", "status", "hired", "salary"]
    assert hr.post(f"{LIST}columns", column=wanted, query="sort=number").location == f"{LIST}?sort=number"
    exported = hr.get(f"{LIST}export.csv").data.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(exported))) == ["姓名", "状态", "入职日期"]
    assert "工号" in leader.get(f"{LIST}export.csv").data.decode("utf-8-sig").splitlines()[0]
    hr.post(f"{LIST}columns", reset="1", query="")
    assert "工号" in hr.get(f"{LIST}export.csv").data.decode("utf-8-sig").splitlines()[0]

    query = "where=%5B%22status%22%2C%22is%22%2C%22active%22%5D&sort=name"
    assert hr.post(f"{LIST}keep-favourite", name="自留筛选", query=query, default="1").status_code == 303
    assert hr.post(f"{LIST}keep-favourite", name="大家的", query="sort=name", shared="1").status_code == 303
    assert hr.get(LIST).location.endswith(query)
    assert "自留筛选" not in asked(web, "leader", "?page=1")
    assert "大家的" in asked(web, "leader", "?page=1")
    assert web.as_("branch").post(f"{LIST}keep-favourite", name="x", query="", shared="1").status_code == 403
    assert hr.post(f"{LIST}keep-favourite", name=" ", query="").status_code == 422
    text = asked(web, "hr", "?page=1")
    numbers = re.findall(r'action="drop-favourite">.*?name="favourite" value="(\d+)"', text, re.DOTALL)
    assert len(numbers) == 2
    assert [web.as_("branch").post(f"{LIST}drop-favourite", favourite=one).status_code for one in numbers] == [404, 404]
    assert {hr.post(f"{LIST}drop-favourite", favourite=one).status_code for one in numbers} == {303}
    assert hr.get(LIST).status_code == 200  # the default went with it


def test_many_are_found_at_once(web: Web) -> None:
    people = everybody(web.system)
    name, number, other = people[3].name, people[5].number, people[8]
    pasted = f"{name}\t站长\n{number}\n\n{number}\n没有此人\n{other.name}"
    answer = web.as_("hr").post(f"{LIST}find-many", lines=pasted)
    text = web.as_("hr").get(answer.location).text
    named = {name, other.name}
    assert NUMBER.findall(text) == sorted(one.number for one in people if one.name in named or one.number == number)
    assert "没有此人" in text
    # Whoever gets the link sees whom she may meet, and not what was pasted.
    shared = web.as_("branch-kunshan").get(answer.location).text
    assert set(NUMBER.findall(shared)) == set(NUMBER.findall(text)) & _numbers_of(web.system, KUNSHAN)
    assert "没有此人" not in shared
    # ID numbers: for those who may show them, and only exactly.
    identity = _id_number(web.system, people[0])
    for login, found in (("hr", [people[0].number]), ("branch", [])):
        answer = web.as_(login).post(f"{LIST}find-many", lines=f"{identity}\n{identity[:-1]}0")
        text = web.as_(login).get(answer.location).text
        assert NUMBER.findall(text) == found, login
        assert identity not in text
    assert web.as_("hr").post(f"{LIST}find-many", lines="\n".join(map(str, range(2001)))).status_code == 422


def test_a_batch_is_previewed_and_carried_out(web: Web) -> None:
    hr, people = web.as_("hr"), everybody(web.system)
    keys = [people[0].employee_id, people[2].employee_id]
    seen = hr.post(f"{LIST}batch?do=registrations", key=keys)
    assert seen.status_code == 200
    assert people[0].name in seen.text
    form = dict(re.findall(r'name="(seen|all)" value="(\w+)"', seen.text))
    assert hr.post(f"{LIST}batch-run?do=registrations", key=keys[:1], **form).status_code == 200  # shown anew
    answer = hr.post(f"{LIST}batch-run?do=registrations", key=keys, **form)
    assert answer.location.startswith("/jobs/")
    assert run_waiting(web.system) == 1
    assert hr.get(f"{answer.location}/files/registrations.pdf").data.startswith(b"%PDF-")
    # All that match: by the state of the address.
    where = quote(f'["number","is","{people[4].number}"]')
    seen = hr.post(f"{LIST}batch?do=registrations&where={where}", all="1")
    assert [one.number for one in people if one.number in seen.text] == [people[4].number]
    # Nobody does it to those she does not meet, or without the permission, or to nobody.
    hers = _numbers_of(web.system, KUNSHAN)
    strange = [one.employee_id for one in people if one.number not in hers]
    assert web.as_("branch-kunshan").post(f"{LIST}batch?do=registrations", key=strange).status_code == 422
    assert web.as_("trainer").post(f"{LIST}batch?do=registrations", key=keys).status_code == 403
    assert hr.post(f"{LIST}batch?do=registrations").status_code == 422
    assert hr.post(f"{LIST}batch?do=nothing", key=keys).status_code == 404


def test_a_sheet_to_sign(web: Web) -> None:
    answer = web.as_("hr").get(f"{LIST}sheet?sheet.title=领取表&sheet.day=2026-10-15&sheet.blank=note&q=ZQ")
    assert answer.data.startswith(b"%PDF-")
    with web.system.reading(access.operator()) as session:
        logged = session.scalars(select(AuditEntry.count).where(AuditEntry.action == "sheet.staff_employees")).all()
    assert logged == [len(everybody(web.system))]


def _numbers_of(system: System, branch: str) -> set[str]:
    of_branch = (
        select(StaffToday.number).join(OrgUnit, OrgUnit.id == StaffToday.branch_id).where(OrgUnit.code == branch)
    )
    with system.reading(access.operator()) as session:
        return set(session.scalars(of_branch))


def _id_number(system: System, one: Any) -> str:
    columns = select(Employee.uid, Identity.id_number_cipher).join(Identity, Identity.employee_id == Employee.id)
    hers = columns.where(Employee.id == one.employee_id, Identity.known_to.is_(None))
    with system.reading(access.operator()) as session:
        uid, cipher = session.execute(hers.order_by(Identity.start.desc()).limit(1)).one()
        return ID_NUMBER.open(system.keyring, uid, cipher)
