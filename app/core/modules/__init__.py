"""Modules: the manifest that says what one adds, discovery by entry points, and their order."""

from app.core.modules.contributions import (
    AttachmentHost,
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
    Suggestion,
    required_month,
)
from app.core.modules.discovery import GROUP, DependencyCycle, MissingDependency, discover, in_order, own
from app.core.modules.jobs import Job, JobContext, JobFile, JobLink, JobResult, JobRun, JobWrite, Schedule
from app.core.modules.manifest import Module, grants_of
from app.core.modules.partners import Partnership, contributed, receivers_of
from app.core.settings import Setting

__all__ = [
    "GROUP",
    "AttachmentHost",
    "CanonicalTable",
    "Column",
    "DependencyCycle",
    "Document",
    "Drawn",
    "FigureTile",
    "Finder",
    "ImportKind",
    "ImportOutcome",
    "Job",
    "JobContext",
    "JobFile",
    "JobLink",
    "JobResult",
    "JobRun",
    "JobWrite",
    "MenuItem",
    "MissingDependency",
    "Module",
    "MonthNeeded",
    "Panel",
    "Partnership",
    "Permission",
    "Schedule",
    "Setting",
    "Suggestion",
    "contributed",
    "discover",
    "grants_of",
    "in_order",
    "own",
    "receivers_of",
    "required_month",
]
