"""What the architecture tests read: the files of the product and what each imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.core.testing.layout import MODULE_ROOMS  # noqa: F401 (the architecture tests take it from here)

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"

KERNEL_ROOMS = frozenset(
    "modules db dated clock money periods access audit privacy events admin forms search imports exports documents "
    "charts jobs api i18n attachments activities sequences settings errors cli testing "
    "system commands canonical passwords backup bench login serving tables capitals identifiers workcalendar "
    "favourites boards yearboard demo doctor schema module_commands setting_commands tracing "
    "taking_back workbook_templates".split()
)
PUBLIC_ROOMS = frozenset("services queries events errors permissions models".split())
FOLDERS_WITHOUT_CODE = frozenset({"templates", "static", "migrations"})


def python_files(folder: Path = APP) -> Iterator[Path]:
    """Every Python file under a folder, in a fixed order."""
    return (path for path in sorted(folder.rglob("*.py")) if "node_modules" not in path.parts)


def modules() -> list[Path]:
    """The folders of the HR modules: every package of `app` but the kernel."""
    return [path.parent for path in sorted(APP.glob("*/__init__.py")) if path.parent.name != "core"]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Full names of everything a file imports, `from a import b` as `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}: write imports in full, not relative"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def shown(path: Path) -> str:
    """The path as a reader of a failure wants it."""
    return path.relative_to(ROOT).as_posix()
