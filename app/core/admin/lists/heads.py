"""What every view of a list has around what it draws, and the bar that says what it is laid out by."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app.core.admin.lists.declared import Names
from app.core.admin.lists.drawn import search_of
from app.core.admin.lists.facets import counted, facet_of
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.admin.lists.ways import ways_of
from app.core.admin.pages import Choice, Link, Paging
from app.core.admin.pages.looks import Layout, Slot, Ticks
from app.core.i18n import gettext as _


def head_of(listing: Listing, session: Session, state: ListState, names: Names) -> dict[str, Any]:
    """What every view of a list has beside what it draws: title, search, facets, buttons and the other views."""
    counts = counted(listing, session, state)
    dimensions = listing.dimensions_for(session)
    return {
        "title": listing.heading(session),
        "columns": (),
        "rows": (),
        "paging": Paging(1 if counts.total else 0, counts.total, counts.total),
        "search": search_of(listing, session, state, names),
        "buttons": listing.buttons(session),
        "facets": tuple(facet_of(dimensions[name], found, state, names) for name, found in counts.facets.items()),
        "views": ways_of(listing, session, state),
        "empty": _(listing.empty) if listing.empty else "",
    }


def layout_of(
    state: ListState, slots: Iterable[Slot], ticks: Ticks | None = None, kinds: tuple[Link, ...] = ()
) -> Layout:
    """The bar of a view; what it asks for is not among what it keeps."""
    slots = tuple(slots)
    asked = {one.name for one in slots} | ({ticks.name} if ticks else set())
    kept = replace(state, rest={name: value for name, value in state.rest.items() if name not in asked})
    return Layout(request.path, slots, ticks, tuple(kept.pairs()), kinds)


def choice_of(named: Iterable[tuple[str, str]], nothing: str = "") -> tuple[Choice, ...]:
    """The choices of a slot; `nothing` is what leaving it empty is called, when it may be."""
    return ((Choice("", nothing),) if nothing else ()) + tuple(Choice(name, label) for name, label in named)
