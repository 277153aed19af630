"""Modules: the manifest that says what one adds, discovery by entry points, and their order."""

from app.core.modules.contributions import (
    CanonicalTable,
    Column,
    Document,
    Drawn,
    FigureTile,
    Finder,
    ImportKind,
    ImportOutcome,
    MenuItem,
    MonthNeeded,
    Panel,
    Permission,
    Setting,
    Suggestion,
    required_month,
)
from app.core.modules.discovery import GROUP, DependencyCycle, MissingDependency, discover, in_order
from app.core.modules.manifest import Module, grants_of

__all__ = [
    "GROUP",
    "CanonicalTable",
    "Column",
    "DependencyCycle",
    "Document",
    "Drawn",
    "FigureTile",
    "Finder",
    "ImportKind",
    "ImportOutcome",
    "MenuItem",
    "MissingDependency",
    "Module",
    "MonthNeeded",
    "Panel",
    "Permission",
    "Setting",
    "Suggestion",
    "discover",
    "grants_of",
    "in_order",
    "required_month",
]
