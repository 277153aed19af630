"""The rooms a module may have, the same in every one."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

MODULE_ROOMS = frozenset(
    "manifest record_rules views panels jobs api cli reports imports forms services queries models rules events "
    "errors permissions demo benchmarks checks".split()
)
FOLDERS_WITHOUT_CODE = frozenset({"templates", "static", "migrations", "translations"})


def rooms_of(package: Path) -> set[str]:
    """The rooms of a package: its files, and the packages and folders in it."""
    files = {path.stem for path in package.glob("*.py")} - {"__init__"}
    folders = {path.name for path in package.iterdir() if path.is_dir() and path.name != "__pycache__"}
    return files | folders


def strange_rooms(home: str, partners: Iterable[str]) -> set[str]:
    """The rooms of a module's package that no module has."""
    found = import_module(home).__file__
    assert found is not None
    allowed = MODULE_ROOMS | FOLDERS_WITHOUT_CODE | {f"with_{name}" for name in partners}
    return rooms_of(Path(found).parent) - allowed
