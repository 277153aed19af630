"""Drawing the same figures as a chart: the first row field gives the categories, the first column field the series."""

from dataclasses import replace
from urllib.parse import parse_qsl

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.core.access import may
from app.core.admin.lists.behind import behind
from app.core.admin.lists.heads import BLANK, around, choice_of, layout_of, workbook_only
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.pivot.asked import COLUMNS, KIND, MEASURES, ROWS, Asked
from app.core.admin.lists.pivot.cross import Path
from app.core.admin.lists.pivot.drawing import TOO_MANY, asked_of, crossed_of
from app.core.admin.lists.pivot.figures import unit_of
from app.core.admin.lists.pivot.grouping import axes_for, measures_of
from app.core.admin.lists.pivot.table import Crossed
from app.core.admin.lists.state import ListState
from app.core.admin.pages import ChartBlock, Link, Notice
from app.core.admin.pages.looks import ChartPage, Layout, Slot
from app.core.charts import Chart, Series
from app.core.i18n import N_
from app.core.i18n import gettext as _

KINDS = (
    ("bar", N_("Bars"), "chart-bar"),
    ("stacked", N_("Stacked bars"), "stack-2"),
    ("line", N_("Lines"), "chart-line"),
    ("pie", N_("Pie"), "chart-pie"),
)
MOST_CATEGORIES, MOST_SERIES = 60, 12
"""So many are drawn; more cannot be told apart."""


def draw_chart(listing: Listing, session: Session, state: ListState) -> ChartPage:
    """The page of a chart."""
    want, names = _simple(asked_of(listing, session)), listing.names(session)
    state = replace(state, rest=want.rest())
    crossed = crossed_of(listing, session, state, want, names)
    notices = (Notice(_(TOO_MANY), "warning"),) if crossed is None else ()
    page = ChartPage(
        *BLANK,
        notices=notices,
        layout=_layout(listing, session, state, want),
        chart=ChartBlock(chart_of(crossed, state, listing.heading(session))) if crossed else None,
    )
    return workbook_only(around(listing, session, state, names, page))


def saved_chart(listing: Listing, session: Session, query: str) -> ChartBlock | None:
    """The chart of a saved address of a list, for a board: what the one who looks may see of it.

    None when she may not see the list, or it cannot be drawn. The figures lead to the list itself.
    """
    if not may(session, listing.permission):
        return None
    arguments = MultiDict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
    dimensions = listing.dimensions_for(session)
    state = ListState.read(arguments, [one.name for one in dimensions.values() if one.facet], listing.default_sort)
    want = _simple(asked_of(listing, session, arguments))
    crossed = crossed_of(listing, session, state, want, listing.names(session)) if want.rows else None
    if crossed is None:
        return None
    chart = chart_of(crossed, state, listing.heading(session))
    series = tuple(replace(one, urls=tuple(f"{listing.address}/{url}" for url in one.urls)) for one in chart.series)
    return ChartBlock(replace(chart, series=series))


def _simple(want: Asked) -> Asked:
    """What a chart can show of a pivot: one field of rows, one of columns, and one measure."""
    return replace(want, rows=want.rows[:1], columns=want.columns[:1], measures=want.measures[:1])


def _layout(listing: Listing, session: Session, state: ListState, want: Asked) -> Layout:
    axes, measures = axes_for(listing, session), measures_of(listing, session)
    offered = [(axis.name, axis.label) for axis in axes.values()]
    slots = (
        Slot(MEASURES, _("Figure"), choice_of((one.name, _(one.label)) for one in measures), want.measures[0].name),
        Slot(ROWS, _("Categories"), choice_of(offered), want.rows[0].name if want.rows else ""),
        Slot(COLUMNS, _("Series"), choice_of(offered, "–"), want.columns[0].name if want.columns else ""),
    )
    kinds = tuple(
        Link(_(label), "" if kind == want.kind else state.address(rest=want.rest(**{KIND: kind})), icon)
        for kind, label, icon in KINDS
    )
    return layout_of(state, slots, kinds=kinds)


def chart_of(crossed: Crossed, state: ListState, title: str) -> Chart:
    """The chart of figures: the largest categories and series when there are too many."""
    want = crossed.asked
    measure = want.measures[0]
    rows = crossed.rows[:MOST_CATEGORIES]
    columns = [path for path in crossed.columns if path][:MOST_SERIES] if want.columns and want.kind != "pie" else [()]
    left_out = len(crossed.rows) > len(rows) or len(crossed.columns) - 1 > MOST_SERIES
    return Chart(
        f"{title}: {_(measure.label)}",
        want.kind,
        tuple(crossed.label(want.rows, row) for row in rows),
        tuple(_series(crossed, state, rows, column) for column in columns),
        unit_of(measure),
        want.rows[0].label if want.rows else "",
        bool(want.rows) and want.rows[0].in_order,
        _("Not everything fits into a chart; the pivot has it all.") if left_out else "",
    )


def _series(crossed: Crossed, state: ListState, rows: tuple[Path, ...], column: Path) -> Series:
    want = crossed.asked
    name = crossed.label(want.columns, column) if column else _(want.measures[0].label)
    return Series(
        name,
        tuple(crossed.cross.figure(row, column, 0) for row in rows),
        tuple(behind(crossed.narrowed(state, row, column)) for row in rows),
    )
