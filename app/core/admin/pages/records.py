"""One record with everything around it, a tree of records, and a board of figures."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.core.admin.pages.parts import Badge, Block, Button, Link, Notice, Pairs, Tile
from app.core.admin.pages.streams import HistoryDay, Stream


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a status bar."""

    label: str
    state: Literal["done", "current", "ahead"] = "ahead"


@dataclass(frozen=True, slots=True)
class Position:
    """Where the record stands in the list it was opened from."""

    index: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    list_url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a record: a link to the same page with another part of it."""

    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class AsAt:
    """The day the page shows: a GET form sending `day`; away from today a line says so and leads back."""

    url: str
    day: str
    today_url: str
    is_today: bool = True
    hidden: Pairs = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record: its state and next steps, its values in tabs, what other modules add, and its history."""

    template: ClassVar[str] = "core/record.html"
    title: str
    crumbs: tuple[Link, ...]
    blocks: tuple[Block, ...]
    subtitle: str = ""
    avatar: str = ""
    badges: tuple[Badge, ...] = ()
    buttons: tuple[Button, ...] = ()
    steps: tuple[Step, ...] = ()
    position: Position | None = None
    figures: tuple[Tile, ...] = ()
    tabs: tuple[Tab, ...] = ()
    panels: tuple[Block, ...] = ()
    history: tuple[HistoryDay, ...] | None = None
    """None leaves the side stream out."""
    as_at: AsAt | None = None
    notices: tuple[Notice, ...] = ()
    history_buttons: tuple[Button, ...] = ()
    stream: Stream | None = None
    """The side stream with everything in it; it stands instead of `history`."""
    smart: tuple[Tile, ...] = ()
    """Buttons with counts, from whichever module has something that belongs to the record."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree with its figures; open nodes show their children at once."""

    label: str
    url: str = ""
    note: str = ""
    count: str = ""
    badges: tuple[Badge, ...] = ()
    children: "tuple[Node, ...]" = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class TreePage:
    """A tree of records, such as the organisation, as at a day."""

    template: ClassVar[str] = "core/tree.html"
    title: str
    nodes: tuple[Node, ...]
    buttons: tuple[Button, ...] = ()
    tiles: tuple[Tile, ...] = ()
    as_at: AsAt | None = None
    notices: tuple[Notice, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Figures and panels: the first page after logging in, a module's overview, results of a search.

    Without any it shows the installed modules as large tiles.
    """

    template: ClassVar[str] = "core/board.html"
    title: str
    blocks: tuple[Block, ...] = ()
    subtitle: str = ""
    tiles: tuple[Tile, ...] = ()
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """A line of a sum: its amount, the rule in words, where the rule stands, and the lines it came from."""

    label: str
    amount: str
    rule: str = ""
    source: str = ""
    lines: "tuple[ExplanationLine, ...]" = ()


@dataclass(frozen=True, slots=True)
class ExplanationPage:
    """How an amount came about, line by line; each line opens."""

    template: ClassVar[str] = "core/explanation.html"
    title: str
    crumbs: tuple[Link, ...]
    total_label: str
    total: str
    lines: tuple[ExplanationLine, ...]
    subtitle: str = ""
    badges: tuple[Badge, ...] = ()
    buttons: tuple[Button, ...] = ()
    panels: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()
