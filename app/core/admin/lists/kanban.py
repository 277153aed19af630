"""A list as lanes of cards, one lane for each value of a choice. Cards are read and opened; nothing is dragged."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request
from sqlalchemy.orm import Session

from app.core.admin.lists.behind import behind
from app.core.admin.lists.declared import Dimension, ListField, Names, Record
from app.core.admin.lists.first_of_each import counts_of, first_of_each, in_first
from app.core.admin.lists.heads import BLANK, around, choice_of, layout_of
from app.core.admin.lists.kept import shown_fields
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.pivot.axes import Axis
from app.core.admin.lists.state import ListState
from app.core.admin.pages import Notice
from app.core.admin.pages.looks import Card, KanbanPage, Lane, Slot
from app.core.i18n import gettext as _

LANES = "v.lanes"
MOST_LANES, MOST_CARDS, FACTS = 24, 20, 3


def lanes_for(listing: Listing, session: Session) -> dict[str, Dimension]:
    """What the lanes can be: choices, and yes and no."""
    found = listing.dimensions_for(session).items()
    return {name: one for name, one in found if one.kind in ("choice", "flag")}


def draw_kanban(listing: Listing, session: Session, state: ListState) -> KanbanPage:
    """The page of the lanes."""
    offered, names = lanes_for(listing, session), listing.names(session)
    asked = request.args.get(LANES, listing.starts.get(LANES, ""))
    dimension = offered.get(asked) or next(iter(offered.values()))
    state = replace(state, rest={LANES: dimension.name})
    axis = Axis(dimension)
    counts = counts_of(listing, session, listing.found(session, state), axis.column)
    values = sorted(counts, key=lambda value: _place(axis, value, counts[value], names))
    cut = len(values) > MOST_LANES
    shown = shown_fields(listing, session, state)
    fields = [one for one in shown if one.name != dimension.name][: FACTS + 1]
    found = first_of_each(listing, session, state, None, axis.column, MOST_CARDS)
    loaded = {one["key"]: one for one in listing.with_added(session, fields, in_first(found))}
    lanes = tuple(
        Lane(
            axis.said(value, names),
            counts[value],
            tuple(_card(listing, loaded[record["key"]], names, fields) for record in found.get(value, ())),
            behind(axis.narrowed(state, value)),
        )
        for value in values[:MOST_LANES]
    )
    told = _("Only the first %(count)s lanes are shown. Narrow the list to see the others.") % {"count": MOST_LANES}
    slot = Slot(LANES, _("Lanes"), choice_of((one.name, _(one.label)) for one in offered.values()), dimension.name)
    page = KanbanPage(
        *BLANK,
        notices=(Notice(told, "warning"),) if cut else (),
        layout=layout_of(state, (slot,)),
        lanes=lanes,
    )
    return around(listing, session, state, names, page, shown)


def _place(axis: Axis, value: object, count: int, names: Names) -> tuple[object, ...]:
    """In the values' own order; where they have none the fullest first. The empty one comes last."""
    own = axis.place(value, names)
    return value is None, -count if own is None else 0, own if own is not None else str(value)


def _card(listing: Listing, record: Record, names: Names, fields: Sequence[ListField]) -> Card:
    title, *others = fields
    cell = title.cell(record, names)
    url = listing.record_url(record)
    facts = ((_(one.label), one.cell(record, names)) for one in others)
    return Card(replace(cell, url=cell.url or url), tuple((label, one) for label, one in facts if one.text))
