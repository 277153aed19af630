"""The ways of looking at a list beside the plain one, by the name the address has for them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.core.admin.lists.calendar import OF_CALENDAR, days_for, draw_calendar
from app.core.admin.lists.declared import Drawer
from app.core.admin.lists.kanban import LANES, draw_kanban, lanes_for
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.pivot import OF_PIVOT, axes_for, draw_chart, draw_pivot, pivot_workbook
from app.core.i18n import N_


def _crosses(listing: Listing, session: Session) -> bool:
    return bool(axes_for(listing, session))


DRAWERS: Mapping[str, Drawer] = {
    one.name: one
    for one in (
        Drawer(
            "kanban",
            N_("Kanban"),
            "layout-kanban",
            draw_kanban,
            lambda listing, session: bool(lanes_for(listing, session)),
            (LANES,),
        ),
        Drawer(
            "calendar",
            N_("Calendar"),
            "calendar",
            draw_calendar,
            lambda listing, session: bool(days_for(listing, session)),
            OF_CALENDAR,
        ),
        Drawer("pivot", N_("Pivot"), "table", draw_pivot, _crosses, OF_PIVOT, pivot_workbook),
        Drawer("chart", N_("Chart"), "chart-bar", draw_chart, _crosses, OF_PIVOT, pivot_workbook),
    )
}
