"""The manifest: the one page that says what a module adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import click
from sqlalchemy.orm import Session

from app.core.access import Holders, RecordRule
from app.core.demo import Demo
from app.core.doctor import Check
from app.core.errors import ZiqiangError
from app.core.events import Receiver
from app.core.modules.boards import Board, BoardTile, YearTask
from app.core.modules.contributions import (
    Attention,
    CanonicalTable,
    Column,
    Dimension,
    Document,
    FigureTile,
    Finder,
    ImportKind,
    Measure,
    MenuItem,
    Panel,
    Permission,
    RecordHost,
    Switch,
)
from app.core.modules.jobs import Job
from app.core.periods import Month
from app.core.settings import Setting


@dataclass(frozen=True, slots=True)
class Module:
    """The one page that says what a module adds.

    `views` names the tuple of its views as "package.module:NAME": the web is loaded by the application alone.
    `package` is where its rooms and migrations lie, when that is not the package right above its `models`.
    `not_canonical` names tables that the canonical export leaves out. `uninstall_veto` says why the module must
    not be taken out now, or nothing; `after_uninstall` takes away what it left in the kernel's tables.
    `receivers` react to signals of other modules and answer their questions; `contributions` are values of classes
    that other modules declare for it, such as payroll's PayFact. For each module of `works_with` there is a room
    `with_<module>` in its `home`, whose PARTNERSHIP is loaded and counts while that module is installed.
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
    dimensions: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    documents: tuple[Document, ...] = ()
    settings: tuple[Setting, ...] = ()
    tiles: tuple[FigureTile, ...] = ()
    attentions: tuple[Attention, ...] = ()
    boards: tuple[Board, ...] = ()
    board_tiles: tuple[BoardTile, ...] = ()
    year_tasks: tuple[YearTask, ...] = ()
    node_names: Callable[[Session], Mapping[int, str]] | None = None
    """What the scope nodes this module makes are called today, by id, in their order."""
    finders: tuple[Finder, ...] = ()
    jobs: tuple[Job, ...] = ()
    receivers: tuple[Receiver[Any, Any], ...] = ()
    contributions: tuple[object, ...] = ()
    record_hosts: tuple[RecordHost, ...] = ()
    known_id_numbers: Callable[[Session, Sequence[str]], frozenset[str]] | None = None
    """Which of some ID numbers are those of people on file here: others' don't belong into the system."""
    description: str = ""
    """What it is for, in a sentence or two, for the page of apps."""

    switches: tuple[Switch, ...] = ()
    package: str = ""
    not_canonical: tuple[str, ...] = ()
    uninstall_veto: Callable[[Session], ZiqiangError | None] | None = None
    after_uninstall: Callable[[Session], None] | None = None

    @property
    def home(self) -> str:
        """The package its rooms lie in; empty for a module without any table."""
        return self.package or (self.models[0].__name__.rpartition(".")[0] if self.models else "")


def grants_of(modules: Sequence[Module], kernel: Sequence[Permission]) -> Mapping[str, Holders]:
    """Which roles hold each permission."""
    declared = [*kernel, *(permission for module in modules for permission in module.permissions)]
    return {one.code: Holders(frozenset(one.roles), frozenset(one.own)) for one in declared}
