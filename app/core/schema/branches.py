"""Branches: a module's line of revisions, and which tables are its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from sqlalchemy import Table

from app.core.db import Base

KERNEL = "core"
"""The kernel's own branch; every other depends on it."""
_FILE = re.compile(r"(?P<revision>[a-z][a-z0-9_]*_(?P<number>\d{4}))_\w+\.py")


@dataclass(frozen=True)
class Branch:
    """One module's migrations: its name, the folder of its revisions, and the branches it stands on."""

    name: str
    folder: Path | None
    depends: tuple[str, ...] = ()
    tables: frozenset[str] = frozenset()

    @cached_property
    def revisions(self) -> tuple[str, ...]:
        """Its revisions from the first to the newest, by the names of their files: no code is read."""
        files = (_FILE.fullmatch(path.name) for path in self.folder.iterdir()) if self.folder else ()
        found = [match for match in files if match and match["revision"] == f"{self.name}_{match['number']}"]
        return tuple(match["revision"] for match in sorted(found, key=lambda match: match["number"]))

    @property
    def head(self) -> str | None:
        """Its newest revision; none for a module without tables."""
        return self.revisions[-1] if self.revisions else None


def kernel() -> Branch:
    """The kernel's branch: its tables are those named core_*."""
    names = frozenset(name for name in Base.metadata.tables if name.startswith("core_"))
    return Branch(KERNEL, Path(__file__).parents[1] / "migrations", (), names)


def tables_of(models: Iterable[ModuleType]) -> frozenset[str]:
    """The tables that the classes of these packages, or of packages inside them, stand for."""
    homes = tuple(models_module.__name__ for models_module in models)
    return frozenset(
        table.name
        for mapper in Base.registry.mappers
        if _lies_in(mapper.class_.__module__, homes) and isinstance(table := mapper.local_table, Table)
    )


def _lies_in(name: str, homes: tuple[str, ...]) -> bool:
    return any(name == home or name.startswith(f"{home}.") for home in homes)


def code_tables(branches: Iterable[Branch]) -> list[Table]:
    """The tables these branches have in the program, each after those it refers to."""
    names = {name for branch in branches for name in branch.tables}
    return [table for table in Base.metadata.sorted_tables if table.name in names]
