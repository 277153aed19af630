"""Drawing a pivot as a page."""

from dataclasses import replace
from typing import Any

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.core.admin.lists.behind import behind
from app.core.admin.lists.declared import Names
from app.core.admin.lists.heads import BLANK, around, choice_of, layout_of, workbook_only
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.pivot.asked import COLUMNS, MEASURES, MOST_COLUMNS, MOST_ROWS, ORDER, ROWS, Asked, asked
from app.core.admin.lists.pivot.axes import Axis
from app.core.admin.lists.pivot.cross import Cross, Path
from app.core.admin.lists.pivot.figures import unit_of
from app.core.admin.lists.pivot.grouping import axes_for, grouped, measures_of
from app.core.admin.lists.pivot.table import TOTAL, Crossed, column_headings
from app.core.admin.lists.state import ListState
from app.core.admin.pages import Notice
from app.core.admin.pages.looks import Layout, Pivot, PivotCell, PivotHeading, PivotPage, PivotRow, Slot, Ticks
from app.core.charts.values import said
from app.core.i18n import N_
from app.core.i18n import gettext as _

MOST_LINES = 400
"""So many rows are drawn; the workbook has them all."""
TOO_MANY = N_("These fields make more than 5,000 groups. Narrow the list, or take fewer fields.")


def crossed_of(listing: Listing, session: Session, state: ListState, want: Asked, names: Names) -> Crossed | None:
    """The figures asked for; None when there are too many groups."""
    found = grouped(listing, session, state, want.axes, want.measures)
    if found.cut:
        return None
    return Crossed.of(want, Cross(found.groups, len(want.rows), want.measures), names)


def asked_of(listing: Listing, session: Session, arguments: MultiDict[str, str] | None = None) -> Asked:
    """The layout an address asks for; without one, that of the request."""
    return asked(
        request.args if arguments is None else arguments,
        axes_for(listing, session),
        measures_of(listing, session),
        listing.starts,
    )


def draw_pivot(listing: Listing, session: Session, state: ListState) -> PivotPage:
    """The page of a pivot."""
    want, names = asked_of(listing, session), listing.names(session)
    state = replace(state, rest=want.rest())
    crossed = crossed_of(listing, session, state, want, names)
    notices = [Notice(_(TOO_MANY), "warning")] if crossed is None else []
    if crossed is not None and len(crossed.rows) > MOST_LINES:
        told = _("The first %(shown)s of %(all)s rows are shown; the workbook has them all.")
        notices.append(Notice(told % {"shown": MOST_LINES, "all": len(crossed.rows)}))
    page = PivotPage(
        *BLANK,
        notices=tuple(notices),
        layout=pivot_layout(listing, session, state, want),
        pivot=_pivot(crossed, state) if crossed is not None and not crossed.cross.is_empty else None,
    )
    return workbook_only(around(listing, session, state, names, page))


def pivot_layout(listing: Listing, session: Session, state: ListState, want: Asked) -> Layout:
    """The bar that says what the rows, the columns and the figures are."""
    axes, measures = axes_for(listing, session), measures_of(listing, session)
    offered = choice_of(((axis.name, axis.label) for axis in axes.values()), "–")
    slots = [*_slots(ROWS, _("Rows"), want.rows, MOST_ROWS, offered)]
    slots += _slots(COLUMNS, _("Columns"), want.columns, MOST_COLUMNS, offered)
    ticks = Ticks(
        MEASURES,
        _("Figures"),
        choice_of((one.name, _(one.label)) for one in measures),
        tuple(one.name for one in want.measures),
    )
    return layout_of(state, slots, ticks)


def _slots(name: str, label: str, taken: tuple[Axis, ...], most: int, offered: Any) -> list[Slot]:
    """One choice for each field taken, and an empty one for the next."""
    chosen = [axis.name for axis in taken]
    return [Slot(name, label, offered, one) for one in [*chosen, ""][:most]]


def _pivot(crossed: Crossed, state: ListState) -> Pivot:
    want = crossed.asked
    rows = tuple(
        PivotRow(crossed.label(want.rows, row), _cells(crossed, state, row), len(row) - 1, crossed.is_group(row))
        for row in crossed.rows[:MOST_LINES]
    )
    corner = " / ".join(axis.label for axis in want.rows)
    return Pivot(corner or _(TOTAL), _headings(crossed, state), rows, _cells(crossed, state, ()))


def _cells(crossed: Crossed, state: ListState, row: Path) -> tuple[PivotCell, ...]:
    """The figures of a row, column by column, measure by measure."""
    found = []
    for column in crossed.columns:
        url = ""
        for place, measure in enumerate(crossed.asked.measures):
            figure = crossed.cross.figure(row, column, place)
            if figure is not None and not url:
                url = behind(crossed.narrowed(state, row, column))
            is_total = bool(crossed.asked.columns) and len(column) < len(crossed.asked.columns)
            found.append(PivotCell(said(figure, unit_of(measure)), url if figure is not None else "", is_total))
    return tuple(found)


def _headings(crossed: Crossed, state: ListState) -> tuple[tuple[PivotHeading, ...], ...]:
    """The values of the column fields from the outermost in, and below them the measures, by which rows are sorted.

    A single measure over several columns needs no line of its own: the heading of the totals sorts.
    """
    want = crossed.asked
    lines = column_headings(crossed)
    below = [_sorting(want, place, state) for place in range(len(want.measures))]
    if lines and len(below) == 1:
        *others, total = lines[0]
        sorting = replace(total, url=below[0].url, sorted=below[0].sorted)
        return ((*others, sorting), *lines[1:])
    plain = [PivotHeading(_(one.label)) for one in want.measures]
    measures = [one for column in crossed.columns for one in (plain if column else below)]
    return (*lines, tuple(measures))


def _sorting(want: Asked, place: int, state: ListState) -> PivotHeading:
    """The heading of a measure's total, which sorts the rows: first the largest, then the smallest, then as before."""
    measure = want.measures[place]
    present = want.order if want.order_place == place else ""
    turned = {"": f"-{measure.name}", f"-{measure.name}": measure.name}.get(present, "")
    url = state.address(rest=want.rest(**{ORDER: turned}))
    way = "descending" if present.startswith("-") else "ascending" if present else ""
    return PivotHeading(_(measure.label), url=url, sorted=way, is_total=bool(want.columns))  # type: ignore[arg-type]
