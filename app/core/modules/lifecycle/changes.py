"""The verbs: install, upgrade, uninstall. Planned first, backed up, then done in one transaction, and audited."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core import audit, schema
from app.core.access import Actor, authorize_everywhere
from app.core.db import Database
from app.core.i18n import N_
from app.core.modules.discovery import MissingDependency, broken, in_order
from app.core.modules.lifecycle.backups import back_up_before, prune
from app.core.modules.lifecycle.branches import all_branches, drop_copy, keep_copy
from app.core.modules.lifecycle.errors import (
    AlreadyInstalled,
    ChangeFailed,
    CodeMissing,
    DependentsInstalled,
    ModuleNotInstalled,
    ModuleUnknown,
    UninstallUnconfirmed,
)
from app.core.modules.lifecycle.records import forget, source_version, write_row
from app.core.modules.lifecycle.stamp import under_change
from app.core.modules.manifest import Module
from app.core.modules.permissions import MODULES_MANAGE
from app.core.schema import KERNEL, Branch, Installed, MigrationsDiffer, SchemaNewer, SchemaUnversioned, UpgradeNeeded


class State(StrEnum):
    """How a module stands in this system."""

    INSTALLED = N_("installed")
    AVAILABLE = N_("available")
    UPGRADE = N_("upgrade waiting")
    NEWER = N_("newer than its program")
    CODE_MISSING = N_("its program is missing")


@dataclass(frozen=True, slots=True)
class Line:
    """A module in the list of modules."""

    name: str
    label: str
    version: str
    state: State


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes when a module is taken out: its tables with the number of their rows."""

    name: str
    tables: Mapping[str, int]

    def shown(self) -> str:
        """In one line."""
        return ", ".join(f"{name} ({rows})" for name, rows in self.tables.items()) or "-"


@dataclass(frozen=True)
class Lifecycle:
    """The modules of one system, and what may be done with them.

    `prepare` makes a session one in which somebody acts; `changed` is called after every change.
    """

    database: Database
    data_dir: Path
    available: tuple[Module, ...]
    prepare: Callable[[Session, Actor], object]
    changed: Callable[[], None] = lambda: None

    def installed(self) -> Mapping[str, Installed]:
        """What the database says is installed, the kernel included; nothing in an empty one."""
        if not self.database.exists():
            return {}
        with self.database.reading() as session:
            return schema.installed_modules(session.connection())

    def modules(self) -> tuple[Module, ...]:
        """The installed modules whose program is here, in order; one that lacks what it needs is an error."""
        installed = self.installed()
        return in_order([module for module in self.available if module.name in installed])

    def lines(self) -> list[Line]:
        """Every module, installed or not, and those whose program is missing."""
        installed = self.installed()
        lines = [
            Line(one.name, one.label, _version(one.name, installed), self._state(one.name, installed))
            for one in self.available
        ]
        known = {KERNEL, *(line.name for line in lines)}
        gone = [one for name, one in installed.items() if name not in known]
        return [*lines, *(Line(one.name, one.name, one.version, State.CODE_MISSING) for one in gone)]

    def _state(self, name: str, installed: Mapping[str, Installed]) -> State:
        if name not in installed:
            return State.AVAILABLE
        branch = self._branch(name, installed)
        if installed[name].revision == branch.head:
            return State.INSTALLED
        return State.NEWER if _is_newer(installed[name], branch) else State.UPGRADE

    def require_current(self) -> None:
        """Refuse a database that is newer than the program, and one that must be upgraded first."""
        installed = self.installed()
        if KERNEL not in installed:
            raise SchemaUnversioned()
        for branch in self._branches(installed):
            row = installed.get(branch.name)
            if row is None or row.revision == branch.head:
                continue
            facts = {"module": branch.name, "database": row.revision or "-", "program": branch.head or "-"}
            raise SchemaNewer(**facts) if _is_newer(row, branch) else UpgradeNeeded(**facts)

    def set_up(self, session: Session, modules: Sequence[Module]) -> None:
        """In an empty database: the kernel's tables, then the modules' with what they start with."""
        self._advance(session, (KERNEL, *(module.name for module in in_order(modules))))

    def install(self, actor: Actor, name: str) -> tuple[str, ...]:
        """Install a module and, before it, what it needs; the names of what was installed, in order."""
        self.require_current()
        with self._planning(actor):
            names = self._to_install(name)
        with self._changing(actor, f"install-{name}") as (session, backup):
            names = self._to_install(name, session)
            self._advance(session, names)
            for one in names:
                _record(session, "module.install", one, backup)
        return names

    def _to_install(self, name: str, session: Session | None = None) -> tuple[str, ...]:
        installed = schema.installed_modules(session.connection()) if session else self.installed()
        if name in installed:
            raise AlreadyInstalled(module=name)
        return tuple(one for one in self._with_needs(name) if one not in installed)

    def upgrade(self, actor: Actor, name: str | None = None) -> tuple[str, ...]:
        """Bring one module, with what it needs, or everything to this version; the names of what changed."""
        with self._planning(actor):
            names = self._to_upgrade(name, self.installed())
        if not names:
            return ()
        with self._changing(actor, f"upgrade-{name or 'all'}") as (session, backup):
            names = self._to_upgrade(name, schema.installed_modules(session.connection()))
            self._advance(session, names)
            for one in names:
                _record(session, "module.upgrade", one, backup)
        return names

    def _to_upgrade(self, name: str | None, installed: Mapping[str, Installed]) -> tuple[str, ...]:
        if KERNEL not in installed:
            raise SchemaUnversioned()
        if name is not None and name not in installed:
            self._known(name)
            raise ModuleNotInstalled(module=name)
        here = [one.name for one in self.available if one.name in installed]
        wanted = {one for root in ([name] if name else here) for one in self._with_needs(root)}
        names = (KERNEL, *(one.name for one in self.available if one.name in wanted))
        return tuple(one for one in names if one not in installed or self._waits(installed[one], installed))

    def _waits(self, row: Installed, installed: Mapping[str, Installed]) -> bool:
        branch = self._branch(row.name, installed)
        if _is_newer(row, branch):
            raise SchemaNewer(module=row.name, database=row.revision, program=branch.head or "-")
        return row.revision != branch.head or row.version != source_version(row.name)

    def uninstall(self, actor: Actor, name: str, confirmed: bool = False) -> Removal:
        """Take a module out with its tables; refused, with the list of what goes, unless confirmed."""
        with self._planning(actor) as session:
            removal = self._removal(session, name)
        if not confirmed:
            raise UninstallUnconfirmed(module=name, tables=removal.shown())
        with self._changing(actor, f"uninstall-{name}") as (session, backup):
            removal = self._removal(session, name)
            connection = session.connection()
            schema.downgrade(connection, self._branches(schema.installed_modules(connection)), name)
            left = removal.tables.keys() & schema.table_names(connection)
            if left:
                raise MigrationsDiffer(module=name, problem=f"{', '.join(sorted(left))} did not go")
            module = next((one for one in self.available if one.name == name), None)
            if module is not None and module.after_uninstall is not None:
                module.after_uninstall(session)
            settings = forget(session, name)
            _record(session, "module.uninstall", name, backup, tables=dict(removal.tables), settings=settings)
        drop_copy(name, self.data_dir)
        return removal

    def removal(self, actor: Actor, name: str) -> Removal:
        """What would go with a module; the named error says why it stays."""
        with self._planning(actor) as session:
            return self._removal(session, name)

    def _removal(self, session: Session, name: str) -> Removal:
        """What would go; refused while others need it, or while the module says no."""
        connection = session.connection()
        installed = schema.installed_modules(connection)
        if name not in installed or name == KERNEL:
            raise ModuleNotInstalled(module=name)
        dependents = sorted(one.name for one in installed.values() if name in one.depends)
        if dependents:
            raise DependentsInstalled(module=name, dependents=", ".join(dependents))
        module = next((one for one in self.available if one.name == name), None)
        if module is None and installed[name].has_say:
            raise CodeMissing(module=name)
        if module is not None and module.uninstall_veto and (refusal := module.uninstall_veto(session)):
            raise refusal
        there = schema.table_names(connection)
        counted = {
            one: connection.scalar(select(func.count()).select_from(table(one))) or 0
            for one in installed[name].tables
            if one in there
        }
        return Removal(name, counted)

    def finish_restore(self, session: Session) -> None:
        """Bring what a backup restored up to this version of the program, inside the restore's transaction."""
        names = self._to_upgrade(None, schema.installed_modules(session.connection()))
        self._advance(session, names)
        for branch in self._branches(schema.installed_modules(session.connection())):
            keep_copy(branch, self.data_dir)

    def branches(self) -> tuple[Branch, ...]:
        """The kernel's branch and those of all available modules."""
        return self._branches({})

    def _advance(self, session: Session, names: Sequence[str]) -> None:
        """Each in order: its migrations, its row, its copy, and for a new one what it starts with."""
        connection = session.connection()
        for name in names:
            branches = self._branches(schema.installed_modules(connection))
            branch = next(one for one in branches if one.name == name)
            module = next((one for one in self.available if one.name == name), None)
            fresh = write_row(session, branches, branch, module)
            keep_copy(branch, self.data_dir)
            if fresh and module is not None and module.seed is not None:
                module.seed(session)

    @contextmanager
    def _planning(self, actor: Actor) -> Iterator[Session]:
        """A reading session of somebody who may manage modules."""
        with self.database.reading() as session:
            self.prepare(session, actor)
            authorize_everywhere(session, MODULES_MANAGE)
            yield session

    @contextmanager
    def _changing(self, actor: Actor, change: str) -> Iterator[tuple[Session, Path]]:
        """A backup, then one transaction for the whole change; meanwhile the stamp shows it to every process."""
        with under_change(self.data_dir) as stands:
            backup = back_up_before(self.database, self.data_dir, change)
            try:
                with schema.changing(self.database, lambda session: self.prepare(session, actor)) as session:
                    authorize_everywhere(session, MODULES_MANAGE)
                    yield session, backup
            except DBAPIError as error:
                raise ChangeFailed(reason=str(error.orig).strip().partition("\n")[0], backup=backup) from error
            prune(self.data_dir)
            self.changed()
            stands()

    def _known(self, name: str) -> Module:
        here = {module.name: module for module in self.available}
        problems = {problem.values["module"]: problem for problem in broken()}
        if name not in here:
            raise problems.get(name) or ModuleUnknown(module=name, known=", ".join(here))
        return here[name]

    def _with_needs(self, name: str) -> tuple[str, ...]:
        """A module and all it needs, in order; what is missing is named with who needs it."""
        wanted: dict[str, Module] = {}
        waiting = [self._known(name)]
        while waiting:
            module = waiting.pop()
            wanted[module.name] = module
            for needed in module.depends:
                found = next((one for one in self.available if one.name == needed), None)
                if found is None:
                    raise MissingDependency(module=module.name, needs=needed)
                waiting.append(found)
        return tuple(one.name for one in in_order(list(wanted.values())))

    def _branches(self, installed: Mapping[str, Installed]) -> tuple[Branch, ...]:
        return all_branches(self.available, installed, self.data_dir)

    def _branch(self, name: str, installed: Mapping[str, Installed]) -> Branch:
        return next(branch for branch in self._branches(installed) if branch.name == name)


def _version(name: str, installed: Mapping[str, Installed]) -> str:
    return installed[name].version if name in installed else source_version(name)


def _is_newer(row: Installed, branch: Branch) -> bool:
    return row.revision is not None and row.revision not in branch.revisions


def _record(session: Session, action: str, name: str, backup: Path, **detail: object) -> None:
    """Without a table's name: changing modules is no use of the system that a demo must not overwrite."""
    audit.record(session, action, object_key=name, detail={"backup": backup.name, **detail})
