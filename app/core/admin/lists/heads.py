"""What every view of a list has around what it draws, and the bar that says what it is laid out by."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session

from app.core.admin.lists.declared import ListField, Names
from app.core.admin.lists.drawn import framed
from app.core.admin.lists.facets import counted
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.admin.pages import Choice, Link, ListPage, Paging
from app.core.admin.pages.looks import Layout, Slot, Ticks

BLANK: tuple[str, tuple[()], tuple[()], Paging] = ("", (), (), Paging(0, 0, 0))
"""Title, columns, rows and pages of a view that has no rows; the title is put around it."""
APage = TypeVar("APage", bound=ListPage)


def around(
    listing: Listing,
    session: Session,
    state: ListState,
    names: Names,
    page: APage,
    fields: list[ListField] | None = None,
) -> APage:
    """A view with everything around it that the plain list has, and how many records it stands for.

    `fields` are the columns it shows of a record, where it shows records.
    """
    counts = counted(listing, session, state)
    whole = framed(listing, session, state, names, counts, fields or [], page)
    return replace(
        whole,
        paging=Paging(1 if counts.total else 0, counts.total, counts.total),
        groups=(),
        choice=whole.choice if fields else None,
        notices=(*whole.notices, *page.notices),
    )


def workbook_only(page: APage) -> APage:
    """A view of figures: its workbook is what is exported."""
    return replace(page, exports=tuple(one for one in page.exports if one.label == "XLSX"))


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
