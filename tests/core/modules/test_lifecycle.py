"""Modules are installed, upgraded and taken out: dependencies first, backed up, audited, all or nothing."""

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.core import access, clock
from app.core.audit import AuditEntry
from app.core.backup import inspect_backup
from app.core.errors import AccessDenied
from app.core.modules import MissingDependency, Module, discover
from app.core.modules.lifecycle import (
    AlreadyInstalled,
    CodeMissing,
    DependentsInstalled,
    ModuleNotInstalled,
    ModuleUnknown,
    State,
    UninstallUnconfirmed,
    branch_of,
)
from app.core.modules.lifecycle.backups import KEPT
from app.core.modules.lifecycle.branches import branches_of
from app.core.modules.lifecycle.errors import ChangeFailed
from app.core.privacy import KeyFileMissing
from app.core.schema import SchemaNewer, SchemaUnversioned, UpgradeNeeded, kernel
from app.core.settings import put_setting, setting
from app.core.system import System
from app.core.testing.schema import schema_of
from app.payroll.errors import RecordsKept
from tests.core.modules.weather import Weather

OURS = {module.name: module for module in discover() if module.name in {"staff", "payroll"}}
STAFF, PAYROLL = OURS["staff"], OURS["payroll"]
MakeSystem = Callable[..., System]


@pytest.fixture
def make(database_url: str, data_dir: Path) -> Iterator[MakeSystem]:
    """The system on the test's folder and database, opened with these modules on the machine."""
    opened: list[System] = []

    def open_(*modules: Module) -> System:
        opened.append(System(data_dir, database_url, modules or (STAFF, PAYROLL)))
        return opened[-1]

    yield open_
    for system in opened:
        system.database.close()


@pytest.fixture
def system(make: MakeSystem) -> System:
    system = make()
    system.set_up()
    return system


@pytest.fixture
def weather(tmp_path: Path) -> Iterator[Weather]:
    """A module of another's, whose migrations a test writes."""
    with Weather.made(tmp_path / "elsewhere") as made:
        yield made


def names(system: System) -> list[str]:
    return [module.name for module in system.modules]


def actions(system: System) -> list[tuple[str, str]]:
    with system.reading(access.operator()) as session:
        found = select(AuditEntry.action, AuditEntry.object_key).order_by(AuditEntry.id)
        return [(action, key) for action, key in session.execute(found)]


@contextmanager
def unchanged(system: System) -> Iterator[None]:
    """What is refused leaves the schema, the rows about it and the log as they were."""
    before = schema_of(system.database), dict(system.lifecycle.installed()), actions(system)
    yield
    assert (schema_of(system.database), dict(system.lifecycle.installed()), actions(system)) == before


def test_an_empty_system_has_all_of_ours(system: System) -> None:
    assert names(system) == ["staff", "payroll"]
    installed = system.lifecycle.installed()
    assert set(installed) == {"core", "staff", "payroll"}
    assert installed["payroll"].depends == ("staff",)
    assert set(installed["staff"].tables) == branch_of(STAFF).tables
    assert [line.state for line in system.lifecycle.lines()] == [State.INSTALLED, State.INSTALLED]


def test_a_module_goes_and_comes_back(system: System) -> None:
    whole = schema_of(system.database)
    assert "payroll.run.make" in system.grants
    removal = system.lifecycle.uninstall(access.operator(), "payroll", confirmed=True)
    assert set(removal.tables) == branch_of(PAYROLL).tables
    assert names(system) == ["staff"]
    assert system.import_kind("monthly-inputs") is None
    assert "payroll.run.make" not in system.grants
    assert system.lifecycle.install(access.operator(), "payroll") == ("payroll",)
    assert names(system) == ["staff", "payroll"]
    assert schema_of(system.database) == whole
    assert actions(system)[-2:] == [("module.uninstall", "payroll"), ("module.install", "payroll")]


def test_what_a_module_needs_is_installed_first(system: System) -> None:
    with system.writing(access.operator()) as session:
        access.add_user(session, "branch-clerk", "branch", "HQ", "x")
        access.add_user(session, "clerk", "hr", None, "x")
    for name in ("payroll", "staff"):
        system.lifecycle.uninstall(access.operator(), name, confirmed=True)
    with system.reading(access.operator()) as session:
        assert session.scalars(text("SELECT role FROM core_role_assignments")).all() == ["hr"]
    assert set(system.lifecycle.installed()) == {"core"}
    assert system.lifecycle.install(access.operator(), "payroll") == ("staff", "payroll")
    with system.reading(access.operator()) as session:
        assert session.scalar(text("SELECT count(*) FROM staff_org_units")) == 1  # what staff starts with


def test_a_missing_dependency_names_both(make: MakeSystem) -> None:
    system = make(PAYROLL)
    with pytest.raises(MissingDependency, match="payroll needs module staff"):
        system.set_up()
    make(STAFF).set_up()
    with pytest.raises(MissingDependency, match="payroll needs module staff"):
        make(PAYROLL).lifecycle.install(access.operator(), "payroll")


def test_what_is_refused(system: System) -> None:
    operator, life = access.operator(), system.lifecycle
    with unchanged(system):
        with pytest.raises(ModuleUnknown, match="weather"):
            life.install(operator, "weather")
        with pytest.raises(AlreadyInstalled):
            life.install(operator, "staff")
        with pytest.raises(DependentsInstalled, match="payroll need it"):
            life.uninstall(operator, "staff", confirmed=True)
        with pytest.raises(ModuleNotInstalled):
            life.uninstall(operator, "core", confirmed=True)
        with pytest.raises(UninstallUnconfirmed, match=r"payroll_runs \(0\)"):
            life.uninstall(operator, "payroll")
        assert life.upgrade(operator) == ()
        clerk = access.Actor("clerk", (), "nobody")
        for change in (life.install, life.upgrade, life.uninstall):
            with pytest.raises(AccessDenied):
                change(clerk, "payroll")
    assert not (system.data_dir / "backups").exists()


def seal_a_run(system: System, month: date) -> None:
    with system.writing(access.operator()) as session:
        session.execute(
            text(
                "INSERT INTO payroll_runs (legal_entity_id, month, payment_month, kind, number, state, "
                "uses_draft_scale, made_by, calculated_at, content_hash, rules, problems) "
                "SELECT id, :month, :month, 'monthly', 1, 'approved', :no, 'a', :at, '', '', '' "
                "FROM staff_legal_entities"
            ),
            {"month": month.isoformat() if system.database.is_sqlite else month, "no": False,
             "at": "2026-01-01 00:00:00" if system.database.is_sqlite else datetime(2026, 1, 1, tzinfo=UTC)},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "kept"), [((2026, 2, 1), True), ((2055, 12, 31), True), ((2056, 1, 2), False)]
)  # paid in 2025, so kept for thirty years from 2026-01-01
def test_payroll_stays_while_its_records_must_be_kept(system: System, today: tuple[int, int, int], kept: bool) -> None:
    seal_a_run(system, date(2025, 3, 1))
    with clock.frozen(datetime(*today, 4, tzinfo=UTC)):
        if kept:
            with unchanged(system), pytest.raises(RecordsKept, match="until 2055-12-31"):
                system.lifecycle.uninstall(access.operator(), "payroll", confirmed=True)
        else:
            assert system.lifecycle.uninstall(access.operator(), "payroll", confirmed=True).tables["payroll_runs"] == 1


def test_without_its_code_a_module_with_a_say_stays(system: System, make: MakeSystem) -> None:
    alone = make(STAFF)
    assert {line.name: line.state for line in alone.lifecycle.lines()}["payroll"] is State.CODE_MISSING
    with unchanged(alone), pytest.raises(CodeMissing):
        alone.lifecycle.uninstall(access.operator(), "payroll", confirmed=True)


def test_uninstalling_works_when_the_code_is_gone(system: System, make: MakeSystem, weather: Weather) -> None:
    before = schema_of(system.database)
    weather.write_first()
    with_it = make(STAFF, PAYROLL, weather.module)
    assert with_it.lifecycle.install(access.operator(), "weather") == ("weather",)
    with with_it.writing(access.operator()) as session:
        session.execute(text("INSERT INTO weather_days (id, day, rain) VALUES (1, '2026-05-01', 4)"))
        put_setting(session, "weather.place", "苏州")
        put_setting(session, "weatherless", "x")
    weather.remove()
    without = make(STAFF, PAYROLL)
    assert names(without) == ["staff", "payroll"]
    without.require_current()
    removal = without.lifecycle.uninstall(access.operator(), "weather", confirmed=True)
    assert removal.tables == {"weather_days": 1, "weather_notes": 0}
    assert schema_of(without.database) == before
    assert actions(without)[-1] == ("module.uninstall", "weather")
    with without.reading(access.operator()) as session:
        assert (setting(session, "weather.place"), setting(session, "weatherless")) == (None, "x")
    backup = max((without.data_dir / "backups").iterdir())
    assert {facts.name: facts.rows for facts in inspect_backup(backup).tables}["weather_days"] == 1


def test_older_and_newer_databases(make: MakeSystem, weather: Weather) -> None:
    weather.write_first()
    system = make(STAFF, weather.module)
    system.set_up()
    system.require_current()
    first = schema_of(system.database)
    weather.write_second()
    later = make(STAFF, weather.module)
    with pytest.raises(UpgradeNeeded, match=r"weather stands at weather_0001.*weather_0002.*ziqiang upgrade"):
        later.require_current()
    with pytest.raises(UpgradeNeeded):
        later.lifecycle.install(access.operator(), "weather")
    assert later.lifecycle.upgrade(access.operator()) == ("weather",)
    later.require_current()
    assert schema_of(later.database) != first
    assert actions(later)[-1] == ("module.upgrade", "weather")
    weather.remove_second()
    old = make(STAFF, weather.module)
    with unchanged(old):
        for refused in (old.require_current, lambda: old.lifecycle.upgrade(access.operator())):
            with pytest.raises(SchemaNewer, match="weather_0002"):
                refused()


def test_tables_that_no_migration_made_are_refused(make: MakeSystem) -> None:
    system = make(STAFF)
    with system.database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE core_users (id INTEGER)"))
    for refused in (system.require_current, lambda: system.lifecycle.upgrade(access.operator())):
        with pytest.raises((SchemaUnversioned, KeyFileMissing)):
            refused()


def test_a_failing_migration_leaves_nothing_behind(make: MakeSystem, weather: Weather) -> None:
    weather.write_first()
    system = make(STAFF, weather.module)
    system.set_up()
    weather.write_second(broken=True)
    later = make(STAFF, weather.module)
    with unchanged(later), pytest.raises(ChangeFailed, match="before-upgrade-all"):
        later.lifecycle.upgrade(access.operator())
    assert (later.data_dir / "backups").exists()


def test_a_rebuilt_table_keeps_its_rows_and_those_that_refer_to_it(make: MakeSystem, weather: Weather) -> None:
    weather.write_first()
    system = make(STAFF, weather.module)
    system.set_up()
    with system.writing(access.operator()) as session:
        session.execute(text("INSERT INTO weather_days (id, day, rain) VALUES (1, '2026-05-01', 4)"))
        session.execute(text("INSERT INTO weather_notes (id, day_id) VALUES (1, 1)"))
    weather.write_second()
    make(STAFF, weather.module).lifecycle.upgrade(access.operator())
    with system.reading(access.operator()) as session:
        assert session.scalar(text("SELECT rain FROM weather_days")) == "4"
        assert session.scalar(text("SELECT count(*) FROM weather_notes")) == 1


def head_of(name: str) -> str:
    """The newest revision of a module."""
    return next(branch.head for branch in branches_of(discover()) if branch.name == name)


def test_automatic_backups(system: System) -> None:
    folder = system.data_dir / "backups"
    for _ in range(KEPT // 2 + 1):
        system.lifecycle.uninstall(access.operator(), "payroll", confirmed=True)
        (folder / "my-own").touch()
        system.lifecycle.install(access.operator(), "payroll")
    found = sorted(path for path in folder.iterdir() if path.name != "my-own")
    assert (folder / "my-own").exists()
    assert len(found) == KEPT
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    assert [path.name.partition("-")[2] for path in found[-2:]] == [
        "before-uninstall-payroll.zip",
        "before-install-payroll.zip",
    ]
    assert inspect_backup(found[-1]).schema == {"core_schema_versions": (kernel().head, head_of("staff"))}


def test_a_backup_of_an_older_version_is_restored_and_upgraded(
    make: MakeSystem, weather: Weather, tmp_path: Path, other_url: str
) -> None:
    weather.write_first()
    system = make(STAFF, weather.module)
    system.set_up()
    with system.writing(access.operator()) as session:
        session.execute(text("INSERT INTO weather_days (id, day, rain) VALUES (1, '2026-05-01', 4)"))
    system.back_up(tmp_path / "old", None, access.operator())
    weather.write_second()
    new = System(tmp_path / "new", other_url, (STAFF, weather.module))
    new.restore(tmp_path / "old", None)
    new.require_current()
    make(STAFF, weather.module).lifecycle.upgrade(access.operator())
    if new.database.is_sqlite == system.database.is_sqlite:
        assert schema_of(new.database) == schema_of(system.database)
    assert names(new) == ["staff", "weather"]
    with new.reading(access.operator()) as session:
        assert session.scalar(text("SELECT rain FROM weather_days")) == "4"
    new.database.close()


@pytest.fixture(params=["the same kind", "the other kind"])
def other_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into."""
    sqlite = database_url.startswith("sqlite") == (request.param == "the same kind")
    if sqlite:
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    with request.getfixturevalue("postgres_server").database() as url:
        yield url


def test_a_backup_of_a_missing_module_is_refused(
    make: MakeSystem, weather: Weather, tmp_path: Path, other_url: str
) -> None:
    weather.write_first()
    system = make(STAFF, weather.module)
    system.set_up()
    system.back_up(tmp_path / "old", None, access.operator())
    new = System(tmp_path / "new", other_url, (STAFF,))
    with pytest.raises(Exception, match="weather_0001 is not known here"):
        new.restore(tmp_path / "old", None)
    assert not new.is_set_up
    new.database.close()


def test_the_veto_is_asked_of_the_code_that_is_here(system: System, make: MakeSystem) -> None:
    changed = make(STAFF, replace(PAYROLL, uninstall_veto=None))
    seal_a_run(system, date(2025, 3, 1))
    assert changed.lifecycle.uninstall(access.operator(), "payroll", confirmed=True).tables["payroll_runs"] == 1


def test_manifests_are_found_where_they_say(weather: Weather) -> None:
    assert import_module(STAFF.home).__name__ == "app.staff"
    assert weather.module.home == "ziqiang_weather"
