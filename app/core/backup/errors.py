"""Why a backup is refused. Nothing has been changed when one of these is raised."""

from app.core.errors import ZiqiangError


class BackupDamaged(ZiqiangError):
    """The file is no whole backup."""

    kind = "backup_damaged"
    message = "%(file)s is cut short or was altered (%(reason)s). Nothing was changed; use another backup."


class BackupNewer(ZiqiangError):
    """The backup was made by a newer product than this one, or by one with more modules."""

    kind = "backup_newer"
    message = "%(file)s was made by a newer version, or with more modules (%(reason)s). Install those first."


class BackupSealed(ZiqiangError):
    """The backup needs a passphrase."""

    kind = "backup_sealed"
    message = "%(file)s is sealed: give its passphrase with --passphrase-file."


class WrongPassphrase(ZiqiangError):
    """The passphrase does not open the backup."""

    kind = "wrong_passphrase"
    message = "The passphrase does not open %(file)s, or its beginning was altered. Nothing was changed."


class DatabaseNotEmpty(ZiqiangError):
    """A restore never overwrites."""

    kind = "database_not_empty"
    message = "The database already holds data (table %(table)s). Restore into an empty one."
    status = 409


class DataFolderInUse(ZiqiangError):
    """The data folder holds files of another installation."""

    kind = "data_folder_in_use"
    message = "The data folder already holds another %(name)s. Restore into an empty folder."
    status = 409


class SchemaDiffers(ZiqiangError):
    """The tables are not those of the backup."""

    kind = "schema_differs"
    message = "The tables are not those of the backup (%(reason)s). Restore with its own version, then upgrade."
