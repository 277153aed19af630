"""The script ./ziqiang: what it decides before anything is installed."""

import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
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
