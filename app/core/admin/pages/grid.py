"""A grid of cells that is filled in as in Excel, and saved whole or not at all."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.core.admin.pages.parts import Button, Input, Link, Notice, Pairs, Table
from app.core.admin.pages.records import Tab


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: `name` as it is sent, what is typed into it; `fixed` is only looked at, `choices` are all there are."""

    name: str
    label: str
    kind: Literal["text", "number"] = "text"
    choices: tuple[str, ...] = ()
    fixed: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text, what is wrong with it, the version a save is compared with; a fixed one is only looked at."""

    text: str
    fault: str = ""
    version: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: `key` as it is sent, and what stands at its head."""

    key: str
    label: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class GridPage:
    """A grid with its form. Posts `cells`, JSON: [{row, column, value, version}] of the cells that changed.

    The answer is JSON: {"url"} to go on to once everything is saved, or {"errors": [{row, column, message}]}, and
    nothing is saved.
    """

    template: ClassVar[str] = "core/grid.html"
    title: str
    crumbs: tuple[Link, ...]
    action: str
    corner: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    submit: str
    cancel_url: str = ""
    hidden: Pairs = ()
    tabs: tuple[Tab, ...] = ()
    notices: tuple[Notice, ...] = ()
    buttons: tuple[Button, ...] = ()
    others: Table | None = None
    """What the grid can't show, below it."""
    filters: tuple[Input, ...] = ()
    """What the rows are narrowed by: a small form that is sent by GET to `action`."""
    previous_url: str = ""
    next_url: str = ""
    shown: str = ""
    empty: str = ""
