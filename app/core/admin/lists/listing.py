"""What a list is: its declarations, what a subclass says, and the statement that any way of looking at it draws."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.lists import permitted
from app.core.admin.lists.conditions import condition_of
from app.core.admin.lists.declared import BatchAction, Dimension, ListField, Measure, Names, Record
from app.core.admin.lists.grouping import levels_of, within
from app.core.admin.lists.state import ListState
from app.core.admin.opened import opened_system
from app.core.admin.pages import Button
from app.core.admin.views import SecureView
from app.core.db import AnySelect
from app.core.favourites import pick_named
from app.core.i18n import N_
from app.core.i18n import gettext as _

ADDED = "+"
"""Before the name under which a record has the value of another module's column."""


class Listing(SecureView):
    """A list of records of one kind. A subclass says what it lists; `host` is where other modules add to it."""

    title: ClassVar[str]
    host: ClassVar[str] = ""
    fields: ClassVar[tuple[ListField, ...]]
    dimensions: ClassVar[tuple[Dimension, ...]] = ()
    measures: ClassVar[tuple[Measure, ...]] = ()
    batch: ClassVar[tuple[BatchAction, ...]] = ()
    default_sort: ClassVar[str] = ""
    placeholder: ClassVar[str] = ""
    empty: ClassVar[str] = ""
    counted: ClassVar[str] = N_("Records")
    """What a pivot calls the number of records."""
    starts: ClassVar[Mapping[str, str]] = {}
    """What a view begins with when the address does not say, such as `v.rows` of a pivot."""
    yearly: ClassVar[tuple[str, ...]] = ()
    """Dimensions whose days come again every year in a calendar, such as birthdays."""
    subjects: ClassVar[tuple[Any, ...]] = ()
    """The one column that says whose a record is, where many people can be found at once by a pasted column."""
    keys: ClassVar[tuple[Any, ...]]
    """The columns that tell records apart; ties of the sort fall by them. The statement has a column `key`."""

    # What a subclass says ---------------------------------------------------------------------------------------

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
        """A condition beside the filter, from the address."""
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

    def figures(self, session: Session) -> tuple[Measure, ...]:
        """What pivots and charts sum or average beside the measures: too dear for every page of a grouped list."""
        return ()

    def completed(self, session: Session, records: Sequence[Record]) -> Sequence[Record]:
        """The records with what the statement does not give, loaded together."""
        return records

    def people_of(self, session: Session, lines: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Whom each line of a pasted column names, exactly: the values of `subjects`, as far as the user meets them."""
        return {}

    def heading(self, session: Session) -> str:
        """What stands above the list."""
        return _(self.title)

    # What the user may use of it --------------------------------------------------------------------------------

    def columns_for(self, session: Session) -> list[ListField]:
        """The columns the acting user may choose from: the list's own and those of other modules."""
        return [*permitted.permitted(session, self.fields, self.permission), *map(_added, self._columns_added(session))]

    def dimensions_for(self, session: Session) -> Mapping[str, Dimension]:
        """What the acting user may filter and group by, by name: the list's own and those of other modules."""
        kept = session.info.setdefault("dimensions of lists", {})
        place = (type(self), session.info.get("actor"))
        if place not in kept:
            kept[place] = self._dimensions(session)
        found: Mapping[str, Dimension] = kept[place]
        return found

    def _dimensions(self, session: Session) -> Mapping[str, Dimension]:
        added = permitted.added_dimensions(self.host, self.keys[0])
        return permitted.by_name(permitted.permitted(session, (*self.dimensions, *added), self.permission))

    def measures_for(self, session: Session) -> list[Measure]:
        """What the acting user may have counted and summed."""
        added = permitted.added_measures(self.host, self.keys[0])
        return permitted.permitted(session, (*self.measures, *added), self.permission)

    def _columns_added(self, session: Session) -> list[Any]:
        declared = [column for module in opened_system().modules for column in module.columns]
        return [one for one in declared if self.host and one.host == self.host and may(session, one.permission)]

    # The records ------------------------------------------------------------------------------------------------

    def state(self, session: Session) -> ListState:
        """The state of the address asked for."""
        facets = [one.name for one in self.dimensions_for(session).values() if one.facet]
        return ListState.read(request.args, facets, self.default_sort)

    def found(self, session: Session, state: ListState, faceted: bool = True) -> AnySelect:
        """The records the state asks for, unsorted; not `faceted`: whatever is chosen at the side."""
        statement = self.statement(session)
        dimensions = self.dimensions_for(session)
        conditions = [self.narrowed(session)]
        if state.search:
            conditions.append(self.matching(state.search))
        if state.where:
            conditions.append(condition_of(state.where, dimensions))
        if state.picked and self.subjects:
            conditions.append(self.subjects[0].in_(pick_named(session, self.endpoint, state.picked).keys))
        for name, values in state.chosen.items() if faceted else ():
            conditions.append(dimensions[name].column.in_(readable(dimensions[name], values)))
        return statement.where(*(one for one in conditions if one is not None))

    def records(self, session: Session, state: ListState, everything: bool = False) -> Sequence[Record]:
        """The records of the page, or all that match, in order."""
        statement = self.found(session, state).order_by(*self.order_of(session, state))
        if not everything:
            statement = within(statement, levels_of(state.group, self.dimensions_for(session)), state.opened)
            statement = statement.limit(state.size).offset((state.page - 1) * state.size)
        return self.completed(session, [dict(row) for row in session.execute(statement).mappings()])

    def listed(self, session: Session, state: ListState) -> AnySelect:
        """The records that match and lie in the group that is open, unsorted."""
        levels = levels_of(state.group, self.dimensions_for(session))
        return within(self.found(session, state), levels, state.opened[: len(levels)])

    def between(self, session: Session, state: ListState, offset: int, count: int) -> Sequence[Record]:
        """Some of these records, in order, whatever page they stand on."""
        statement = self.listed(session, state).order_by(*self.order_of(session, state))
        return [dict(row) for row in session.execute(statement.limit(count).offset(offset)).mappings()]

    def with_added(self, session: Session, fields: Sequence[ListField], records: Sequence[Record]) -> Sequence[Record]:
        """The records with the values of other modules' columns among these fields, each loaded in bulk."""
        wanted = {field.name for field in fields}
        columns = [one for one in self._columns_added(session) if ADDED + one.name in wanted]
        keys = [record["key"] for record in records]
        loaded = {ADDED + column.name: column.load(session, keys) for column in columns}
        if not loaded:
            return records
        return [
            {**record, **{name: values.get(record["key"]) for name, values in loaded.items()}} for record in records
        ]

    def order_of(self, session: Session, state: ListState) -> list[Any]:
        """What the records are sorted by."""
        name, descending = state.sort.removeprefix("-"), state.sort.startswith("-")
        fields = permitted.permitted(session, self.fields, self.permission)
        columns = next((one.order for one in fields if one.name == name), ())
        return [*(_sorted(column, descending) for column in columns), *self.keys]


def readable(dimension: Dimension, values: Sequence[str]) -> list[Any]:
    """Those of the values of an address that can be read; another finds nothing."""
    read = []
    for value in values:
        try:
            read.append(dimension.value_of(value))
        except ValueError:
            continue
    return read


def _added(column: Any) -> ListField:
    """Another module's column; its values are in the records once they are loaded."""
    name = ADDED + column.name
    return ListField(name, column.label, _under(name))


def _under(name: str) -> Callable[[Record, Names], str | None]:
    return lambda record, names: record.get(name)


def _sorted(column: Any, descending: bool) -> Any:
    """A column of the order: what is empty comes last both ways, whatever the database would do."""
    order = column.desc() if descending else column.asc()
    return order.nulls_last() if getattr(column, "nullable", True) else order
