"""Modules: the manifest that says what one adds, discovery by entry points, and their order."""

from app.core.modules.contributions import (
    CanonicalTable,
    Column,
    Document,
    Drawn,
    ImportKind,
    ImportOutcome,
    MenuItem,
    MonthNeeded,
    Panel,
    Permission,
    Setting,
    required_month,
)
from app.core.modules.discovery import GROUP, DependencyCycle, MissingDependency, discover, in_order, own
from app.core.modules.manifest import Module, grants_of

__all__ = [
    "GROUP",
    "CanonicalTable",
    "Column",
    "DependencyCycle",
    "Document",
    "Drawn",
    "ImportKind",
    "ImportOutcome",
    "MenuItem",
    "MissingDependency",
    "Module",
    "MonthNeeded",
    "Panel",
    "Permission",
    "Setting",
    "discover",
    "grants_of",
    "in_order",
    "own",
    "required_month",
]
