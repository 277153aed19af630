"""A package that cannot be loaded is named, with the reason; everything else works, and its module can be taken out."""

import shutil
from pathlib import Path

import pytest

from tests.examples.command_line import CommandLine, state_of

FAULTS = {
    "import nowhere_at_all\n": "ModuleNotFoundError: No module named 'nowhere_at_all'",
    "raise SystemExit(3)\n": "SystemExit: 3",
    "def module(:\n": "SyntaxError",
    "module = 'a text'\n": "TypeError: ziqiang_uniforms.manifest:module is no Module",
}


@pytest.mark.parametrize("fault", FAULTS, ids=FAULTS.values())
def test_a_package_that_cannot_be_loaded_is_named(
    installed_example: Path, sqlite_url: str, data_dir: Path, tmp_path: Path, fault: str
) -> None:
    line = CommandLine(data_dir, sqlite_url, broken(installed_example, tmp_path, fault))
    line.do("init")
    listed = line.do("modules", "list")
    assert "Module uniforms of package ziqiang-uniforms cannot be loaded" in listed
    assert FAULTS[fault] in listed
    assert "staff" in listed


def test_an_installed_module_that_broke_stops_nothing(
    installed_example: Path, database_url: str, data_dir: Path, tmp_path: Path
) -> None:
    whole = CommandLine(data_dir, database_url, installed_example)
    whole.do("init")
    whole.do("modules", "install", "uniforms")
    line = CommandLine(data_dir, database_url, broken(installed_example, tmp_path, "import nowhere_at_all\n"))
    assert "program is missing" in state_of(line, "uniforms")
    assert "cannot be loaded" in line.do("modules", "list")
    doctor = line.run("doctor")
    assert doctor.returncode == 1
    assert "[error] Modules: module uniforms of package ziqiang-uniforms cannot be loaded" in doctor.stdout
    assert "[ok] Tables" in doctor.stdout
    line.do("export", "canonical", "--out", str(tmp_path / "all.json"))
    assert "up to date" in line.do("upgrade")
    assert "uniforms_sizes (0)" in line.do("modules", "uninstall", "uniforms", "--yes")
    assert "cannot be loaded" in line.refused("modules", "install", "uniforms")


def broken(packages: Path, place: Path, manifest: str) -> Path:
    """A copy of installed packages whose manifest is something else."""
    copy = place / "packages"
    shutil.copytree(packages, copy)
    (copy / "ziqiang_uniforms" / "manifest.py").write_text(manifest, encoding="utf-8")
    return copy
