"""Modules: the manifest that says what one adds, discovery by entry points, and their order."""

from app.core.modules.catalogues import catalogues_of
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
    RecordHost,
    Suggestion,
    required_month,
)
from app.core.modules.discovery import (
    GROUP,
    BrokenModule,
    DependencyCycle,
    MissingDependency,
    broken,
    discover,
    in_order,
    own,
)
from app.core.modules.hosts import address_of, host_named, meets
from app.core.modules.import_changes import ACTIONS, Action, FieldChange, RowChange
from app.core.modules.jobs import Job, JobContext, JobFile, JobLink, JobResult, JobRun, JobWrite, Schedule
from app.core.modules.manifest import Module, grants_of
from app.core.modules.partners import Partnership, contributed, receivers_of
from app.core.settings import Setting

__all__ = [
    "ACTIONS",
    "GROUP",
    "Action",
    "BrokenModule",
    "CanonicalTable",
    "Column",
    "DependencyCycle",
    "Document",
    "Drawn",
    "FieldChange",
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
    "RecordHost",
    "RowChange",
    "Schedule",
    "Setting",
    "Suggestion",
    "address_of",
    "broken",
    "catalogues_of",
    "contributed",
    "discover",
    "grants_of",
    "host_named",
    "in_order",
    "meets",
    "own",
    "receivers_of",
    "required_month",
]
