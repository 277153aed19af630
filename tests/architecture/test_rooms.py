"""The house of docs/architecture.md: the same file names in every module, and doors only where they are drawn.

The directions between rooms are import-linter's (pyproject.toml); here is what it cannot say.
"""

import ast
import re
from importlib import import_module
from pathlib import Path
from sys import stdlib_module_names

from tests.architecture.source import (
    APP,
    FOLDERS_WITHOUT_CODE,
    KERNEL_ROOMS,
    MODULE_ROOMS,
    PUBLIC_ROOMS,
    ROOT,
    imported,
    modules,
    python_files,
    shown,
    tree,
)

VAGUE = re.compile(r"^_*(utils?|helpers?|common|misc|tools?|stuff)_*$")
PURE_CORE = {
    "app.core.money",
    "app.core.periods",
    "app.core.errors",
    "app.core.privacy.levels",
    "app.core.tables.layout",
    "app.core.tables.card",
}


def rooms_of(package: Path) -> set[str]:
    files = {path.stem for path in package.glob("*.py")} - {"__init__"}
    return files | {path.parent.name for path in package.glob("*/__init__.py")}


def test_every_kernel_file_is_a_known_room() -> None:
    assert rooms_of(APP / "core") - KERNEL_ROOMS - FOLDERS_WITHOUT_CODE == set()


def test_every_module_file_is_a_known_room() -> None:
    names = {module.name for module in modules()}
    allowed = MODULE_ROOMS | FOLDERS_WITHOUT_CODE | {f"with_{name}" for name in names}
    strange = {shown(module): rooms_of(module) - allowed for module in modules()}
    assert {module: rooms for module, rooms in strange.items() if rooms} == {}


def test_app_itself_holds_only_the_wiring_and_packages() -> None:
    assert [shown(path) for path in APP.glob("*.py")] == ["app/__init__.py"]


def test_a_module_package_holds_only_its_docstring() -> None:
    assert [shown(module) for module in modules() if len(tree(module / "__init__.py").body) != 1] == []


def test_no_vague_names() -> None:
    named = [path for path in APP.rglob("*") if VAGUE.match(path.stem)]
    assert [shown(path) for path in named] == []


def test_every_file_says_what_it_is() -> None:
    files = [*python_files(APP), *python_files(ROOT / "tests")]
    silent = [shown(path) for path in files if "migrations" not in path.parts and not ast.get_docstring(tree(path))]
    assert silent == []


def test_modules_use_only_public_rooms_of_others() -> None:
    breaches = []
    for module in modules():
        for path in python_files(module):
            for name in imported(path):
                parts = name.split(".")
                other = parts[0] == "app" and len(parts) > 2 and parts[1] not in {"core", module.name}
                if other and parts[2] not in PUBLIC_ROOMS:
                    breaches.append(f"{shown(path)} imports {name}")
    assert breaches == []


def test_modules_import_what_their_manifests_declare() -> None:
    wrong = []
    for module in modules():
        if not (module / "manifest.py").exists():
            continue
        manifest = import_module(f"app.{module.name}.manifest").module
        for path in python_files(module):
            partner = path.relative_to(module).parts[0].removesuffix(".py").startswith("with_")
            declared = {"core", module.name, *manifest.depends, *(manifest.works_with if partner else ())}
            used = {name.split(".")[1] for name in imported(path) if name.startswith("app.")}
            wrong += [f"{shown(path)} uses {name}, which the manifest does not name" for name in used - declared]
    assert wrong == []


def test_rules_stand_on_values_alone() -> None:
    breaches = []
    for module in modules():
        own = (f"app.{module.name}.rules", f"app.{module.name}.errors")
        for path in [*python_files(module / "rules"), *module.glob("rules.py")]:
            for name in imported(path):
                known = name.startswith(own) or name in PURE_CORE or name.rpartition(".")[0] in PURE_CORE
                if name.startswith("app.") and not known:
                    breaches.append(f"{shown(path)} imports {name}")
    assert breaches == []


def test_the_clock_is_the_only_source_of_now_and_today() -> None:
    breaches = []
    for path in python_files(APP):
        if path == APP / "core" / "clock.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "datetime.now",
                "datetime.utcnow",
                "datetime.today",
                "date.today",
                "datetime.datetime.now",
                "datetime.date.today",
                "time.time",
            }:
                breaches.append(f"{shown(path)}:{node.lineno} asks {ast.unparse(node.func)}")
    assert breaches == []


def test_the_set_up_script_needs_only_the_standard_library() -> None:
    import_lines = re.findall(r"^\s*(?:from|import) (\w+)", (ROOT / "ziqiang").read_text(encoding="utf-8"), re.M)
    assert set(import_lines) - stdlib_module_names == set()
