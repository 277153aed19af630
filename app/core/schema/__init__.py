"""The schema: migrations by Alembic, one branch per module, the triggers beside the tables, and which modules are in.

A module's revisions lie in its folder `migrations`, are numbered (`staff_0001_initial.py` holds `staff_0001`) and form
one line. Tables that only the code knows (`Base.metadata`) and tables that the database has are kept apart here.
"""

from app.core.schema.branches import KERNEL, Branch, code_tables, kernel
from app.core.schema.changing import changing
from app.core.schema.errors import MigrationsDiffer, RevisionUnknown, SchemaNewer, SchemaUnversioned, UpgradeNeeded
from app.core.schema.installed import Installed, InstalledModule, installed_modules
from app.core.schema.migrating import VERSION_TABLE, applied, downgrade, make, upgrade, version_rows
from app.core.schema.protections import PROTECTIONS, protect, protect_table
from app.core.schema.stored import stored_tables, table_names

__all__ = [
    "KERNEL",
    "PROTECTIONS",
    "VERSION_TABLE",
    "Branch",
    "Installed",
    "InstalledModule",
    "MigrationsDiffer",
    "RevisionUnknown",
    "SchemaNewer",
    "SchemaUnversioned",
    "UpgradeNeeded",
    "applied",
    "changing",
    "code_tables",
    "downgrade",
    "installed_modules",
    "kernel",
    "make",
    "protect",
    "protect_table",
    "stored_tables",
    "table_names",
    "upgrade",
    "version_rows",
]
