"""The script ./ziqiang: what it decides before anything is installed."""

import os
import shutil
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.source import ROOT


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, without leaving compiled code beside it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("ziqiang_script", str(ROOT / "ziqiang"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_is_executable() -> None:
    assert os.access(ROOT / "ziqiang", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_starting_the_product_keeps_the_packages_of_the_tests(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "read_stamp", lambda: {"kind": "dev"})
    assert script.at_least("runtime") == "dev"
    monkeypatch.setattr(script, "read_stamp", dict)
    assert script.at_least("server") == "server"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["doctor"], False),
        (["import", "roster", "postgresql.xlsx"], False),
        (["doctor", "--db", "postgresql+psycopg://me@/hr"], True),
        (["doctor", "--db=postgresql://me@/hr"], True),
        (["doctor", "--db", "sqlite:///hr.db"], False),
    ],
)
def test_the_driver_for_postgresql_comes_when_it_is_named(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, arguments: list[str], wanted: bool
) -> None:
    monkeypatch.delenv("ZIQIANG_DB", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert script.wants_postgresql(arguments) is wanted


def test_a_missing_component_is_named_with_its_command(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = script.Native("a thing", ("thing-tools",), lambda: False)
    monkeypatch.setattr(script, "PICTURES", absent)
    monkeypatch.setattr(script, "set_up", lambda kind: None)
    monkeypatch.setattr(script, "build_screens", lambda: None)
    monkeypatch.setattr(script, "install", lambda needed: [native for native in needed if native is absent])
    with pytest.raises(SystemExit) as stopped:
        script.main(["test"])
    assert stopped.value.code == 1
    told = capsys.readouterr().err
    assert "a thing" in told
    assert "apt-get install -y thing-tools" in told


def test_up_refuses_what_it_does_not_know(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        script.main(["up", "--emtpy"])
    assert stopped.value.code == 2
    assert "--emtpy" in capsys.readouterr().err


@pytest.fixture
def front_end(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end of its own, built and noted as such; running anything fails the test."""
    folder = tmp_path / "frontend"
    shutil.copytree(ROOT / "frontend", folder, ignore=shutil.ignore_patterns("node_modules"))
    built = tmp_path / "vendor"
    built.mkdir()
    monkeypatch.setattr(script, "FRONT_END", folder)
    monkeypatch.setattr(script, "BUILT_SCREENS", built)
    monkeypatch.setattr(script, "run", lambda command, environment=None: pytest.fail(f"ran {command}"))
    (built / "stamp").write_text(script.screens_digest(), encoding="utf-8")
    return folder


def test_built_screens_are_not_built_again(script: ModuleType, front_end: Path) -> None:
    script.build_screens()


@pytest.mark.parametrize("name", ["package.json", "package-lock.json", "icons.txt", "build.py"])
def test_a_changed_front_end_is_built_again(
    script: ModuleType, front_end: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(script, "run", lambda command, environment=None: ran.append(command))
    monkeypatch.setattr(script, "machine_node", lambda: Path("node-folder"))
    (front_end / name).write_text("changed", encoding="utf-8")
    assert not script.screens_are_built()
    script.build_screens()
    assert [command[1] for command in ran] == ["ci", "-P"]
    assert "--ignore-scripts" in ran[0]
    assert script.screens_are_built()


def test_screens_are_missing_without_a_stamp(script: ModuleType, front_end: Path) -> None:
    (script.BUILT_SCREENS / "stamp").unlink()
    assert not script.screens_are_built()


@pytest.mark.parametrize(("version", "usable"), [("v17.9.1", False), ("v18.0.0", True), ("v24.1.0", True), ("", False)])
def test_the_machines_node_is_used_when_new_enough(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, usable: bool
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script.machine_node() == (tmp_path if usable else None)


def test_node_comes_from_the_locked_file_where_the_machine_has_none(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(script, "run", lambda command, environment=None: ran.append(command))
    assert script.node_tools() == script.VENV / "bin"
    assert ran[0][-3:] == ["--require-hashes", "-r", str(ROOT / "requirements" / "frontend.lock")]


def test_up_takes_a_port_and_an_empty_organisation(script: ModuleType) -> None:
    assert script.up_options([]) == (False, [])
    assert script.up_options(["--port", "8070", "--empty"]) == (True, ["--port", "8070"])
    with pytest.raises(SystemExit):
        script.up_options(["--port"])


@pytest.mark.parametrize(("maker", "left"), [("demo", False), ("init", True)])
def test_an_interrupted_demo_leaves_nothing(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, maker: str, left: bool
) -> None:
    data = tmp_path / "data"
    half_way = "import pathlib, sys; pathlib.Path(sys.argv[3]).mkdir(); sys.exit(3)"
    monkeypatch.setattr(script, "PRODUCT", [sys.executable, "-c", half_way])
    with pytest.raises(SystemExit) as stopped:
        script.make_organisation(maker, data)
    assert stopped.value.code == 3
    assert data.exists() is left


@pytest.mark.parametrize(
    ("tag", "word"), [("en_GB.UTF-8", "organisation"), ("zh_CN.UTF-8", "演示机构"), ("C", "演示机构")]
)
def test_the_help_of_the_script_is_in_the_readers_language(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tag: str, word: str
) -> None:
    monkeypatch.setenv("ZIQIANG_LANGUAGE", tag)
    assert script.main(["up", "--help"]) == 0
    assert word in capsys.readouterr().out
