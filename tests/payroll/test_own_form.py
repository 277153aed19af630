"""A pay run in the organisation's own sheet: the same people and sums as the sheet that is built in."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.core import access, clock
from app.core.workbook_templates import keeping
from app.payroll.models import PayRun, Payslip
from app.staff.models import StaffToday
from tests.core.workbook_templates.forms import SHEET, allowance_form
from tests.staff.house import KUNSHAN, TODAY
from tests.web_house import Web, whole_organisation


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("own-form")
    url = f"sqlite:///{folder / 'z.db'}"
    with clock.frozen(TODAY), whole_organisation(folder / "data", url, cases / "case-small") as built:
        with built.system.writing(built.system.actor("finance")) as session:
            form = allowance_form()
            version, _strange = keeping.upload(session, "payroll.sheet", "社里的表", "表.xlsx", form)
            keeping.put_in_force(session, version.id, date(2026, 10, 31))
        yield built


def test_the_run_in_the_own_form(web: Web) -> None:
    with web.system.reading(access.operator()) as session:
        run = session.scalars(select(PayRun.id)).one()
        paid = select(Payslip.employee_number).where(Payslip.run_id == run, Payslip.status == "OK")
        numbers = session.scalars(paid).all()
    page = web.as_("finance").get(f"/payroll/runs/{run}/").text
    assert "社里的表" in page
    answer = web.as_("finance").get(f"/templates/draw/payroll.sheet/{run}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(BytesIO(answer.data))[SHEET]
    last = 4 + len(numbers)
    assert {sheet[f"B{row}"].value for row in range(5, last + 1)} == set(numbers)
    assert [sheet[f"A{row}"].value for row in range(5, last + 1)] == list(range(1, len(numbers) + 1))
    assert sheet[f"E{last + 1}"].value == f"=SUM(E5:E{last})"
    assert (sheet["F2"].value, sheet["G2"].value) == ("所属月份：", "2026年10月")
    assert sheet[f"A{last + 2}"].value.startswith("大写：")
    assert sheet[f"A{last + 2}"].value.endswith(("整", "角", "分"))


def test_one_unit_of_it_and_who_may(web: Web) -> None:
    with web.system.reading(access.operator()) as session:
        run = session.scalars(select(PayRun.id)).one()
        slips = session.scalars(select(Payslip.id).where(Payslip.run_id == run, Payslip.status == "OK")).all()
    whole = web.as_("finance").get(f"/templates/draw/payroll.sheet/{run}")
    part = web.as_("finance").get(f"/templates/draw/payroll.sheet/{run}?unit={KUNSHAN}")
    counts = [len(_numbers(answer.data)) for answer in (whole, part)]
    assert counts[0] == len(slips)
    assert 0 < counts[1] < counts[0]
    assert web.as_("hr").get(f"/templates/draw/payroll.sheet/{run}").status_code == 403
    assert web.as_("finance").get(f"/templates/draw/payroll.sheet/{run + 9}").status_code == 404
    assert web.as_("finance").get(f"/templates/draw/payroll.sheet/{run}?day=2026-10-30").status_code == 404


def test_the_roster_is_offered_on_the_list_of_employees(web: Web) -> None:
    with web.system.writing(web.system.actor("hr")) as session:
        version, _strange = keeping.upload(session, "staff.roster", "社里的花名册", "册.xlsx", allowance_form())
        keeping.put_in_force(session, version.id, date(2026, 1, 1))
        template = version.template_id
    with web.system.reading(access.operator()) as session:
        kunshan = access.node_coded(session, KUNSHAN).id
        here = (StaffToday.branch_id == kunshan, StaffToday.status.in_(("active", "probation")))
        working = set(session.scalars(select(StaffToday.number).where(*here)))
    page = web.as_("hr").get("/staff/employees/").text
    assert "社里的花名册" in page
    assert f'name="template" value="{template}"' in page
    at = f"/templates/draw/staff.roster/0?template={template}"
    answer = web.as_("hr").get(f"{at}&day=2026-10-15")
    assert answer.status_code == 200
    assert len(_numbers(answer.data)) > 20
    assert set(_numbers(web.as_("hr-kunshan").get(f"{at}&day=2026-10-15").data)) == working
    assert web.as_("hr").get(f"{at}&day=2026-13-45").status_code == 422
    assert web.as_("hr").get(f"{at}&day=2025-12-31").status_code == 404


def test_what_is_typed_wrong_comes_back_beside_the_sheet(web: Web) -> None:
    hr = web.as_("hr")
    assert hr.post("/templates/new", source="staff.roster", name="x").status_code == 422
    with web.system.writing(web.system.actor("hr")) as session:
        version, _strange = keeping.upload(session, "staff.roster", "另一册", "册.xlsx", allowance_form())
        number = version.id
    at = f"/templates/version/{number}"
    for path, form, status in (
        ("bind", {"sheet": SHEET, "cell": "ZZZZ1", "field": ":on", "seen": "x"}, 422),
        ("bind", {"sheet": SHEET, "cell": "A1", "field": ":on", "seen": "x"}, 409),
        ("rows", {"sheet": SHEET, "table": "people", "first": "5", "last": "6", "height": "9", "seen": "x"}, 409),
        ("in-force", {"start": "tomorrow"}, 422),
    ):
        answer = hr.post(f"{at}/{path}", **form)
        assert answer.status_code == status, path
        assert "data-cells" in answer.text
    assert hr.get("/templates/version/999").status_code == 404
    assert web.as_("hr-kunshan").get(at).status_code == 403
    assert web.as_("leader").get(at).status_code == 403


def _numbers(content: bytes) -> list[str]:
    sheet = load_workbook(BytesIO(content))[SHEET]
    found = [sheet[f"B{row}"].value for row in range(5, sheet.max_row + 1)]
    return [one for one in found if one and str(one).startswith("ZQ")]
