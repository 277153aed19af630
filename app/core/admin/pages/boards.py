"""Pages of boards: the first page with its tiles, and the year with its tasks."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.core.admin.pages.parts import Badge, Block, Button, Link, Notice, Pairs, Tile, Tone


@dataclass(frozen=True, slots=True)
class BoardPart:
    """A tile of a board: one large figure, or blocks under a heading. `width`: a quarter, a half, or all of a row.

    `moves` are offered while the page is being arranged: what each posts, with its icon.
    """

    name: str
    title: str
    width: Literal[1, 2, 3]
    figure: Tile | None = None
    blocks: tuple[Block, ...] = ()
    note: str = ""
    buttons: tuple[Button, ...] = ()
    moves: "tuple[TileMove, ...]" = ()


@dataclass(frozen=True, slots=True)
class TileMove:
    """A button that changes where a tile stands."""

    label: str
    icon: str
    fields: Pairs


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page, or the board of a role: tiles in rows of four quarters.

    `boards` lead to the other boards; `arrange_url` takes the moves, `addable` are tiles that could stand here too.
    """

    template: ClassVar[str] = "core/home.html"
    title: str
    parts: tuple[BoardPart, ...]
    subtitle: str = ""
    boards: tuple[Link, ...] = ()
    shown: str = ""
    buttons: tuple[Button, ...] = ()
    arrange_url: str = ""
    arranging: bool = False
    addable: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def has_charts(self) -> bool:
        """Whether anything is to be drawn by the script of charts."""
        return any(block.block == "chart" for part in self.parts for block in part.blocks)


@dataclass(frozen=True, slots=True)
class YearCard:
    """A task in its month: state, whose it is, how far the branches are."""

    title: str
    url: str
    days: str
    state: Badge
    owner: str = ""
    done: int = 0
    total: int = 0
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month of the year with its tasks."""

    label: str
    cards: tuple[YearCard, ...]
    is_now: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearPage:
    """The year as months."""

    template: ClassVar[str] = "core/year.html"
    title: str
    months: tuple[YearMonth, ...]
    tiles: tuple[Tile, ...] = ()
    subtitle: str = ""
    previous_url: str = ""
    next_url: str = ""
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class StepLine:
    """A branch's step: whether it is done, by whom and when, and the button that ticks it or takes the tick back."""

    label: str
    state: Badge
    note: str = ""
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class YearTaskPage:
    """One task of the year with the steps of the branches."""

    template: ClassVar[str] = "core/year_task.html"
    title: str
    crumbs: tuple[Link, ...]
    blocks: tuple[Block, ...]
    steps: tuple[StepLine, ...]
    steps_title: str = ""
    badges: tuple[Badge, ...] = ()
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()
    done: int = 0
