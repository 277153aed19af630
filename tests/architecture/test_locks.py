"""The lock files: complete, agreeing with each other, and free of this or any other machine's addresses."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT

REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.lock"))
ADDRESS = re.compile(
    r"[a-z+]+://|file:/|(?<![\w.])/(?:home|root|tmp|opt|usr|work|Users|var)/|--(?:index-url|find-links|extra-index)"
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.M)
FRONT_END = ROOT / "frontend"


def pins(lock: Path) -> set[tuple[str, str]]:
    return set(PIN.findall(lock.read_text(encoding="utf-8")))


def wanted(file: Path) -> set[str]:
    lines = (line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("-")}


def test_all_locks_are_here() -> None:
    assert [lock.stem for lock in LOCKS] == ["dev", "frontend", "runtime", "server", "tools"]


@pytest.mark.parametrize("file", sorted(REQUIREMENTS.iterdir()), ids=lambda file: file.name)
def test_requirements_name_no_host_and_no_path(file: Path) -> None:
    assert ADDRESS.findall(file.read_text(encoding="utf-8")) == []


def front_end(file: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FRONT_END / file).read_text(encoding="utf-8"))
    return content


def test_front_end_lock_names_no_host_and_pins_every_file() -> None:
    packages = {name: package for name, package in front_end("package-lock.json")["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []


def test_front_end_pins_are_exact_and_locked() -> None:
    wanted = front_end("package.json")["dependencies"]
    packages = front_end("package-lock.json")["packages"]
    assert [pin for pin in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", pin)] == []
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_front_end_settings_name_no_host() -> None:
    assert ADDRESS.findall((FRONT_END / ".npmrc").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(("smaller", "larger"), [("runtime", "server"), ("server", "dev")])
def test_each_lock_contains_the_smaller_one(smaller: str, larger: str) -> None:
    assert pins(REQUIREMENTS / f"{smaller}.lock") - pins(REQUIREMENTS / f"{larger}.lock") == set()


def test_the_package_declares_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    backend = {*project["build-system"]["requires"], "editables"}
    assert set(project["project"]["dependencies"]) == wanted(REQUIREMENTS / "runtime.in") - backend
    assert set(project["project"]["optional-dependencies"]["server"]) == wanted(REQUIREMENTS / "server.in")


def test_everything_wanted_is_locked() -> None:
    for lock in LOCKS:
        names = {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in wanted(lock.with_suffix(".in"))}
        assert names - {name for name, _ in pins(lock)} == set()
