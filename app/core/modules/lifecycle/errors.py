"""Why a module is not installed, upgraded or taken out. Nothing has been changed when one of these is raised."""

from app.core.errors import ZiqiangError


class ModuleUnknown(ZiqiangError):
    """No module of that name is on this machine."""

    kind = "module_unknown"
    message = "There is no module %(module)s on this machine. There are: %(known)s. Install its package first."
    status = 404


class ModuleNotInstalled(ZiqiangError):
    """The module is there, but not installed in this system."""

    kind = "module_not_installed"
    message = "Module %(module)s is not installed here. Install it with: ziqiang modules install %(module)s"
    status = 404


class AlreadyInstalled(ZiqiangError):
    """The module is installed."""

    kind = "module_already_installed"
    message = "Module %(module)s is installed already."
    status = 409


class DependentsInstalled(ZiqiangError):
    """Other modules stand on it."""

    kind = "module_has_dependents"
    message = "Module %(module)s stays: %(dependents)s need it. Uninstall those first."
    status = 409


class CodeMissing(ZiqiangError):
    """The module would have a say before it is taken out, but its code is gone."""

    kind = "module_code_missing"
    message = (
        "Module %(module)s has a say in how it is uninstalled, but its program is not on this machine. "
        "Install its package again first."
    )
    status = 409


class MigrationsMissing(ZiqiangError):
    """Neither the module's code nor the copy of its migrations is there."""

    kind = "module_migrations_missing"
    message = "The migrations of module %(module)s are not in %(place)s. Install its package again."
    status = 409


class UninstallUnconfirmed(ZiqiangError):
    """Uninstalling deletes data and must be confirmed."""

    kind = "uninstall_unconfirmed"
    message = (
        "Uninstalling %(module)s deletes these tables (rows): %(tables)s. Nothing was changed. "
        "If that is meant: ziqiang modules uninstall %(module)s --yes"
    )
    status = 409


class ChangeFailed(ZiqiangError):
    """The database refused a change."""

    kind = "schema_change_failed"
    message = "The database refused the change (%(reason)s). Nothing was changed; the backup before it is %(backup)s."
    status = 500
