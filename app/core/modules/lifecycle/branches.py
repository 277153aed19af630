"""From modules to branches of migrations, and the copies of these that outlive a module's code."""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from app.core import schema
from app.core.modules.lifecycle.errors import MigrationsMissing
from app.core.modules.manifest import Module
from app.core.schema import Branch, Installed
from app.core.schema.branches import tables_of

COPIES = "migrations"
"""The folder of the data folder that keeps the migrations of every installed module."""


def branch_of(module: Module) -> Branch:
    """The branch of a module's migrations; without a folder where it has no table."""
    tables = tables_of(module.models)
    depends = (schema.KERNEL, *module.depends)
    if not tables and not module.package:
        return Branch(module.name, None, depends)
    folder = migrations_folder(module)
    return Branch(module.name, folder if folder.is_dir() else None, depends, tables)


def migrations_folder(module: Module) -> Path:
    """Where a module's migrations lie."""
    home = import_module(module.home).__file__
    assert home is not None
    return Path(home).with_name("migrations")


def branches_of(modules: Iterable[Module]) -> tuple[Branch, ...]:
    """The kernel's branch and the modules', in order."""
    return (schema.kernel(), *(branch_of(module) for module in modules))


def all_branches(modules: Sequence[Module], installed: Mapping[str, Installed], data_dir: Path) -> tuple[Branch, ...]:
    """Every module's branch, and from the copies those of installed modules whose code is gone."""
    known = branches_of(modules)
    gone = [one for name, one in installed.items() if name not in {branch.name for branch in known}]
    return (*known, *(_branch_from_copy(one, data_dir) for one in gone))


def _branch_from_copy(module: Installed, data_dir: Path) -> Branch:
    depends = (schema.KERNEL, *module.depends)
    folder = data_dir / COPIES / module.name
    if module.revision is None:
        return Branch(module.name, None, depends)
    if not folder.is_dir():
        raise MigrationsMissing(module=module.name, place=folder)
    return Branch(module.name, folder, depends, frozenset(module.tables))


def keep_copy(branch: Branch, data_dir: Path) -> None:
    """Copy a branch's migrations into the data folder; the copy appears whole."""
    if branch.folder is None:
        return
    place = data_dir / COPIES / branch.name
    if branch.folder == place:
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh, old = (place.with_name(f".{branch.name}.{word}.{os.getpid()}") for word in ("new", "old"))
    shutil.copytree(branch.folder, fresh, ignore=shutil.ignore_patterns("__pycache__"))
    if place.exists():
        os.rename(place, old)
    os.rename(fresh, place)
    shutil.rmtree(old, ignore_errors=True)


def drop_copy(name: str, data_dir: Path) -> None:
    """Remove the copy of a module that is no longer installed."""
    shutil.rmtree(data_dir / COPIES / name, ignore_errors=True)
