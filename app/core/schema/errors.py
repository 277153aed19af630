"""What can be wrong between the database's schema and the program's."""

from app.core.errors import ZiqiangError


class SchemaNewer(ZiqiangError):
    """The database was made by a newer version of a module than the one here."""

    kind = "schema_newer"
    message = (
        "The database is newer than this program: module %(module)s stands at %(database)s, here it goes to "
        "%(program)s. Install the newer version of the program."
    )
    status = 503


class UpgradeNeeded(ZiqiangError):
    """The database was made by an older version of a module than the one here."""

    kind = "upgrade_needed"
    message = (
        "The database is older than this program: module %(module)s stands at %(database)s, here it goes to "
        "%(program)s. Bring it to this version with: ziqiang upgrade"
    )
    status = 503


class SchemaUnversioned(ZiqiangError):
    """Tables that no migration made."""

    kind = "schema_unversioned"
    message = (
        "The database holds tables, but not which version made them. Set up a new system, or restore a backup into an "
        "empty database."
    )
    status = 503


class RevisionUnknown(ZiqiangError):
    """A revision the database names is in none of the folders."""

    kind = "revision_unknown"
    message = "The revision %(revision)s is not known here. Install the version of the program that made it."
    status = 409


class MigrationsDiffer(ZiqiangError):
    """A module's migrations are not what they must be: a fault of the module."""

    kind = "migrations_differ"
    message = "The migrations of module %(module)s are faulty (%(problem)s). This is a fault of the module."
    status = 500
