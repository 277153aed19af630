"""One running system: its database, its data folder, its keys and its modules, wired together.

Every session it opens knows who acts, which roles hold which permission, and the keys.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.core import access, audit, jobs
from app.core.access import USER_MANAGE, Actor
from app.core.backup import Manifest, backup, restore
from app.core.db import Base, Database
from app.core.doctor import DOCTOR
from app.core.errors import ZiqiangError
from app.core.events import Connections
from app.core.login import SECURITY_MANAGE, secret_key
from app.core.modules import ImportKind, Module, Permission, discover, grants_of, receivers_of
from app.core.privacy import Keyring

BACKUP = "core.backup"

KERNEL_PERMISSIONS = (
    Permission(access.LOGGED_IN, "Open the first page", ("operator", *access.ROLES)),
    Permission(USER_MANAGE, "Manage users", ("operator", "sysadmin")),
    Permission(SECURITY_MANAGE, "Manage security settings", ("operator", "secadmin")),
    Permission("core.export.canonical", "Export everything in canonical form", ("operator",)),
    Permission("core.audit.verify", "Verify the audit log", ("operator", "auditadmin", "auditor")),
    Permission(DOCTOR, "Check the whole installation", ("operator", "sysadmin")),
    Permission(BACKUP, "Back up and restore", ("operator", "sysadmin")),
    Permission(jobs.JOB_MANAGE, "Look after background jobs", ("operator", "sysadmin")),
)


class NotSetUp(ZiqiangError):
    """The data folder holds no system."""

    kind = "not_set_up"
    message = "%(place)s holds no system yet. Set it up with: ziqiang init"


class AlreadySetUp(ZiqiangError):
    """The data folder holds a system."""

    kind = "already_set_up"
    message = "%(place)s already holds a system."


class System:
    """An opened system."""

    def __init__(self, data_dir: Path, url: str | None = None, modules: Sequence[Module] | None = None) -> None:
        self.data_dir = data_dir
        self.database = Database(url or f"sqlite:///{data_dir / 'ziqiang.db'}")
        self.modules = tuple(modules) if modules is not None else discover()
        self.grants = grants_of(self.modules, KERNEL_PERMISSIONS)
        self.jobs = jobs.jobs_of(self.modules)
        self.connections = Connections(receivers_of(self.modules))
        self.queue = jobs.Queue(data_dir, self.database)
        self._keyring: Keyring | None = None
        rules = [rule for module in self.modules for rule in module.record_rules]
        for factory in self.database.session_factories:
            access.install(factory, rules)
            audit.install(factory)

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
        self._keyring = Keyring.create(self.data_dir)
        secret_key(self.data_dir)
        with self.database.engine.begin() as connection:
            Base.metadata.create_all(connection)
        with self.writing(access.operator()) as session:
            for module in self.modules:
                if module.seed:
                    module.seed(session)
            audit.record(session, "system.set_up", detail={"modules": [module.name for module in self.modules]})

    def back_up(self, file: Path, passphrase: str | None, actor: Actor) -> Manifest:
        """Write everything into one archive of mode 0600; audited."""
        with self.reading(actor) as session:
            access.authorize(session, BACKUP)
        audit.record_now(self.writing(actor), "backup", kind=audit.Kind.EXPORT, object_table="*")
        return backup(self.database, self.data_dir, file, passphrase)

    def restore(self, file: Path, passphrase: str | None) -> Manifest:
        """Bring an archive back into an empty data folder and database; refused otherwise."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest = restore(file, self.database, self.data_dir, passphrase)
        audit.record_now(self.writing(access.operator()), "restore", object_table="*")
        return manifest

    def require_set_up(self) -> None:
        """Refuse clearly where there is no system yet."""
        if not self.is_set_up:
            raise NotSetUp(place=str(self.data_dir))

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
        session.info.update(jobs=self.jobs, queue=self.queue, connections=self.connections)
        return session
