"""The pages of an import after its upload: matching columns, and what it would change."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.admin.pages.lists import Paging
from app.core.admin.pages.parts import Badge, Button, Input, Link, Notice, Table, Tone
from app.core.admin.pages.records import Step
from app.core.admin.pages.streams import Change


@dataclass(frozen=True, slots=True)
class MatchColumn:
    """A column of the file: its heading, some of its values, and the field it is matched to."""

    heading: str
    samples: tuple[str, ...]
    field: Input


@dataclass(frozen=True, slots=True)
class MatchSheet:
    """A sheet of the file."""

    title: str
    columns: tuple[MatchColumn, ...]


@dataclass(frozen=True, slots=True)
class MatchPage:
    """Which column of a file is which field."""

    template: ClassVar[str] = "core/import_match.html"
    title: str
    crumbs: tuple[Link, ...]
    steps: tuple[Step, ...]
    action: str
    sheets: tuple[MatchSheet, ...]
    errors: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    cancel_url: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A figure above the result; opens the rows it counts."""

    label: str
    value: int
    tone: Tone
    url: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of the file and what it does to which record."""

    row: str
    key: str
    name: str
    action: Badge
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ImportResultPage:
    """What an uploaded file would do, or did: counts, errors, and the changes of each row field by field."""

    template: ClassVar[str] = "core/import_result.html"
    title: str
    crumbs: tuple[Link, ...]
    heading: str
    counts: tuple[Count, ...]
    steps: tuple[Step, ...] = ()
    subtitle: str = ""
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()
    told: Notice | None = None
    errors: Table | None = None
    rows: tuple[ChangedRow, ...] = ()
    paging: Paging | None = None
    workbook_url: str = ""
    actions: tuple[Button, ...] = ()
    empty: str = ""
