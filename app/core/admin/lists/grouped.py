"""A grouped list: the groups with their counts and sums, folded until somebody opens one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, literal_column
from sqlalchemy.orm import Session

from app.core.admin.lists.declared import ListField, Measure, Names
from app.core.admin.lists.grouping import NOTHING, Grouping, groupings_of, levels_of, within
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import LEVELS, ListState
from app.core.admin.pages import Cell, GroupLink, GroupRow, Row, amount, number, text
from app.core.i18n import gettext as _

MOST_SIBLINGS = 200
"""So many groups stand beside one that is open."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its value as the address writes it, how it is called, how many records, and the sums by measure."""

    written: str
    label: str
    count: int
    sums: Mapping[str, int | None]


def groups(
    listing: Listing,
    session: Session,
    state: ListState,
    levels: Sequence[Grouping],
    path: Sequence[str],
    names: Names,
) -> list[Group]:
    """The groups of the level below the path, in one statement."""
    level, measures = levels[len(path)], listing.measures_for(session)
    columns = [level.column, func.count(listing.keys[0]), *(_total(one) for one in measures)]
    statement = within(listing.found(session, state), levels, path)
    statement = statement.with_only_columns(*columns, maintain_column_froms=True).order_by(None)
    rows = [tuple(row) for row in session.execute(statement.group_by(literal_column("1")))]
    rank = level.rank
    filled = [row for row in rows if row[0] is not None]
    filled.sort(key=lambda row: (-row[1], str(row[0])) if rank is None else (rank(row[0], names), str(row[0])))
    return [
        Group(
            NOTHING if value is None else str(value),
            _("(nothing)") if value is None else level.said(value, names),
            count,
            {one.name: None if total is None else round(total) for one, total in zip(measures, totals, strict=True)},
        )
        for value, count, *totals in (*filled, *(row for row in rows if row[0] is None))
    ]


def _total(measure: Measure) -> Any:
    totals: dict[str, Any] = {"sum": func.sum, "average": func.avg, "min": func.min, "max": func.max}
    return totals[measure.total](measure.column)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a grouped page is drawn with."""

    listing: Listing
    session: Session
    state: ListState
    names: Names
    fields: Sequence[ListField]
    levels: Sequence[Grouping]
    measures: Sequence[Measure]

    def rows(self, path: tuple[str, ...], found: Sequence[Group], leaf: Sequence[Row]) -> Iterator[Row | GroupRow]:
        """The groups below a path, and below the one that is open what it holds."""
        opened = self.state.opened[len(path)] if len(path) < len(self.state.opened) else None
        for group in found:
            here = (*path, group.written)
            is_open = group.written == opened
            yield self._row(group, here, is_open)
            if not is_open:
                continue
            if len(here) == len(self.levels):
                yield from leaf
            else:
                yield from self.rows(here, self.below(here), leaf)

    def below(self, path: tuple[str, ...]) -> list[Group]:
        """The groups below a path; where one of very many is open, the first and that one."""
        found = groups(self.listing, self.session, self.state, self.levels, path, self.names)
        if not path and not self.state.opened:
            return found
        opened = self.state.opened[len(path)] if len(path) < len(self.state.opened) else None
        return [*found[:MOST_SIBLINGS], *(one for one in found[MOST_SIBLINGS:] if one.written == opened)]

    def _row(self, group: Group, path: tuple[str, ...], is_open: bool) -> GroupRow:
        places = {field.name for field in self.fields[1:]}
        cells = {one.name: _shown(one, group.sums[one.name]) for one in self.measures}
        notes = (f"{_(one.label)} {cells[one.name].text}" for one in self.measures if one.name not in places)
        return GroupRow(
            group.label,
            group.count,
            self.state.address(opened=path[:-1] if is_open else path),
            is_open,
            len(path),
            tuple(cells.get(field.name, text(None)) for field in self.fields[1:]),
            tuple(notes),
        )


def _shown(measure: Measure, value: int | None) -> Cell:
    return amount(value) if measure.kind == "money" else number(value)


def group_links(listing: Listing, session: Session, state: ListState) -> tuple[GroupLink, ...]:
    """What the list can be grouped by, each with the address that does it, or undoes it."""
    offered = groupings_of(listing.dimensions_for(session))
    chosen = [name for name in state.group if name in offered]
    links = []
    for name, one in offered.items():
        label = f"{_(one.label)} · {_(one.part)}" if one.part else _(one.label)
        kept = [each for each in chosen if each != name] if name in chosen else [*chosen, name][-LEVELS:]
        place = chosen.index(name) + 1 if name in chosen else 0
        links.append(GroupLink(label, state.address(group=tuple(kept), opened=()), place))
    return tuple(links)


def grouped_rows(drawing: Drawing, leaf: Sequence[Row]) -> tuple[tuple[Row | GroupRow, ...], int, int]:
    """The rows of a grouped page, how many groups of the first level are shown on it, and how many there are."""
    found = drawing.below(())
    state = drawing.state
    if state.opened:
        return tuple(drawing.rows((), found, leaf)), len(found), len(found)
    first = (min(state.page, max(1, -(-len(found) // state.size))) - 1) * state.size
    page = found[first : first + state.size]
    return tuple(drawing.rows((), page, leaf)), len(page), len(found)


def opened_state(state: ListState, levels: Sequence[Grouping]) -> ListState:
    """The state with no more levels open than there are."""
    return replace(state, opened=state.opened[: len(levels)], group=tuple(one.name for one in levels))


__all__ = ["NOTHING", "Drawing", "Group", "group_links", "grouped_rows", "groups", "levels_of", "opened_state"]
