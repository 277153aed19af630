"""The ways of looking at a list beside the plain one, by the name the address has for them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.core.admin.lists.calendar import days_for, draw_calendar
from app.core.admin.lists.declared import Drawer
from app.core.admin.lists.kanban import draw_kanban, lanes_for
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.pivot import axes_for, draw_chart, draw_pivot, pivot_workbook
from app.core.i18n import N_


def _has_lanes(listing: Listing, session: Session) -> bool:
    return bool(lanes_for(listing, session))


def _has_days(listing: Listing, session: Session) -> bool:
    return bool(days_for(listing, session))


def _has_axes(listing: Listing, session: Session) -> bool:
    return bool(axes_for(listing, session))


DRAWERS: Mapping[str, Drawer] = {
    one.name: one
    for one in (
        Drawer("kanban", N_("Kanban"), "layout-kanban", draw_kanban, _has_lanes),
        Drawer("calendar", N_("Calendar"), "calendar", draw_calendar, _has_days),
        Drawer("pivot", N_("Pivot"), "table", draw_pivot, _has_axes, pivot_workbook),
        Drawer("chart", N_("Chart"), "chart-bar", draw_chart, _has_axes, pivot_workbook),
    )
}
