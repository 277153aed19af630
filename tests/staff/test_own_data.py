"""What somebody sees of herself on the screens: her file, the copy of her data, who saw it; and what others do not."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from app.core import audit, clock
from app.core.jobs import run_waiting
from app.staff import queries, reports
from app.staff.queries.requests import account_of
from tests.staff.house import TODAY
from tests.web_house import Web, whole_organisation

HER, HER_NUMBER = "employee", "ZQ0004"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def web(data_dir: Path, cases: Path, database_url: str) -> Iterator[Web]:
    with clock.frozen(TODAY), whole_organisation(data_dir, database_url, cases / "case-small") as built:
        yield built


def test_she_meets_her_own_file_and_nobody_elses(web: Web) -> None:
    page = web.as_(HER).get("/my/", headers=ENGLISH)
    assert page.status_code == 200
    assert HER_NUMBER in page.text
    for part in ("My payslips", "My requests", "My data", "Who saw my data", "Ask for a change"):
        assert part in page.text
    assert web.as_("hr").get("/my/").status_code == 403
    assert web.as_(HER).get("/my/?tab=contracts").status_code == 200


def test_a_full_number_is_shown_for_a_reason_and_stands_in_her_list(web: Web) -> None:
    her = web.as_(HER)
    assert her.post("/my/reveal/id_number", reason=" ").status_code == 422
    shown = her.post("/my/reveal/id_number", reason="visa")
    number = _id_number(web)
    assert number in shown.text
    assert number not in her.get("/my/").text
    web.as_("hr").post(f"/staff/employee/{HER_NUMBER}/reveal/id_number", reason="社保登记")
    web.as_("hr").post("/staff/employee/ZQ0006/reveal/id_number", reason="secret of another")
    seen = her.get("/my/seen", headers=ENGLISH).text
    assert "社保登记" in seen
    assert "visa" in seen
    assert "Showed in full: ID number" in seen
    assert "secret of another" not in seen


def test_a_list_that_may_hold_her_is_told_of_without_what_it_holds(web: Web) -> None:
    web.as_("hr").get("/staff/employees/export.csv")
    web.as_("finance").get("/payroll/slips/1/ZQ0004/")
    seen = web.as_(HER).get("/my/seen", headers=ENGLISH).text
    assert "Exported the list of employees" in seen
    assert "Read the payslip and its explanation: ZQ0004 2026-10" in seen


def test_the_copy_of_her_data_holds_hers_and_nobody_elses(web: Web) -> None:
    her = web.as_(HER)
    answer = her.post("/my/data")
    assert answer.status_code == 303
    job = answer.headers["Location"]
    assert run_waiting(web.system) == 1
    page = her.get(job)
    address = next(part for part in page.text.split('"') if part.endswith(".zip"))
    with ZipFile(BytesIO(her.get(address).data)) as archive:
        data = json.loads(archive.read("data.json"))
        (name,) = [one for one in archive.namelist() if one.endswith(".xlsx")]
        sheet = load_workbook(BytesIO(archive.read(name))).active
        assert sheet is not None
        cells = {str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None}
    held = data["data"]
    assert data["employee"] == HER_NUMBER
    assert held["staff.identification"][0]["ID number"] == _id_number(web)
    assert [slip["Month"] for slip in held["payroll.payslips"]] == ["2026-10"]
    assert {"staff.contact", "staff.contract", "payroll.entries", "staff.requests", "staff.seen"} <= held.keys()
    assert _id_number(web) in cells
    assert "ZQ0006" not in json.dumps(data)
    assert web.as_("employee-kunshan").get(address).status_code == 404
    with web.system.reading(web.system.actor("hr")) as session:
        taken = session.query(audit.AuditEntry).filter_by(action="export.personal").one()
        assert (taken.kind, taken.object_key) == ("export", HER_NUMBER)


def test_a_request_goes_from_her_phone_to_hr_and_finance(web: Web) -> None:
    her, card = web.as_(HER), "6222020000000000000"
    form = {"contact-phone": "13900001234", "bank_account-account": card}
    assert her.post("/my/change", **form).status_code == 422
    answer = her.post("/my/change", **form, reason="new card")
    assert answer.status_code == 303
    address = answer.headers["Location"]
    shown = her.get(address).text
    assert "13900001234" in shown
    assert card not in shown
    hr = web.as_("hr")
    page = hr.get(f"{address}/decide").text
    lines = set(re.findall(r'name="verdict-(\d+)"', page))
    versions = dict(re.findall(r'name="(version-\w+)" value="([^"]*)"', page))
    decision = {f"verdict-{line}": "approve" for line in lines} | {"start": "2026-10-15", "mode": "change"}
    stale = hr.post(f"{address}/decide", **decision, **dict.fromkeys(versions, "0/0"))
    assert stale.status_code == 409
    assert hr.post(f"{address}/decide", **decision, **versions).status_code == 303
    assert "13900001234" in hr.get(f"/staff/employee/{HER_NUMBER}").text
    assert hr.post(f"{address}/confirm", verdict="approve").status_code == 403
    finance = web.as_("finance")
    assert "13900001234" not in finance.get(address).text
    bank = {name: value for name, value in versions.items() if name == "version-bank_account"}
    assert finance.post(f"{address}/confirm", verdict="approve", **bank).status_code == 303
    with web.system.reading(web.system.actor("hr")) as session:
        assert account_of(session, queries.employee_numbered(session, HER_NUMBER)) == card


def test_the_list_of_requests_shows_each_her_part(web: Web) -> None:
    web.as_(HER).post("/my/change", **{"contact-phone": "13900001234"}, reason="new phone")
    for login, shown in ((HER, True), ("employee-kunshan", False), ("hr", True)):
        assert ("new phone" in web.as_(login).get("/staff/requests/").text) is shown, login
    assert "new phone" not in web.as_("finance").get("/staff/requests/").text
    assert web.as_("leader").get("/staff/requests/").status_code == 403


def _id_number(web: Web) -> str:
    with web.system.reading(web.system.actor("hr")) as session:
        employee = queries.employee_numbered(session, HER_NUMBER)
        return reports.secret_of(session, employee, "id_number", clock.today())
