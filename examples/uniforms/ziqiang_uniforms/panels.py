"""What this module shows on an employee's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Column, Row, Table, day, number, text
from app.core.i18n import gettext as _
from app.core.modules import switched_on
from app.staff import queries as staff
from ziqiang_uniforms import queries
from ziqiang_uniforms.permissions import SIZES_WRITE

EARLIER = "earlier"
"""The switch that shows what somebody wore before."""


def load(session: Session, employee_id: int) -> Sequence[Any]:
    """The sizes and since when, as the blocks of the page; earlier ones where the switch is on."""
    found = list(queries.history(session, employee_id))
    shown = found if switched_on(session, "uniforms", EARLIER) else found[:1]
    rows = tuple(Row((day(start), text(one.jacket), text(one.trousers), number(one.shoes))) for start, one in shown)
    headings = (Column(_("From")), Column(_("Jacket")), Column(_("Trousers")), Column(_("Shoes"), right=True))
    return (Table("", headings, rows, empty=_("No sizes are recorded yet.")),)


def tab(_session: Session, _employee_id: int) -> str:
    """Where the button with the count leads: the part of the page that has the panel."""
    return "?tab=profile"


def values(session: Session, employee_id: int) -> Mapping[str, Any]:
    """What the form begins with, for one who may save it."""
    staff.employee_met(session, employee_id, SIZES_WRITE)
    sizes = queries.sizes_on(session, [employee_id], clock.today()).get(employee_id)
    return sizes.named() if sizes else {}
