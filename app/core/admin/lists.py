"""Lists: a view declares its columns, facets and search; the state is in the address, so that a link can be sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.core.admin.pages import (
    Button,
    Cell,
    Chip,
    Column,
    Facet,
    Link,
    ListPage,
    Option,
    Paging,
    Row,
    Search,
    amount,
    day,
    number,
    text,
)
from app.core.admin.views import SecureView
from app.core.db import AnySelect
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind

Value = str | int | date | None
Record = Mapping[str, Any]
Names = Mapping[str, Mapping[Any, str]]
SIZES = (20, 80, 200)
PREFIX = "f."
"""Before the name of a facet in the address."""


@dataclass(frozen=True, slots=True)
class ListField:
    """A column: its value from a record and the names looked up for the page; drawn by its kind unless `draw` says.

    `order` are the columns it is sorted by; without them it is not.
    """

    name: str
    label: str
    value: Callable[[Record, Names], Value]
    kind: Kind = Kind.TEXT
    order: tuple[Any, ...] = ()
    draw: Callable[[Record, Names], Cell] | None = None
    width_mm: float = 24

    def cell(self, record: Record, names: Names) -> Cell:
        """The cell on the screen."""
        if self.draw is not None:
            return self.draw(record, names)
        value = self.value(record, names)
        match self.kind:
            case Kind.DATE:
                return day(value if isinstance(value, date) else None)
            case Kind.MONEY:
                return amount(value if isinstance(value, int) else None)
            case Kind.INTEGER:
                return number(value if isinstance(value, int) else None)
        return text(value)


@dataclass(frozen=True, slots=True)
class ListFacet:
    """A field the list can be narrowed by: its column, and how its values are called."""

    name: str
    label: str
    column: Any
    called: Callable[[Any, Names], str]
    read: Callable[[str], Any] = str
    rank: Callable[[Any, Names], Any] | None = None


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address says of the list."""

    search: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[1]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, arguments: MultiDict[str, str], facets: Iterable[str], default_sort: str) -> "ListState":
        """The state of an address; what cannot be read is as if it were not there."""
        size = arguments.get("size", SIZES[1], type=int)
        chosen = {name: tuple(arguments.getlist(PREFIX + name)) for name in facets}
        return cls(
            arguments.get("q", "").strip()[:100],
            arguments.get("sort", default_sort),
            max(1, arguments.get("page", 1, type=int)),
            size if size in SIZES else SIZES[1],
            {name: values for name, values in chosen.items() if values},
        )

    def address(self, **changes: Any) -> str:
        """The address of the list with some of its state changed; a change other than the page leads to page one."""
        state = replace(self, **({"page": 1} | changes))
        parts: list[tuple[str, str]] = [("q", state.search)] if state.search else []
        parts += [(PREFIX + name, value) for name, values in state.chosen.items() for value in values]
        parts += [("sort", state.sort)] if state.sort else []
        parts += [("size", str(state.size))] if state.size != SIZES[1] else []
        parts += [("page", str(state.page))] if state.page > 1 else []
        return "?" + urlencode(parts)

    def toggled(self, name: str, value: str) -> str:
        """The address with one value of a facet switched on or off."""
        values = self.chosen.get(name, ())
        kept = tuple(one for one in values if one != value) if value in values else (*values, value)
        chosen = {**self.chosen, name: kept}
        return self.address(chosen={key: found for key, found in chosen.items() if found})


class ListView(SecureView):
    """A list of records of one kind. A subclass says what it lists; `host` is where other modules add columns."""

    title: ClassVar[str]
    host: ClassVar[str] = ""
    fields: ClassVar[tuple[ListField, ...]]
    facets: ClassVar[tuple[ListFacet, ...]] = ()
    default_sort: ClassVar[str] = ""
    placeholder: ClassVar[str] = ""
    empty: ClassVar[str] = ""
    key: ClassVar[Any]
    """The column that tells records apart, in the statement as `key`; ties of the sort fall by it."""

    def statement(self, session: Session) -> AnySelect:
        """All records, with the columns the fields ask for."""
        raise NotImplementedError

    def names(self, session: Session) -> Names:
        """What ids are called, loaded once a page."""
        return {}

    def matching(self, typed: str) -> ColumnElement[bool] | None:
        """The records that what somebody typed finds; None where the list has no search."""
        return None

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """A condition beside the facets, from the address."""
        return None

    def record_url(self, record: Record) -> str:
        """Where a record opens."""
        return ""

    def row_tone(self, record: Record) -> Any:
        """The colour of a row."""
        return None

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """What can be done from the list."""
        return ()

    def state(self) -> ListState:
        """The state of the address asked for."""
        return ListState.read(request.args, [facet.name for facet in self.facets], self.default_sort)

    # What a page is made of -------------------------------------------------------------------------------------

    def found(self, session: Session, state: ListState, without: str = "") -> AnySelect:
        """The records the state asks for, unsorted; `without` leaves one facet out."""
        statement = self.statement(session)
        conditions = [self.narrowed(session)]
        if state.search:
            conditions.append(self.matching(state.search))
        for facet in self.facets:
            values = state.chosen.get(facet.name, ())
            if values and facet.name != without:
                conditions.append(_one_of(facet, values))
        return statement.where(and_(*(one for one in conditions if one is not None)))

    def records(self, session: Session, state: ListState, everything: bool = False) -> Sequence[Record]:
        """The records of the page, or all that match, in order."""
        statement = self.found(session, state).order_by(*self._order(state))
        if not everything:
            statement = statement.limit(state.size).offset((state.page - 1) * state.size)
        return [dict(row) for row in session.execute(statement).mappings()]

    def _order(self, state: ListState) -> list[Any]:
        name, descending = state.sort.removeprefix("-"), state.sort.startswith("-")
        columns = next((one.order for one in self.fields if one.name == name), ())
        return [*(column.desc() if descending else column.asc() for column in columns), self.key]

    def list_page(self, session: Session, added: Sequence[ListField] = ()) -> ListPage:
        """The page of the address asked for."""
        state = self.state()
        names = self.names(session)
        total = session.scalar(
            self.found(session, state).with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        )
        total = total or 0
        state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
        records = self.records(session, state)
        fields = (*self.fields, *added)
        return ListPage(
            _(self.title),
            tuple(_heading(one, state) for one in fields),
            tuple(self._row(record, names, fields) for record in records),
            _paging(state, total, len(records)),
            search=self._search(state, names),
            buttons=self.buttons(session),
            facets=tuple(self._facet(session, facet, state, names) for facet in self.facets),
            exports=tuple(Link(form.upper(), f"export.{form}{state.address()}") for form in ("xlsx", "csv")),
            empty=_(self.empty) if self.empty else "",
        )

    def _row(self, record: Record, names: Names, fields: Sequence[ListField]) -> Row:
        cells = [one.cell(record, names) for one in fields]
        url = self.record_url(record)
        if url and cells and not cells[0].url:
            cells[0] = replace(cells[0], url=url)
        return Row(tuple(cells), key=str(record["key"]), tone=self.row_tone(record))

    def _search(self, state: ListState, names: Names) -> Search | None:
        if self.matching("") is None:
            return None
        chips = [
            Chip(_(facet.label), facet.called(facet.read(value), names), state.toggled(facet.name, value))
            for facet in self.facets
            for value in state.chosen.get(facet.name, ())
        ]
        hidden = [(PREFIX + name, value) for name, values in state.chosen.items() for value in values]
        hidden += [("sort", state.sort)] if state.sort else []
        return Search(request.path, state.search, "q", _(self.placeholder), tuple(chips), tuple(hidden))

    def _facet(self, session: Session, facet: ListFacet, state: ListState, names: Names) -> Facet:
        statement = self.found(session, state, without=facet.name)
        counted = statement.with_only_columns(facet.column, func.count(), maintain_column_froms=True)
        rows = [tuple(row) for row in session.execute(counted.group_by(facet.column).order_by(None))]
        rank = facet.rank
        rows.sort(key=lambda row: (-row[1], str(row[0])) if rank is None else (rank(row[0], names), str(row[0])))
        chosen = state.chosen.get(facet.name, ())
        options = tuple(
            Option(facet.called(value, names), count, state.toggled(facet.name, str(value)), str(value) in chosen)
            for value, count in rows
            if value is not None
        )
        return Facet(_(facet.label), options)


def _one_of(facet: ListFacet, values: Iterable[str]) -> ColumnElement[bool]:
    """Rows with one of the values; a value that cannot be read finds nothing."""
    read = []
    for value in values:
        try:
            read.append(facet.read(value))
        except ValueError:
            continue
    found: ColumnElement[bool] = facet.column.in_(read)
    return found


def _heading(one: ListField, state: ListState) -> Column:
    right = one.kind in (Kind.MONEY, Kind.INTEGER)
    if not one.order:
        return Column(_(one.label), right=right)
    ascending, descending = state.sort == one.name, state.sort == f"-{one.name}"
    url = state.address(sort=f"-{one.name}" if ascending else one.name)
    return Column(_(one.label), url, "ascending" if ascending else "descending" if descending else "", right)


def _paging(state: ListState, total: int, shown: int) -> Paging:
    first = (state.page - 1) * state.size
    return Paging(
        first + 1 if shown else 0,
        first + shown,
        total,
        state.address(page=state.page - 1) if state.page > 1 else "",
        state.address(page=state.page + 1) if first + shown < total else "",
        tuple(Link(str(size), state.address(size=size)) for size in SIZES),
        str(state.size),
    )


def keys_in_order(view: ListView, session: Session, state: ListState) -> AnySelect:
    """The keys of all that match, in the order of the list: for previous and next."""
    return (
        view.found(session, state).with_only_columns(view.key, maintain_column_froms=True).order_by(*view._order(state))
    )


def named(session: Session, key: Any, label: Any) -> dict[Any, str]:
    """What the rows of a small table are called, by id."""
    return {row[0]: row[1] for row in session.execute(select(key, label))}
