"""One running system: its database, its data folder, its keys and its modules, wired together.

Every session it opens knows who acts, which roles hold which permission, and the keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.core import access, audit, jobs, schema
from app.core.access import ROLE_APPROVE, USER_MANAGE, USER_READ, Actor
from app.core.access.explaining import ACCESS_EXPLAIN
from app.core.activities import Activity, Note
from app.core.attachments import Attachment
from app.core.backup import Manifest, backup, restore
from app.core.boards import PlacedTile
from app.core.db import Database
from app.core.doctor import DOCTOR
from app.core.errors import ZiqiangError
from app.core.events import Connections
from app.core.favourites import FAVOURITE_SHARE, ListFavourite, ListHabit, ListPick
from app.core.i18n import N_, use_catalogues
from app.core.imports.tables import Import, ImportLayout, ImportTrace
from app.core.login import SECURITY_MANAGE, SETTINGS, secret_key
from app.core.modules import (
    ImportKind,
    Job,
    Module,
    Permission,
    catalogues_of,
    discover,
    grants_of,
    own,
    receivers_of,
)
from app.core.modules.lifecycle import MODULES_MANAGE, Lifecycle, branches_of, read_stamp
from app.core.modules.switches import settings_of_switches
from app.core.privacy import Keyring
from app.core.privacy.keyring import KEY_FILE
from app.core.sequences import SequenceCount
from app.core.settings import ORGANISATION, ORGANISATION_MANAGE, SETTINGS_OPEN, Declared, declared
from app.core.settings.pictures import Picture
from app.core.workbook_templates.permissions import TEMPLATES_MANAGE
from app.core.workbook_templates.tables import WorkbookTemplate, WorkbookTemplateVersion
from app.core.workcalendar import CALENDAR_MANAGE, WorkDay, WorkYear
from app.core.yearboard import YEAR_READ, YEAR_TICK, YEAR_WRITE, YearTaskRow, YearTick

BACKUP = "core.backup"

PLANNERS = ("hr", "hr_head", "branch", "finance", "finance_head")
KERNEL_PERMISSIONS = (
    Permission(access.LOGGED_IN, "Open the first page", ("operator", *access.ROLES)),
    Permission(USER_MANAGE, "Manage users", ("operator", "sysadmin")),
    Permission(USER_READ, "See users and roles", ("operator", "sysadmin", "secadmin", "auditadmin")),
    Permission(ROLE_APPROVE, "Approve changes of roles", ("secadmin",)),
    Permission(ACCESS_EXPLAIN, "Explain anybody's rights", ("operator", "secadmin", "auditadmin")),
    Permission(SECURITY_MANAGE, "Manage security settings", ("operator", "secadmin")),
    Permission(CALENDAR_MANAGE, "Enter the work calendar", ("operator", "sysadmin", "hr", "hr_head")),
    Permission(ORGANISATION_MANAGE, "Set the organisation's name", ("operator", "sysadmin", "hr_head")),
    Permission("core.export.canonical", "Export everything in canonical form", ("operator",)),
    Permission("core.audit.verify", "Verify the audit log", ("operator", "auditadmin", "auditor")),
    Permission(DOCTOR, "Check the whole installation", ("operator", "sysadmin")),
    Permission(BACKUP, "Back up and restore", ("operator", "sysadmin")),
    Permission(MODULES_MANAGE, "Install and uninstall modules", ("operator", "sysadmin")),
    Permission(FAVOURITE_SHARE, "Share favourites of lists", ("hr", "hr_head", "finance_head", "leader", "sysadmin")),
    Permission(YEAR_READ, "See the year board", ("operator", *PLANNERS, "trainer", "leader", "auditor")),
    Permission(YEAR_TICK, "Tick tasks of the year as done", ("operator", *PLANNERS, "trainer", "leader")),
    Permission(YEAR_WRITE, "Plan the year: add, change and remove tasks", ("operator", "hr", "hr_head")),
    Permission(jobs.JOB_MANAGE, "Look after background jobs", ("operator", "sysadmin")),
    Permission(
        TEMPLATES_MANAGE, "Keep the organisation's own forms", ("operator", "hr", "hr_head", "finance", "finance_head")
    ),
)
KERNEL_TABLES = (
    *(Activity, Note),
    *(Attachment, SequenceCount, ListFavourite, ListHabit, ListPick),
    *(PlacedTile, YearTaskRow, YearTick, WorkYear, WorkDay, Picture),
    *(Import, ImportLayout, ImportTrace),
    *(WorkbookTemplate, WorkbookTemplateVersion),
)
"""Tables that nothing else on the way to an opened system loads, and that must be known to be there."""

KERNEL_SETTINGS = ((N_("Organisation"), ORGANISATION), (N_("Security"), SETTINGS))


class NotSetUp(ZiqiangError):
    """The data folder holds no system."""

    kind = "not_set_up"
    message = "%(place)s holds no system yet. Set it up with: ziqiang init"


class AlreadySetUp(ZiqiangError):
    """The data folder holds a system."""

    kind = "already_set_up"
    message = "%(place)s already holds a system."


@dataclass(frozen=True)
class Equipment:
    """What a set of modules brings, worked out once."""

    modules: tuple[Module, ...]

    @cached_property
    def grants(self) -> Mapping[str, access.Holders]:
        """Which roles hold each permission; the settings are open to whoever may change one of them."""
        granted = grants_of(self.modules, KERNEL_PERMISSIONS)
        openers = (granted[one.setting.permission].roles for one in self.settings.values())
        return {**granted, SETTINGS_OPEN: access.Holders(frozenset[str]().union(*openers))}

    @cached_property
    def settings(self) -> Mapping[str, Declared]:
        """The settings by code."""
        return declared(
            (
                *KERNEL_SETTINGS,
                *((module.label, (*module.settings, *settings_of_switches(module))) for module in self.modules),
            )
        )

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        """The background jobs by name."""
        return jobs.jobs_of(self.modules)

    @cached_property
    def connections(self) -> Connections:
        """Who hears which signals."""
        return Connections(receivers_of(self.modules))

    @cached_property
    def branches(self) -> tuple[schema.Branch, ...]:
        """The branches of migrations, the kernel's first."""
        return branches_of(self.modules)


class System:
    """An opened system."""

    def __init__(self, data_dir: Path, url: str | None = None, modules: Sequence[Module] | None = None) -> None:
        self.data_dir = data_dir
        self._stamp = read_stamp(data_dir)  # before anything is read that a change of the modules would make old
        self.database = Database(url or f"sqlite:///{data_dir / 'ziqiang.db'}")
        self.available = tuple(modules) if modules is not None else discover()
        self._equipped: Equipment | None = None
        self.queue = jobs.Queue(data_dir, self.database)
        self._keyring: Keyring | None = None
        rules = [rule for module in self.available for rule in module.record_rules]
        for factory in self.database.session_factories:
            access.install(factory, rules)
            audit.install(factory)

    @property
    def _equipment(self) -> Equipment:
        """What the installed modules bring; before there is a system, what those bring that it will have."""
        if self._equipped is None:
            if not self.is_set_up:
                return Equipment(own(self.available))
            self._equipped = Equipment(self.lifecycle.modules())
            use_catalogues(catalogues_of(self._equipped.modules))
        return self._equipped

    @property
    def modules(self) -> tuple[Module, ...]:
        """The installed modules, each after those it depends on."""
        return self._equipment.modules

    @property
    def grants(self) -> Mapping[str, access.Holders]:
        """Which roles hold each permission."""
        return self._equipment.grants

    @property
    def jobs(self) -> Mapping[str, Job]:
        """The background jobs by name."""
        return self._equipment.jobs

    @property
    def lifecycle(self) -> Lifecycle:
        """Installing, upgrading and uninstalling modules."""
        return Lifecycle(self.database, self.data_dir, self.available, self._known_to, self._forget_modules)

    def _forget_modules(self) -> None:
        self._equipped = None

    @property
    def is_outdated(self) -> bool:
        """Whether the modules were changed since this process opened the system: it must start afresh."""
        return read_stamp(self.data_dir) != self._stamp

    @property
    def keyring(self) -> Keyring:
        """The keys, read once."""
        if self._keyring is None:
            self._keyring = Keyring.load(self.data_dir)
        return self._keyring

    @property
    def is_set_up(self) -> bool:
        """Whether the database holds a system."""
        return self.database.exists() and inspect(self.database.engine).has_table("core_users")

    def set_up(self) -> None:
        """Make an empty system: keys, tables, and what each module starts with."""
        if self.is_set_up:
            raise AlreadySetUp(place=str(self.data_dir))
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        # An earlier start that was cut off leaves its keys, and no head of an audit log: go on with them.
        left_over = (self.data_dir / KEY_FILE).exists() and audit.read_head(self.data_dir) is None
        self._keyring = Keyring.load(self.data_dir) if left_over else Keyring.create(self.data_dir)
        secret_key(self.data_dir)
        modules = own(self.available)
        with schema.changing(self.database, lambda session: self._known_to(session, access.operator())) as session:
            self.lifecycle.set_up(session, modules)
            audit.record(session, "system.set_up", detail={"modules": [module.name for module in modules]})

    def back_up(self, file: Path, passphrase: str | None, actor: Actor) -> Manifest:
        """Write everything into one archive of mode 0600; audited."""
        with self.reading(actor) as session:
            access.authorize(session, BACKUP)
        audit.record_now(self.writing(actor), "backup", kind=audit.Kind.EXPORT, object_table="*")
        return backup(self.database, self.data_dir, file, passphrase)

    def restore(self, file: Path, passphrase: str | None) -> Manifest:
        """Bring an archive back into an empty data folder and database; refused otherwise."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        branches = branches_of(self.available)
        manifest = restore(file, self.database, self.data_dir, passphrase, branches, self.lifecycle.finish_restore)
        self._forget_modules()
        audit.record_now(self.writing(access.operator()), "restore", object_table="*")
        return manifest

    def require_set_up(self) -> None:
        """Refuse clearly where there is no system yet."""
        if not self.is_set_up:
            raise NotSetUp(place=str(self.data_dir))

    def require_current(self) -> None:
        """Refuse clearly where there is no system, and where its tables are older or newer than this program."""
        self.require_set_up()
        self.lifecycle.require_current()

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Session]:
        """A reading session in which `actor` acts."""
        with self.database.reading() as session:
            yield self._known_to(session, actor)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Session]:
        """A writing session in which `actor` acts; commits at the end of the block, or not at all."""
        with self.database.writing() as session:
            yield self._known_to(session, actor)

    def actor(self, login: str | None) -> Actor:
        """The operator, or the active user of that login."""
        if login is None:
            return access.operator()
        with self.database.reading() as session:
            return access.actor_named(session, login)

    def import_kind(self, code: str) -> ImportKind | None:
        """The import kind of that code, from whichever module brings it."""
        return next((kind for module in self.modules for kind in module.imports if kind.code == code), None)

    def _known_to(self, session: Session, actor: Actor) -> Session:
        session.info.update(
            actor=actor, grants=self.grants, keyring=self.keyring, data_dir=self.data_dir, modules=self.modules
        )
        session.info.update(jobs=self.jobs, queue=self.queue, settings=self._equipment.settings)
        session.info.update(lifecycle=self.lifecycle)
        session.info.update(branches=self._equipment.branches, connections=self._equipment.connections)
        return session
