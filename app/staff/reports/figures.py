"""Large figures of boards: how many work here, are on probation, joined, and whose contract ends soon."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Tile
from app.core.boards import counted, once
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import FigureTile
from app.staff import queries
from app.staff.permissions import STAFF_READ, STAFF_WRITE
from app.staff.rules.status import ACTIVE, PROBATION

LIST = "/staff/employees/"
OFFICES = ("leader", "hr", "trainer", "finance", "branch")


def at_work(session: Session) -> Tile:
    """How many work here, and how many of them on probation."""
    counts = {ACTIVE: 0, PROBATION: 0}
    for part in once(session, queries.statistics).units:
        if part.status in counts:
            counts[part.status] += part.count
    return Tile(
        _("At work"),
        f"{sum(counts.values()):,}",
        f"{LIST}?{urlencode([('f.status', ACTIVE), ('f.status', PROBATION)])}",
        _("of them on probation: %(count)s") % {"count": counts[PROBATION]},
        "good",
        "users",
    )


def contracts_ending(session: Session) -> Tile:
    """How many contracts of people at work end soon, and how many are over."""
    counts = {one.attention.name: one.count for one in once(session, counted)}
    soon, over = counts.get("staff.contracts", 0), counts.get("staff.contracts-over", 0)
    if over:
        note, tone = _("over without renewal: %(count)s") % {"count": over}, "danger"
    else:
        note, tone = _("within %(days)s days") % {"days": queries.CONTRACT_DAYS}, "warning"
    return Tile(_("Contracts ending"), f"{soon:,}", "/staff/due/contracts/", note, tone, "file-text")  # type: ignore[arg-type]


def joined_this_month(session: Session) -> Tile:
    """How many joined and left in the month."""
    first = clock.today().replace(day=1)
    found = once(session, queries.statistics)
    note = _("left this month: %(count)s") % {"count": found.left}
    url = f"/staff/figures/joined/{first.isoformat()}/"
    return Tile(_("Joined this month"), f"{found.joined:,}", url, note, "info", "user-plus")


TILES = (
    FigureTile(STAFF_READ, at_work, 10, N_("At work"), OFFICES),
    FigureTile(STAFF_WRITE, joined_this_month, 20, N_("Joined this month"), ("hr",)),
    FigureTile(STAFF_WRITE, contracts_ending, 30, N_("Contracts ending"), ("hr",)),
)
