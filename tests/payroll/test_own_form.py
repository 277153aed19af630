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


def _numbers(content: bytes) -> list[str]:
    sheet = load_workbook(BytesIO(content))[SHEET]
    found = [sheet[f"B{row}"].value for row in range(5, sheet.max_row + 1)]
    return [one for one in found if one and str(one).startswith("ZQ")]
