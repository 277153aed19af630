"""Drawing a list: its headings, rows, conditions and pages as the values of a page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session

from app.core.admin.lists.batch import selection
from app.core.admin.lists.conditions import condition_in_words, field_in_words
from app.core.admin.lists.declared import Dimension, ListField, Names, Record
from app.core.admin.lists.facets import Counted, counted, facet_of
from app.core.admin.lists.filtering import filter_form
from app.core.admin.lists.grouped import Drawing, group_links, grouped_rows, groups, levels_of, opened_state
from app.core.admin.lists.kept import column_choice, favourites, picked_notices, shown_fields
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.sheet import BLANKS
from app.core.admin.lists.state import SIZES, ListState
from app.core.admin.lists.walk import linked
from app.core.admin.pages import Chip, Choice, Column, GroupRow, Link, ListPage, Paging, Row, Search
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind

APage = TypeVar("APage", bound=ListPage)


def list_page(listing: Listing, session: Session, state: ListState) -> ListPage:
    """The page of a list that the address asks for."""
    names = listing.names(session)
    counts = counted(listing, session, state)
    fields = shown_fields(listing, session, state)
    levels = levels_of(state.group, listing.dimensions_for(session))
    state = opened_state(state, levels)
    if levels:
        drawing = Drawing(listing, session, state, names, fields, levels, listing.measures_for(session))
        rows, paging = _grouped(drawing)
    else:
        rows, paging = _plain(listing, session, state, names, fields, counts.total)
    return framed(listing, session, state, names, counts, fields, ListPage("", _headings(fields, state), rows, paging))


def _plain(
    listing: Listing, session: Session, state: ListState, names: Names, fields: Sequence[ListField], total: int
) -> tuple[tuple[Row | GroupRow, ...], Paging]:
    state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
    rows = linked(rows_of(listing, session, state, names, fields), (state.page - 1) * state.size + 1)
    return rows, _paging(state, total, len(rows))


def _grouped(drawing: Drawing) -> tuple[tuple[Row | GroupRow, ...], Paging]:
    """The groups; once the innermost is open, the pages are those of what it holds."""
    listing, session, state = drawing.listing, drawing.session, drawing.state
    if len(state.opened) < len(drawing.levels):
        rows, shown, total = grouped_rows(drawing, ())
        return rows, _paging(replace(state, page=min(state.page, max(1, -(-total // state.size)))), total, shown)
    beside = groups(listing, session, state, drawing.levels, state.opened[:-1], drawing.names)
    total = next((one.count for one in beside if one.written == state.opened[-1]), 0)
    leaf, paging = _plain(listing, session, state, drawing.names, drawing.fields, total)
    rows, _shown, _all = grouped_rows(drawing, [row for row in leaf if isinstance(row, Row)])
    return rows, paging


def framed(
    listing: Listing,
    session: Session,
    state: ListState,
    names: Names,
    counts: Counted,
    fields: list[ListField],
    page: APage,
) -> APage:
    """A page of the list, whatever it draws, with everything around it."""
    dimensions = listing.dimensions_for(session)
    return replace(
        page,
        title=listing.heading(session),
        search=search_of(listing, session, state, names),
        buttons=listing.buttons(session),
        facets=tuple(facet_of(dimensions[name], found, state, names) for name, found in counts.facets.items()),
        exports=tuple(Link(form.upper(), f"export.{form}{state.address(opened=())}") for form in ("xlsx", "csv")),
        empty=_(listing.empty) if listing.empty else "",
        filter=filter_form(listing, session, state),
        groups=group_links(listing, session, state),
        choice=column_choice(listing, session, state, fields),
        favourites=favourites(listing, session, state),
        finds_many=bool(listing.subjects),
        selection=selection(listing, session, state),
        sheet=tuple(Choice(name, _(label)) for name, label in BLANKS),
        state=tuple(state.pairs(opened=())),
        notices=picked_notices(listing, session, state),
    )


def rows_of(
    listing: Listing, session: Session, state: ListState, names: Names, fields: Sequence[ListField]
) -> tuple[Row, ...]:
    """The rows of the page the state asks for."""
    records = listing.with_added(session, fields, listing.records(session, state))
    return tuple(_row(listing, record, names, fields) for record in records)


def search_of(listing: Listing, session: Session, state: ListState, names: Names) -> Search | None:
    """The search box with everything the list is narrowed by; None where it can be searched by nothing."""
    chips = conditions_of(listing, session, state, names)
    has_box = listing.matching("") is not None
    if not has_box and not chips:
        return None
    hidden = [(name, value) for name, value in state.pairs() if name != "q"]
    return Search(request.path, state.search, "q" if has_box else "", _(listing.placeholder), chips, tuple(hidden))


def conditions_of(listing: Listing, session: Session, state: ListState, names: Names) -> tuple[Chip, ...]:
    """What the list is narrowed by, in words, each with the address without it."""
    dimensions = listing.dimensions_for(session)
    chips = [
        Chip(
            _(dimensions[name].label),
            _said(dimensions[name], written, names),
            state.toggled(name, written),
        )
        for name, values in state.chosen.items()
        for written in values
    ]
    if state.picked:
        chips.append(Chip(_("Found together"), _("pasted lines"), state.address(picked="", opened=())))
    if state.where.joined == "or" and len(state.where.parts) > 1:
        said = condition_in_words(state.where, dimensions, names)
        return (*chips, Chip(field_in_words(state.where, dimensions), said, state.address(where=type(state.where)())))
    for place, part in enumerate(state.where.parts):
        without = state.address(where=state.where.without(place))
        chips.append(Chip(field_in_words(part, dimensions), condition_in_words(part, dimensions, names), without))
    return tuple(chips)


def _said(dimension: Dimension, written: str, names: Names) -> str:
    """A value of the address in words; one that cannot be read as it is written."""
    try:
        return dimension.said(dimension.value_of(written), names)
    except ValueError:
        return written


def _row(listing: Listing, record: Record, names: Names, fields: Sequence[ListField]) -> Row:
    cells = [one.cell(record, names) for one in fields]
    url = listing.record_url(record)
    if url and cells and not cells[0].url:
        cells[0] = replace(cells[0], url=url)
    return Row(tuple(cells), key=str(record["key"]), tone=listing.row_tone(record))


def _headings(fields: Sequence[ListField], state: ListState) -> tuple[Column, ...]:
    return tuple(_heading(one, state) for one in fields)


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
