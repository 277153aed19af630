"""The commands of modules, and what a system without payroll answers."""

from pathlib import Path

import pytest

from tests.journeys.driver import CommandLine


@pytest.fixture
def line(database_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("ZIQIANG_LANGUAGE", "en")
    line = CommandLine(data_dir, database_url)
    line.do("init")
    return line


def states(line: CommandLine) -> dict[str, str]:
    rows = [row.split(maxsplit=2) for row in line.do("modules", "list").splitlines()]
    return {row[0]: row[2].split("  ")[0] for row in rows if row[0] in {"staff", "payroll"}}


def test_staff_alone_works(line: CommandLine, cases: Path) -> None:
    assert "payroll need it" in line.refused("modules", "uninstall", "staff", "--yes")
    assert "payroll_runs (0)" in line.refused("modules", "uninstall", "payroll")
    assert states(line) == {"staff": "installed", "payroll": "installed"}
    assert "payroll_runs (0)" in line.do("modules", "uninstall", "payroll", "--yes")
    assert states(line) == {"staff": "installed", "payroll": "available"}
    assert "ziqiang modules install payroll" in line.refused("payroll", "run", "2026-10")
    assert line.try_("import", "pay-scale", cases / "case-small" / "pay-scale.xlsx").exit_code == 2
    assert line.import_("organisation", cases / "case-small" / "organisation.xlsx")["created"]
    assert "[ok] Tables" in line.try_("doctor").output
    assert b"payroll" not in line.canonical()
    assert "up to date" in line.do("upgrade")
    assert "payroll is installed" in line.do("modules", "install", "payroll")
    assert "is installed already" in line.refused("modules", "install", "payroll")
    assert "no module weather" in line.refused("modules", "install", "weather")
    assert "up to date" in line.do("modules", "upgrade", "payroll")
    assert states(line) == {"staff": "installed", "payroll": "installed"}
