"""The manifest: the one page that says what a module adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import click
from sqlalchemy.orm import Session

from app.core.access import Holders, RecordRule
from app.core.demo import Demo
from app.core.doctor import Check
from app.core.events import Receiver
from app.core.modules.contributions import (
    CanonicalTable,
    Column,
    Document,
    FigureTile,
    Finder,
    ImportKind,
    MenuItem,
    Panel,
    Permission,
    Setting,
)
from app.core.modules.jobs import Job
from app.core.periods import Month


@dataclass(frozen=True, slots=True)
class Module:
    """The one page that says what a module adds.

    `views` names the tuple of its views as "package.module:NAME": the web is loaded by the application alone.
    `record_urls` say where a record of a host opens, such as {"staff.employee": "/staff/employee/id/{id}"}.
    `receivers` react to signals of other modules and answer their questions; `contributions` are values of classes
    that other modules declare for it, such as payroll's PayFact. `partners` name, for modules of `works_with`, the
    Partnership to load when that module is installed: {"payroll": "app.training.with_payroll:PARTNERSHIP"}.
    """

    name: str
    label: str
    depends: tuple[str, ...] = ()
    works_with: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    record_rules: tuple[RecordRule, ...] = ()
    imports: tuple[ImportKind, ...] = ()
    commands: tuple[click.Command, ...] = ()
    canonical: tuple[CanonicalTable, ...] = ()
    seed: Callable[[Session], None] | None = None
    models: tuple[ModuleType, ...] = ()
    demo: Callable[[Month], Demo] | None = None
    checks: tuple[Check, ...] = ()
    views: str = ""
    menu: tuple[MenuItem, ...] = ()
    panels: tuple[Panel, ...] = ()
    columns: tuple[Column, ...] = ()
    documents: tuple[Document, ...] = ()
    settings: tuple[Setting, ...] = ()
    record_urls: Mapping[str, str] = field(default_factory=dict)
    tiles: tuple[FigureTile, ...] = ()
    finders: tuple[Finder, ...] = ()
    jobs: tuple[Job, ...] = ()
    receivers: tuple[Receiver[Any, Any], ...] = ()
    contributions: tuple[object, ...] = ()
    partners: Mapping[str, str] = field(default_factory=dict)


def grants_of(modules: Sequence[Module], kernel: Sequence[Permission]) -> Mapping[str, Holders]:
    """Which roles hold each permission."""
    declared = [*kernel, *(permission for module in modules for permission in module.permissions)]
    return {one.code: Holders(frozenset(one.roles), frozenset(one.own)) for one in declared}
