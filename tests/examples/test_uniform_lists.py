"""What a module of somebody else's adds to lists: a dimension and a measure on ours, a batch action on its own."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from app.core import access, clock
from app.core.imports.running import run_import
from app.core.modules import Module, discover
from app.core.system import System
from app.staff.models import StaffToday
from tests.staff.house import KUNSHAN, TODAY, WORKBOOKS
from tests.web_house import Web

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "uniforms"))
MODULE: Module = import_module("ziqiang_uniforms.manifest").module
LIST = "/staff/employees/"
NUMBER = re.compile(r'<td data-label="工号">.*?(ZQ\d{4})', re.DOTALL)
GROUP = re.compile(
    r'aria-expanded="\w+">.*?<b>(.*?)</b> <span class="count">(\d+)<.*?<small>\D*(\d+)</small>', re.DOTALL
)
WORN = {"ZQ0001": ("L", "M", 42), "ZQ0002": ("M", "M", 40), "ZQ0004": ("L", "L", 44)}


@pytest.fixture
def web(database_url: str, data_dir: Path, cases: Path) -> Iterator[Web]:
    system = System(data_dir, database_url, (*discover(), MODULE))
    operator = access.operator()
    with clock.frozen(TODAY):
        system.set_up()
        if "uniforms" not in [module.name for module in system.modules]:
            system.lifecycle.install(operator, "uniforms")
        for code, month in WORKBOOKS:
            kind = system.import_kind(code)
            assert kind is not None
            file = cases / "case-small" / f"{code}.xlsx"
            run_import(
                lambda: system.reading(operator), lambda: system.writing(operator), kind, file, month, dry_run=False
            )
        _dress(system)
        built = Web(system, create_app(system))
        for login, role, unit in (("hr", "hr", None), ("leader", "leader", None), ("branch", "branch", KUNSHAN)):
            built.add_user(login, role, unit)
        yield built
    system.database.close()


def _dress(system: System) -> None:
    services, rules = (import_module(f"ziqiang_uniforms.{name}") for name in ("services", "rules"))
    with system.writing(access.operator()) as session:
        for number, worn in WORN.items():
            employee = session.scalars(select(StaffToday.employee_id).where(StaffToday.number == number)).one()
            services.record_sizes(session, employee, rules.Sizes(*worn), date(2026, 1, 1))


def test_others_fields_filter_group_and_sum_within_what_one_may_see(web: Web) -> None:
    where = 'where=["jacket","is","L"]'
    assert NUMBER.findall(web.as_("hr").get(f"{LIST}?{where}").text) == ["ZQ0001", "ZQ0004"]
    groups = GROUP.findall(web.as_("hr").get(f"{LIST}?group=jacket").text)
    assert groups[:2] == [("L", "2", "44"), ("M", "1", "40")]
    values = web.as_("hr").get(f"{LIST}choices?of=jacket").get_json()
    assert [one["value"] for one in values] == ["L", "M"]
    # Who may not read sizes neither filters nor groups by them, nor learns which there are.
    leader = web.as_("leader")
    assert leader.get(f"{LIST}?{where}").status_code == 422
    assert leader.get(f"{LIST}choices?of=jacket").get_json() == []
    assert "aria-expanded" not in leader.get(f"{LIST}?group=jacket").text
    # A branch counts its own people alone.
    with web.system.reading(access.operator()) as session:
        node = access.node_coded(session, KUNSHAN)
        hers = set(session.scalars(select(StaffToday.number).where(StaffToday.branch_id == node.id)))
    found = NUMBER.findall(web.as_("branch").get(f"{LIST}?{where}").text)
    assert found == [number for number in ("ZQ0001", "ZQ0004") if number in hers]


def test_a_batch_action_of_a_module_writes(web: Web) -> None:
    hr = web.as_("hr")
    seen = hr.post("/uniforms/batch?do=larger", all="1")
    assert re.findall(r"<td data-label=\"[^\"]*\">.*?>(X?[LM]|2XL)</", seen.text) == ["L", "XL", "M", "L", "L", "XL"]
    form = dict(re.findall(r'name="(seen|all)" value="(\w+)"', seen.text))
    assert hr.post("/uniforms/batch-run?do=larger", **form).status_code == 303
    text = hr.get("/uniforms/").text
    assert re.findall(r'<td data-label="上衣">.*?>(\w+)</', text) == ["XL", "L", "XL"]
    assert web.as_("leader").post("/uniforms/batch?do=larger", all="1").status_code == 403
