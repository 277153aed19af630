"""The page on which cells of a workbook are bound to fields: the sheet as a table, and the forms beside it."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.admin.pages.parts import Badge, Button, Link, Notice, Pairs, Table
from app.core.admin.pages.records import Tab


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as drawn; `bound` says what it shows, `before` and `after` the words around that."""

    place: str
    text: str
    url: str
    columns: int = 1
    rows: int = 1
    bound: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as drawn; `repeats` names the table whose rows repeat here."""

    number: int
    cells: tuple[SheetCell, ...]
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The sheet: column letters, their widths in points, and its rows."""

    letters: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under a heading: value and label."""

    label: str
    fields: Pairs


@dataclass(frozen=True, slots=True)
class RowsForm:
    """The rows that repeat for a table; zeros where none do."""

    table: str
    label: str
    first: int
    last: int
    height: int


@dataclass(frozen=True, slots=True)
class WorkbookPage:
    """A version of a template: its sheet with badges of what is bound, and while it is a draft the forms to bind."""

    template: ClassVar[str] = "core/workbook.html"
    title: str
    crumbs: tuple[Link, ...]
    sheet: SheetTable
    sheet_name: str
    tabs: tuple[Tab, ...]
    chosen: SheetCell | None
    fields: tuple[FieldGroup, ...]
    rows: tuple[RowsForm, ...]
    hidden: Pairs
    action: str
    editable: bool
    bound: Table
    subtitle: str = ""
    badges: tuple[Badge, ...] = ()
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()
    errors: tuple[str, ...] = ()
