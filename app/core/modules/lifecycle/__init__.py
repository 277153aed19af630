"""The life of a module: installed, upgraded, taken out. Each change is backed up first and done in one transaction."""

from app.core.modules.lifecycle.backups import BACKUPS
from app.core.modules.lifecycle.branches import branch_of, branches_of
from app.core.modules.lifecycle.changes import MODULES_MANAGE, Lifecycle, Line, Removal, State
from app.core.modules.lifecycle.errors import (
    AlreadyInstalled,
    CodeMissing,
    DependentsInstalled,
    ModuleNotInstalled,
    ModuleUnknown,
    UninstallUnconfirmed,
)

__all__ = [
    "BACKUPS",
    "MODULES_MANAGE",
    "AlreadyInstalled",
    "CodeMissing",
    "DependentsInstalled",
    "Lifecycle",
    "Line",
    "ModuleNotInstalled",
    "ModuleUnknown",
    "Removal",
    "State",
    "UninstallUnconfirmed",
    "branch_of",
    "branches_of",
]
