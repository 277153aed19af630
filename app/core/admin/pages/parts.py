"""The small values every page is made of: cells, badges, links, buttons, tables, panels."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from app.core.charts import Chart, payload_of

Tone = Literal["plain", "good", "info", "warning", "danger", "muted"]
"""What a colour means: good is green, info blue, warning orange, danger red, muted grey, plain the brand's teal."""

Pairs = tuple[tuple[str, str], ...]
"""Names and values: hidden fields of a form, or parts of an address."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; without an address only the text."""

    label: str
    url: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A coloured pill with a dot before its text."""

    label: str
    tone: Tone = "muted"
    dot: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table or one value of a record. Make it with text, person, day, amount, pill or number."""

    text: str = ""
    kind: Literal["text", "person", "badge", "date", "amount", "press"] = "text"
    url: str = ""
    tone: Tone | None = None
    note: str = ""


def text(value: object, url: str = "", note: str = "") -> Cell:
    """A cell with a text, empty for None; a note stands small behind it."""
    return Cell("" if value is None else str(value), url=url, note=note)


def person(name: str, url: str = "", note: str = "") -> Cell:
    """A cell with somebody's name behind a coloured initial."""
    return Cell(name, "person", url, note=note)


def pill(label: str, tone: Tone = "muted") -> Cell:
    """A cell with a badge, such as a status."""
    return Cell(label, "badge", tone=tone)


def press(label: str, url: str, icon: str = "") -> Cell:
    """A cell with a small button that writes at once: it posts to the address and comes back to the page."""
    return Cell(label, "press", url, note=icon)


def day(value: date | None, note: str = "", tone: Tone | None = None) -> Cell:
    """A cell with a day; with a tone it warns, and the note says why: 2026-12-26 · 33 days."""
    return Cell(value.isoformat() if value else "", "date", tone=tone, note=note)


def amount(fen: int | None, url: str = "", tone: Tone | None = None) -> Cell:
    """A cell with an amount of money, given in fen and shown in yuan."""
    if fen is None:
        return Cell("", "amount", url, tone)
    yuan, rest = divmod(abs(fen), 100)
    return Cell(f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}", "amount", url, tone)


def number(value: float | None, url: str = "") -> Cell:
    """A cell with a number, aligned like money."""
    return Cell("" if value is None else f"{value:,}", "amount", url)


InputKind = Literal[
    "text", "textarea", "select", "radio", "checkbox", "checkboxes", "date", "month", "number", "file",
    "password", "email", "hidden", "fixed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select, a group of radio buttons or of check boxes."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form.

    `suggest_url` answers ?q= with [{"value", "label"}]; the kind `fixed` shows a value and sends none.
    """

    name: str
    label: str
    kind: InputKind = "text"
    value: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    errors: tuple[str, ...] = ()
    help: str = ""
    placeholder: str = ""
    required: bool = False
    wide: bool = False
    accept: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    step: str = ""
    suggest_url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. With `post` it writes; `confirm` or `asks` first open a small form (a question, a reason).

    Pressed inside a list's selection it posts the chosen rows to `url`.
    """

    label: str
    url: str
    icon: str = ""
    tone: Literal["primary", "plain", "danger"] = "plain"
    post: bool = False
    confirm: str = ""
    asks: tuple[Input, ...] = ()
    hidden: Pairs = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A message across the page, perhaps with what to do about it."""

    text: str
    tone: Tone = "info"
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading. `sort_url` makes it sortable; `sorted` says how it is sorted now."""

    label: str
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row. `key` is what a selection sends; `tone` colours the whole row."""

    cells: tuple[Cell, ...]
    key: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a page: title, buttons beside it, and a row of totals below."""

    block: ClassVar[str] = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Row | None = None
    buttons: tuple[Button, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value of a record. `reveal` is a button that asks for the reason before a masked value is shown.

    `edit` leads to the form that changes it.
    """

    label: str
    value: Cell
    reveal: Button | None = None
    edit: Link | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A titled group of labelled values; two groups stand side by side."""

    block: ClassVar[str] = "facts"
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A titled text; every line is a paragraph."""

    block: ClassVar[str] = "prose"
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A large figure with its label; opens the list behind it."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    tone: Tone = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A row of large figures."""

    block: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart, and a table of the same figures whose entries open the lists behind them.

    The page's `head` draws `scripts` of core/charts.html.
    """

    block: ClassVar[str] = "chart"
    chart: Chart
    table_open: bool = False

    @property
    def payload(self) -> str:
        """What the script draws."""
        return payload_of(self.chart)


@dataclass(frozen=True, slots=True)
class Panel:
    """Blocks under one heading in a card of their own: what another module adds to a page, or a part of a board."""

    block: ClassVar[str] = "panel"
    title: str
    blocks: "tuple[Block, ...]"
    note: str = ""
    buttons: tuple[Button, ...] = ()


Block = Facts | Table | Prose | Tiles | ChartBlock | Panel
"""What stands in a page, one below the other."""
