"""A list of records: search, facets, a table that sorts, selection, pages and exports."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.admin.pages.parts import Button, Cell, Choice, Column, Link, Notice, Pairs, Row


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition the list is narrowed by, with the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Search:
    """The list's search box: a GET form sending `name`; `hidden` keeps the rest of the list's state.

    Without a name there is nothing to type, only the conditions.
    """

    url: str
    text: str = ""
    name: str = "q"
    placeholder: str = ""
    chips: tuple[Chip, ...] = ()
    hidden: Pairs = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet with its count; the address switches it on, or off when active."""

    label: str
    count: int
    url: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A field the list can be narrowed by."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What a list can be filtered by: a GET form that adds one condition, and `described` for the builder's script.

    `fields` and `operators` are the choices of the form; `choices_url` answers with the values of a field.
    """

    url: str
    fields: tuple[Choice, ...]
    operators: tuple[Choice, ...]
    described: str
    choices_url: str
    tree: str = ""
    hidden: Pairs = ()


@dataclass(frozen=True, slots=True)
class ColumnTick:
    """A column to choose, and whether it stands in the list."""

    name: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The choice of columns: posts those ticked as `column`, in order; `query` is the state to come back to."""

    url: str
    ticks: tuple[ColumnTick, ...]
    query: str


@dataclass(frozen=True, slots=True)
class FavouriteLink:
    """A favourite: where it leads, whether it is what the list shows now, and whether the list begins with it."""

    id: int
    label: str
    url: str
    shared: bool
    active: bool
    default: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class Favourites:
    """The favourites of a list, and the state that the form saves as another one."""

    links: tuple[FavouriteLink, ...]
    query: str
    may_share: bool


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A field the list can be grouped by; `place` is its place among those it is grouped by now, 0 for none."""

    label: str
    url: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group among the rows: folded or open, with its count and the sums under their columns."""

    label: str
    count: int
    url: str
    opened: bool
    level: int
    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What can be done with chosen rows. Posts the rows' keys as `name`, or all=1 for everything that matches."""

    buttons: tuple[Button, ...]
    name: str = "key"
    all_matching: bool = True


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows are shown, of how many, and the addresses of the neighbouring pages and of other page sizes."""

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    sizes: tuple[Link, ...] = ()
    size: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of records of any kind. `exports` are links to exactly what is shown; `views` the same data otherwise.

    `sheet` are the blank columns of a sheet to sign, `state` the parts of the address for the forms of the page.
    """

    template: ClassVar[str] = "core/list.html"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row | GroupRow, ...]
    paging: Paging
    search: Search | None = None
    buttons: tuple[Button, ...] = ()
    facets: tuple[Facet, ...] = ()
    selection: Selection | None = None
    exports: tuple[Link, ...] = ()
    views: tuple[Link, ...] = ()
    totals: Row | None = None
    notices: tuple[Notice, ...] = ()
    empty: str = ""
    filter: FilterForm | None = None
    groups: tuple[GroupLink, ...] = ()
    choice: Columns | None = None
    favourites: Favourites | None = None
    finds_many: bool = False
    sheet: tuple[Choice, ...] = ()
    state: Pairs = ()
