"""The counts at the side of a list, all from one pass over its records, and with them how many there are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal_column
from sqlalchemy.orm import Session

from app.core.admin.lists.declared import Dimension, Names
from app.core.admin.lists.listing import Listing, readable
from app.core.admin.lists.state import ListState
from app.core.admin.pages import Facet, Option
from app.core.i18n import gettext as _

MOST_OPTIONS = 100
"""So many values of a facet are shown at most."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records there are, and of each facet how many have each value, whatever else of it is chosen."""

    total: int
    facets: Mapping[str, Mapping[Any, int]]


def counted(listing: Listing, session: Session, state: ListState) -> Counted:
    """Count, in one statement: by every combination of the facets' values there is."""
    dimensions = [one for one in listing.dimensions_for(session).values() if one.facet]
    # A count of a mapped column, not of "*": only then do the record rules see whose rows are counted.
    columns = [*(one.column for one in dimensions), func.count(listing.keys[0])]
    statement = listing.found(session, state, faceted=False).with_only_columns(*columns, maintain_column_froms=True)
    places: list[Any] = [literal_column(str(place)) for place in range(1, len(columns))]
    rows = [tuple(row) for row in session.execute(statement.order_by(None).group_by(*places))]
    wanted = [frozenset(map(str, readable(one, state.chosen.get(one.name, ())))) for one in dimensions]
    asked = [one.name in state.chosen for one in dimensions]
    counts: list[Counter[Any]] = [Counter() for _one in dimensions]
    total = 0
    for *values, count in rows:
        missed = [place for place, value in enumerate(values) if asked[place] and str(value) not in wanted[place]]
        total += 0 if missed else count
        for place, value in enumerate(values):
            if not missed or missed == [place]:
                counts[place][value] += count
    return Counted(total, {one.name: found for one, found in zip(dimensions, counts, strict=True)})


def facet_of(dimension: Dimension, counts: Mapping[Any, int], state: ListState, names: Names) -> Facet:
    """One facet with its values, the most frequent first or in the order of its rank."""
    rows = [(value, count) for value, count in counts.items() if value is not None]
    rank = dimension.rank
    rows.sort(key=lambda row: (-row[1], str(row[0])) if rank is None else (rank(row[0], names), str(row[0])))
    chosen = state.chosen.get(dimension.name, ())
    options = (
        Option(dimension.said(value, names), count, state.toggled(dimension.name, str(value)), str(value) in chosen)
        for value, count in rows[:MOST_OPTIONS]
    )
    return Facet(_(dimension.label), tuple(options))
