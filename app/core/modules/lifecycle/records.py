"""What is written down about an installed module, and what goes with it."""

from collections.abc import Sequence

from sqlalchemy import delete, inspect
from sqlalchemy.orm import Session

from app.core import clock, schema
from app.core.backup.manifest import product_version
from app.core.modules.discovery import sources
from app.core.modules.manifest import Module
from app.core.schema import Branch, InstalledModule, MigrationsDiffer
from app.core.settings import SettingValue

LONGEST_REVISION = 32
"""What Alembic's table has room for."""


def source_version(name: str) -> str:
    """The version of the package a module comes from; the product's for the kernel."""
    known = sources()
    return known[name].version if name in known else product_version()


def write_row(session: Session, branches: Sequence[Branch], branch: Branch, module: Module | None) -> bool:
    """Migrate one module and write down how it stands; whether it is new here."""
    connection = session.connection()
    before = set(inspect(connection).get_table_names())
    if branch.head is not None and len(branch.head) > LONGEST_REVISION:
        raise MigrationsDiffer(module=branch.name, problem=f"the name {branch.head} is too long")
    schema.upgrade(connection, branches, branch.name)
    after = set(inspect(connection).get_table_names()) - {schema.VERSION_TABLE}
    row = session.get(InstalledModule, branch.name)
    fresh = row is None
    if row is None:
        row = InstalledModule(name=branch.name, installed_at=clock.now(), tables=[])
        session.add(row)
    row.version = source_version(branch.name)
    row.revision = schema.applied(connection, branches).get(branch.name)
    row.depends = list(module.depends) if module else []
    row.tables = sorted(after.intersection(row.tables) | (after - before))
    row.has_say = module is not None and bool(module.uninstall_veto or module.after_uninstall)
    row.upgraded_at = clock.now()
    session.flush()
    return fresh


def forget(session: Session, name: str) -> int:
    """Delete a module's row and settings; how many settings there were. Its permissions went with its manifest."""
    session.execute(delete(InstalledModule).where(InstalledModule.name == name))
    mine = SettingValue.name.startswith(f"{name}.", autoescape=True)
    gone = session.execute(delete(SettingValue).where(mine).returning(SettingValue.name)).all()
    return len(gone)
