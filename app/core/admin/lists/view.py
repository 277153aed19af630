"""The view of a list: one page, one set of statements, and exports of exactly what is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, ClassVar

from flask import request
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import may
from app.core.admin.downloads import download
from app.core.admin.lists.declared import ListFacet, ListField, Names, Record
from app.core.admin.lists.state import PREFIX, SIZES, ListState
from app.core.admin.opened import opened_system
from app.core.admin.pages import Button, Chip, Column, Facet, Link, ListPage, Option, Paging, Row, Search
from app.core.admin.views import OF_VIEW, Answer, SecureView, log_reading, page
from app.core.db import AnySelect
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.core.tables import write_csv, write_xlsx
from app.core.tables.layout import Kind, TableColumn, TableData, TableLayout

WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


class ListView(SecureView):
    """A list of records of one kind. A subclass says what it lists; `host` is where other modules add columns."""

    title: ClassVar[str]
    host: ClassVar[str] = ""
    fields: ClassVar[tuple[ListField, ...]]
    facets: ClassVar[tuple[ListFacet, ...]] = ()
    default_sort: ClassVar[str] = ""
    placeholder: ClassVar[str] = ""
    empty: ClassVar[str] = ""
    keys: ClassVar[tuple[Any, ...]]
    """The columns that tell records apart; ties of the sort fall by them. The statement has a column `key`."""

    @page("/", permission=OF_VIEW)
    def index(self, session: Session) -> Answer:
        """The page of the list that the address asks for."""
        return self.list_page(session)

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, form: str) -> Answer:
        """Everything that matches, with the columns shown, as a workbook or CSV; logged before it is sent."""
        return self.exported(session, form)

    def exported(self, session: Session, form: str, key: object = "") -> Answer:
        """The file of an export; `key` says in the log and in its name which record's list it is."""
        if form not in WRITERS:
            raise NotFound(what="export", key=form)
        state, names = self.state(), self.names(session)
        records = self.records(session, state, everything=True)
        fields = (*self.fields, *self.contributed(session, records))
        columns = tuple(TableColumn(one.name, _(one.label), one.width_mm, one.kind) for one in fields)
        rows = [tuple(one.value(record, names) for one in fields) for record in records]
        out = BytesIO()
        WRITERS[form](TableLayout(_(self.title), columns, has_total=False), TableData(rows), out)
        facts = {"object_table": self.endpoint, "object_key": key, "count": len(rows)}
        log_reading(audit.Kind.EXPORT, f"export.{self.endpoint}", **facts)
        return download(out.getvalue(), f"{' '.join(filter(None, (_(self.title), str(key))))}.{form}")

    def contributed(self, session: Session, records: Sequence[Record]) -> list[ListField]:
        """The columns that other modules add, each loaded in bulk for these records."""
        added = []
        for module in opened_system().modules:
            for column in module.columns:
                if self.host and column.host == self.host and may(session, column.permission):
                    values = column.load(session, [record["key"] for record in records])
                    added.append(ListField(column.name, column.label, _looked_up(values)))
        return added

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
        return statement.where(*(one for one in conditions if one is not None))

    def records(self, session: Session, state: ListState, everything: bool = False) -> Sequence[Record]:
        """The records of the page, or all that match, in order."""
        statement = self.found(session, state).order_by(*self._order(state))
        if not everything:
            statement = statement.limit(state.size).offset((state.page - 1) * state.size)
        return [dict(row) for row in session.execute(statement).mappings()]

    def _order(self, state: ListState) -> list[Any]:
        name, descending = state.sort.removeprefix("-"), state.sort.startswith("-")
        columns = next((one.order for one in self.fields if one.name == name), ())
        return [*(column.desc() if descending else column.asc() for column in columns), *self.keys]

    def list_page(self, session: Session) -> ListPage:
        """The page of the address asked for."""
        state = self.state()
        names = self.names(session)
        # A count of a mapped column, not of "*": only then do the record rules see whose rows are counted.
        counted = func.count(self.keys[0])
        found = self.found(session, state).with_only_columns(counted, maintain_column_froms=True)
        total = session.scalar(found.order_by(None)) or 0
        state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
        records = self.records(session, state)
        fields = (*self.fields, *self.contributed(session, records))
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


def _looked_up(values: Mapping[int, str]) -> Callable[[Record, Names], str | None]:
    return lambda record, names: values.get(record["key"])


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
