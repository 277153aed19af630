"""Modules: the manifest that says what one adds, discovery by entry points, and their order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from sqlalchemy.orm import Session

from app.core.demo import Demo
from app.core.doctor import Check
from app.core.errors import CellError, ZiqiangError
from app.core.periods import Month

GROUP = "ziqiang.modules"


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission with the roles that hold it. `operator` is the command line without `--as`."""

    code: str
    label: str
    roles: tuple[str, ...]


@dataclass(slots=True)
class ImportOutcome:
    """What an import did, or would do: records created, updated, unchanged, and the errors."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[CellError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportKind:
    """An importable workbook.

    `read` parses the file outside the write transaction (in a reading session, for reference data);
    `apply` writes what was read; neither is called when the other found errors.
    """

    code: str
    label: str
    permission: str
    read: Callable[[Session, Path, Month | None], Any]
    apply: Callable[[Session, Any, Month | None], ImportOutcome]
    needs_month: bool = True


@dataclass(frozen=True, slots=True)
class CanonicalTable:
    """A business table of the canonical export: rows by natural key, encrypted fields opened."""

    name: str
    rows: Callable[[Session, bool], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Module:
    """The one page that says what a module adds."""

    name: str
    label: str
    depends: tuple[str, ...] = ()
    works_with: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    imports: tuple[ImportKind, ...] = ()
    commands: tuple[click.Command, ...] = ()
    canonical: tuple[CanonicalTable, ...] = ()
    seed: Callable[[Session], None] | None = None
    models: tuple[ModuleType, ...] = ()
    demo: Callable[[Month], Demo] | None = None
    checks: tuple[Check, ...] = ()


class MissingDependency(ZiqiangError):
    """A module needs another that is not there."""

    kind = "missing_dependency"
    message = "Module %(module)s needs module %(needs)s, which is not installed."


class DependencyCycle(ZiqiangError):
    """Modules that need each other."""

    kind = "dependency_cycle"
    message = "These modules need each other in a circle: %(modules)s."


class MonthNeeded(ZiqiangError):
    """The file's pay month was not given."""

    kind = "month_needed"
    message = "Say which pay month the file belongs to, for example: --month 2026-10"


def required_month(month: Month | None) -> Month:
    """The pay month a file belongs to; a named error where it was not given."""
    if month is None:
        raise MonthNeeded()
    return month


def discover() -> tuple[Module, ...]:
    """Every module on this machine, each after those it depends on."""
    return in_order([entry.load() for entry in entry_points(group=GROUP)])


def in_order(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Modules sorted so that each comes after those it depends on, ties by name."""
    by_name = {module.name: module for module in modules}
    for module in modules:
        for needed in module.depends:
            if needed not in by_name:
                raise MissingDependency(module=module.name, needs=needed)
    sorter = TopologicalSorter({name: by_name[name].depends for name in sorted(by_name)})
    try:
        return tuple(by_name[name] for name in sorter.static_order())
    except CycleError as error:
        raise DependencyCycle(modules=", ".join(error.args[1])) from error


def grants_of(modules: Sequence[Module], kernel: Sequence[Permission]) -> Mapping[str, frozenset[str]]:
    """Which roles hold each permission."""
    declared = [*kernel, *(permission for module in modules for permission in module.permissions)]
    return {permission.code: frozenset(permission.roles) for permission in declared}
