"""A module of somebody else's, in a package of its own: installed, used and taken out without touching the product."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from app.core import access, clock
from app.core.modules import Module, discover
from app.core.system import System
from app.core.testing import ModuleBattery, schema_of
from app.payroll import services as payroll
from app.payroll.services.calculating import CalculatedRun
from app.staff import queries as staff
from tests.examples.command_line import CommandLine, state_of
from tests.journeys.conftest import Stock, stock
from tests.payroll.contributors import MONTH, paying, statements

__all__ = ["stock"]

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "uniforms"
sys.path.insert(0, str(EXAMPLE))
MODULE: Module = import_module("ziqiang_uniforms.manifest").module


class TestBattery(ModuleBattery):
    module = MODULE


def test_installed_upgraded_and_taken_out(installed_example: Path, database_url: str, data_dir: Path) -> None:
    line = CommandLine(data_dir, database_url, installed_example)
    line.do("init")
    system = System(data_dir, database_url)
    before = schema_of(system.database)
    assert "uniforms" not in [module.name for module in system.modules]  # init installs what is ours
    assert "available" in state_of(line, "uniforms")
    assert "uniforms is installed" in line.do("modules", "install", "uniforms")
    assert "installed" in state_of(line, "uniforms")
    with system.database.engine.begin() as connection:
        connection.execute(text("INSERT INTO staff_employees (id, uid, number) VALUES (1, 'u', '0001')"))
        connection.execute(
            text(
                "INSERT INTO uniforms_sizes (employee_id, jacket, trousers, shoes, start, known_from) "
                "VALUES (1, 'L', 'M', 42, '2026-01-01', '2026-01-01 00:00:00')"
            )
        )
    assert "up to date" in line.do("upgrade")
    out = data_dir / "canonical.json"
    line.do("export", "canonical", "--out", str(out))
    assert '"uniforms_sizes"' in out.read_text(encoding="utf-8")
    assert "program is missing" in state_of(line, "uniforms", there=False)
    assert "[ok] Tables" in line.run("doctor", there=False).stdout
    assert "uniforms need it" in line.refused("modules", "uninstall", "staff")
    assert "uniforms_sizes (1)" in line.refused("modules", "uninstall", "uniforms")
    assert "uniforms_sizes (1)" in line.do("modules", "uninstall", "uniforms", "--yes", there=False)
    assert schema_of(system.database) == before
    system.database.close()


@pytest.fixture
def system(database_url: str, data_dir: Path) -> Iterator[System]:
    """A system with the module and one employee."""
    base = next(module for module in discover() if module.name == "staff")
    system = System(data_dir, database_url, (base, MODULE))
    with clock.frozen(datetime(2026, 1, 1, tzinfo=UTC)):
        system.set_up()
        if "uniforms" not in [module.name for module in system.modules]:
            system.lifecycle.install(access.operator(), "uniforms")
    with system.database.engine.begin() as connection:
        connection.execute(text("INSERT INTO staff_employees (id, uid, number) VALUES (1, 'u', '0001')"))
    yield system
    system.database.close()


def test_sizes_are_recorded_shown_and_drawn(system: System) -> None:
    services, rules = (import_module(f"ziqiang_uniforms.{name}") for name in ("services", "rules"))
    operator, panel = access.operator(), MODULE.panels[0]
    first, second = rules.Sizes("L", "M", 42), rules.Sizes("XL", "L", 42)
    with clock.frozen(datetime(2026, 3, 1, 4, tzinfo=UTC)):
        with system.writing(operator) as session:
            services.record_sizes(session, 1, rules.Sizes("S", "S", 40), date(2026, 1, 1))
            services.record_sizes(session, 1, first, date(2026, 1, 1))  # corrects it
            services.record_sizes(session, 1, first, date(2026, 1, 1))  # nothing to record
            assert panel.save is not None
            panel.save(session, 1, {"jacket": "XL", "trousers": "L", "shoes": 42})
        with system.reading(operator) as session:
            assert panel.values is not None
            shown: Any = panel.load(session, 1)[0]
            assert [row.cells[1].text for row in shown.rows] == [second.jacket]
            assert panel.values(session, 1) == {"jacket": "XL", "trousers": "L", "shoes": 42}
            assert MODULE.columns[0].load(session, [1, 2]) == {1: "XL / L / 42"}
            drawn = MODULE.documents[0].draw(session, 1)
            rows = session.execute(text("SELECT jacket, known_to IS NULL FROM uniforms_sizes ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("S", False), ("L", True), ("XL", True)]
    assert drawn.content.startswith(b"%PDF-")
    assert drawn.file_name == "服装尺码登记表-0001.pdf"


def test_what_nobody_makes_or_may_is_refused(system: System) -> None:
    services, rules = (import_module(f"ziqiang_uniforms.{name}") for name in ("services", "rules"))
    errors = import_module("ziqiang_uniforms.errors")
    for wrong in (("Y", "M", 42), ("L", "", 42), ("L", "M", 50)):
        with pytest.raises(errors.NoSuchSize):
            rules.Sizes(*wrong)
    nobody = access.Actor("nobody", (), "nobody")
    for actor, employee, error in ((nobody, 1, "uniforms.write"), (access.operator(), 9, "employee 9")):
        with pytest.raises(Exception, match=error), system.writing(actor) as session:
            services.record_sizes(session, employee, rules.Sizes("L", "M", 42), date(2026, 1, 1))


def test_a_laundry_allowance_is_paid_while_payroll_is_there(stock: Stock) -> None:
    """Everybody's allowance in one statement, whatever finance may see of uniforms, for 24 people as for 412."""
    services = import_module("ziqiang_uniforms.services")
    counts = {}
    for case in ("case-small", "case-public"):
        with paying(stock.copy(case)) as plain:
            without = asked(plain.system, access.operator())[1]
        with paying(stock.copy(case), MODULE) as house:
            house.line.do("user", "add", "clerk", "--role", "finance")
            with house.system.writing(access.operator()) as session:
                keys = staff.employee_ids(session)
                for start, fen in ((date(2026, 1, 1), 3_000), (date(2026, 10, 16), 4_500), (date(2026, 11, 1), 0)):
                    for key in keys.values():
                        services.grant_laundry(session, key, fen, start, "示例〔2026〕7号")
            calculated, with_one = asked(house.system, house.system.actor("clerk"))
            counts[case] = with_one - without
            facts = [orjson.loads(one)["facts"] for one in calculated.slips["inputs"]]
        assert facts
        source = "示例〔2026〕7号"
        assert {tuple(map(tuple, one)) for one in facts} == {
            (
                ("uniforms.laundry", "uniforms", "2026-10-01", "2026-10-15", 3_000, source),
                ("uniforms.laundry", "uniforms", "2026-10-16", "2026-10-31", 4_500, source),
            )
        }
    assert counts == {"case-small": 1, "case-public": 1}


def asked(system: System, actor: access.Actor) -> tuple[CalculatedRun, int]:
    """A month as somebody calculates it, and how many statements that takes."""
    with system.reading(actor) as session, statements(system) as found:
        return payroll.calculate_run(session, MONTH), len(found)


def test_nobody_grants_herself_an_allowance(system: System) -> None:
    services, errors = (import_module(f"ziqiang_uniforms.{name}") for name in ("services", "errors"))
    herself = replace(access.operator(), subject="0001")
    for actor, fen, error in ((herself, 100, errors.OwnAllowance), (access.operator(), -1, errors.NoAllowance)):
        with pytest.raises(error), system.writing(actor) as session:
            services.grant_laundry(session, 1, fen, date(2026, 1, 1), "D")
