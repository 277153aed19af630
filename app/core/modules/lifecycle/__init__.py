"""The life of a module: installed, upgraded, taken out. Each change is backed up first and done in one transaction."""

from app.core.modules.lifecycle.backups import BACKUPS
from app.core.modules.lifecycle.branches import branch_of, branches_of
from app.core.modules.lifecycle.changes import Lifecycle, Line, Removal, State
from app.core.modules.lifecycle.errors import (
    AlreadyInstalled,
    CodeMissing,
    DependentsInstalled,
    ModuleNotInstalled,
    ModuleUnknown,
    UninstallUnconfirmed,
)
from app.core.modules.lifecycle.stamp import STAMP, is_changing, read_stamp, start_afresh
from app.core.modules.permissions import MODULES_MANAGE

__all__ = [
    "BACKUPS",
    "MODULES_MANAGE",
    "STAMP",
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
    "is_changing",
    "read_stamp",
    "start_afresh",
]
