"""Other ways of looking at a list: crossed figures, a chart, a month, lanes of cards. Each is a list page too."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.core.admin.pages.lists import ListPage
from app.core.admin.pages.parts import Cell, ChartBlock, Choice, Link, Pairs


@dataclass(frozen=True, slots=True)
class Slot:
    """A choice of one thing in the bar above a view."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    """A choice of several things in the bar above a view."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The bar above a view, a GET form: what it is laid out by. `hidden` keeps the rest of the list's state.

    `kinds` are other drawings of the same; the one without an address is the present one.
    """

    url: str
    slots: tuple[Slot, ...]
    ticks: Ticks | None = None
    hidden: Pairs = ()
    kinds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PivotHeading:
    """A heading over columns; with an address it sorts."""

    label: str
    columns: int = 1
    rows: int = 1
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PivotCell:
    """A figure that opens the records behind it."""

    text: str
    url: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class PivotRow:
    """A row: its depth says how far it is moved in; one with others below it is a group."""

    label: str
    cells: tuple[PivotCell, ...]
    depth: int = 0
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Pivot:
    """Rows by columns. `corner` says what the rows are."""

    corner: str
    headings: tuple[tuple[PivotHeading, ...], ...]
    rows: tuple[PivotRow, ...]
    totals: tuple[PivotCell, ...]


@dataclass(frozen=True, slots=True)
class PivotPage(ListPage):
    """Figures of a list by rows and columns."""

    template: ClassVar[str] = "core/pivot.html"
    layout: Layout | None = None
    pivot: Pivot | None = None


@dataclass(frozen=True, slots=True)
class ChartPage(ListPage):
    """Figures of a list as a chart."""

    template: ClassVar[str] = "core/chart.html"
    layout: Layout | None = None
    chart: ChartBlock | None = None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a month with its first records, and how many more there are."""

    number: int
    label: str
    entries: tuple[Link, ...] = ()
    more: int = 0
    url: str = ""
    is_today: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class CalendarPage(ListPage):
    """The records of a list on the days of a month; `opened` are all those of one day."""

    template: ClassVar[str] = "core/calendar.html"
    layout: Layout | None = None
    month: str = ""
    previous_url: str = ""
    next_url: str = ""
    today_url: str = ""
    weekdays: tuple[str, ...] = ()
    weeks: tuple[tuple[CalendarDay | None, ...], ...] = ()
    opened_title: str = ""
    opened: tuple[Link, ...] = ()
    opened_links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A record as a card: its title, and some of its values under their labels."""

    title: Cell
    facts: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of cards: all records with one value; the address opens them as a list."""

    label: str
    count: int
    cards: tuple[Card, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class KanbanPage(ListPage):
    """The records of a list as cards in lanes."""

    template: ClassVar[str] = "core/kanban.html"
    layout: Layout | None = None
    lanes: tuple[Lane, ...] = ()
