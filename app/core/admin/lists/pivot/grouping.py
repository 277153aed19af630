"""The one statement of a pivot or a chart: the records of the list grouped by every axis, with each measure's parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.admin.lists.declared import Measure
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.permitted import permitted
from app.core.admin.lists.pivot.axes import Axis, axes_of
from app.core.admin.lists.pivot.cross import Groups
from app.core.admin.lists.pivot.figures import Parts, columns_of, plain
from app.core.admin.lists.state import ListState

MOST_GROUPS = 5000
"""So many groups at most: whoever asks for more narrows the list or takes fewer fields."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups; `cut` when there are more than are taken, and then there are none."""

    groups: Groups
    cut: bool = False


def measures_of(listing: Listing, session: Session) -> list[Measure]:
    """What can be counted and summed: how many records there are, and what the user may see of the rest."""
    counted = Measure("count", listing.counted, listing.keys[0], "count")
    figures = permitted(session, listing.figures(session), listing.permission)
    return [counted, *listing.measures_for(session), *figures]


def axes_for(listing: Listing, session: Session) -> dict[str, Axis]:
    """What the list can be laid out by."""
    return axes_of(tuple(listing.dimensions_for(session).values()))


def grouped(
    listing: Listing, session: Session, state: ListState, axes: Sequence[Axis], measures: Sequence[Measure]
) -> Grouped:
    """The groups of the records that the state asks for."""
    wanted = [column for measure in measures for column in columns_of(measure)]
    named = [axis.column.label(f"axis_{place}") for place, axis in enumerate(axes)]
    # A count of a mapped column stands in every statement: only then do the record rules see whose rows are counted.
    statement = listing.found(session, state).with_only_columns(
        *named, func.count(listing.keys[0]).label("met"), *wanted, maintain_column_froms=True
    )
    statement = statement.order_by(None).group_by(*(label.name for label in named)).limit(MOST_GROUPS + 1)
    rows = [tuple(row) for row in session.execute(statement)]
    if len(rows) > MOST_GROUPS:
        return Grouped({}, cut=True)
    met = len(named)
    return Grouped({row[:met]: _parts(row[met + 1 :], measures) for row in rows if row[met]})


def _parts(values: tuple[object, ...], measures: Sequence[Measure]) -> tuple[Parts, ...]:
    found, at = [], 0
    for measure in measures:
        width = len(columns_of(measure))
        found.append(tuple(plain(value) for value in values[at : at + width]))
        at += width
    return tuple(found)
