"""The first records of every group of a list, in one statement: for the days of a calendar, the lanes of a kanban."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.core.admin.lists.declared import Record
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.db import AnySelect

GROUP = "+group"
"""Under this name a record has the value of its group."""
VALUE = "+value"
"""And under this what else was asked for."""


def counts_of(listing: Listing, session: Session, statement: AnySelect, group: Any) -> dict[Any, int]:
    """How many records there are with each value."""
    counted = statement.with_only_columns(
        group.label("in_group"), func.count(listing.keys[0]), maintain_column_froms=True
    )
    rows = session.execute(counted.order_by(None).group_by("in_group"))
    return {value: count for value, count in rows}


def first_of_each(
    listing: Listing,
    session: Session,
    state: ListState,
    narrowed: ColumnElement[bool] | None,
    group: Any,
    most: int,
    value: Any = None,
) -> dict[Any, list[Record]]:
    """The first records with each value, in the order of the list."""
    found = listing.found(session, state)
    if narrowed is not None:
        found = found.where(narrowed)
    key, order = listing.keys[0], listing.order_of(session, state)
    place = func.row_number().over(partition_by=group, order_by=order).label("place")
    placed = found.with_only_columns(key.label("key"), place, maintain_column_froms=True).order_by(None).subquery()
    chosen = select(placed.c.key).where(placed.c.place <= most)
    asked = [group.label(GROUP)] + ([] if value is None else [value.label(VALUE)])
    statement = found.add_columns(*asked).where(key.in_(chosen)).order_by(*order)
    records: dict[Any, list[Record]] = defaultdict(list)
    for record in listing.completed(session, [dict(row) for row in session.execute(statement).mappings()]):
        records[record[GROUP]].append(record)
    return records


def in_first(records: dict[Any, list[Record]]) -> Sequence[Record]:
    """All of them, for what is loaded for all together."""
    return [record for found in records.values() for record in found]
