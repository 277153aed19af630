"""What a user keeps of a list, as parts of its page: the choice of columns, the favourites, what was found together."""

from urllib.parse import urlencode

from flask import request
from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.lists.declared import ListField
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.admin.pages import Columns, ColumnTick, FavouriteLink, Favourites, Notice
from app.core.favourites import FAVOURITE_SHARE, favourites_of, habits_of, pick_named
from app.core.i18n import gettext as _
from app.core.i18n import listed

MOST_NAMED = 60
"""So many lines that were not found are named."""


def shown_fields(listing: Listing, session: Session, state: ListState) -> list[ListField]:
    """The columns that stand in the list, in order: those of the address, else those the user chose, else declared."""
    offered = {one.name: one for one in listing.columns_for(session)}
    for wanted in (state.columns, habits_of(session, listing.endpoint).columns):
        chosen = [offered[name] for name in wanted if name in offered]
        if chosen:
            return chosen
    return [one for one in offered.values() if one.shown]


def column_choice(listing: Listing, session: Session, state: ListState, shown: list[ListField]) -> Columns:
    """The columns to choose from, those shown first and in their order."""
    names = {one.name for one in shown}
    others = [one for one in listing.columns_for(session) if one.name not in names]
    ticks = (*(ColumnTick(one.name, _(one.label), True) for one in shown), *(_unticked(one) for one in others))
    return Columns("columns", ticks, query_of(state, columns=()))


def _unticked(one: ListField) -> ColumnTick:
    return ColumnTick(one.name, _(one.label), False)


def query_of(state: ListState, **changes: object) -> str:
    """The state as the query of an address, without the page and the group that lies open."""
    return urlencode(state.pairs(opened=(), **changes))


def favourites(listing: Listing, session: Session, state: ListState) -> Favourites:
    """The favourites of the list, and the form that saves the present state as one."""
    query = query_of(state)
    default = habits_of(session, listing.endpoint).favourite_id
    links = tuple(
        FavouriteLink(
            one.id, one.name, f"?{one.query}", one.shared, one.query == query, one.id == default, one.may_delete
        )
        for one in favourites_of(session, listing.endpoint)
    )
    return Favourites(links, query, may(session, FAVOURITE_SHARE))


def first_address(listing: Listing, session: Session) -> str:
    """Where the list begins for the user when the address asks for nothing: her default favourite, or nothing."""
    default = habits_of(session, listing.endpoint).favourite_id
    if default is None:
        return ""
    found = next((one for one in favourites_of(session, listing.endpoint) if one.id == default), None)
    return f"{request.path}?{found.query}" if found is not None and found.query else ""


def picked_notices(listing: Listing, session: Session, state: ListState) -> tuple[Notice, ...]:
    """What of a pasted column was found, what was not, and which names several people have."""
    if not state.picked:
        return ()
    pick = pick_named(session, listing.endpoint, state.picked)
    told = [Notice(_("%(count)s found of what was pasted.") % {"count": len(pick.keys)}, "good")]
    if pick.missing:
        text = _("Not found (%(count)s): %(lines)s")
        told.append(Notice(text % {"count": len(pick.missing), "lines": _shortened(pick.missing)}, "warning"))
    if pick.several:
        text = _("The same name (%(count)s), all of them are shown: %(lines)s")
        told.append(Notice(text % {"count": len(pick.several), "lines": _shortened(pick.several)}, "warning"))
    return tuple(told)


def _shortened(lines: tuple[str, ...]) -> str:
    return listed(lines[:MOST_NAMED]) + ("…" if len(lines) > MOST_NAMED else "")
