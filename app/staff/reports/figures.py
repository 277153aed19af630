"""Large figures of boards: how many work here, are on the probation tier, joined, and whose contract ends soon."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Tile, Tone
from app.core.boards import counted, once
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import FigureTile
from app.core.settings import setting_value
from app.staff import queries
from app.staff.permissions import STAFF_READ
from app.staff.rules.bands import turnover
from app.staff.rules.status import ACTIVE, PROBATION

LIST = "/staff/employees/"
TURNOVER_LINE = "staff.turnover.line"
PEOPLE = ("leader", "hr", "branch")
OFFICES = ("leader", "hr", "trainer", "finance", "branch")


def at_work(session: Session) -> Tile:
    """How many work here, and how many of them on the probation tier."""
    counts = {ACTIVE: 0, PROBATION: 0}
    for part in once(session, queries.statistics).units:
        if part.status in counts:
            counts[part.status] += part.count
    return Tile(
        _("At work"),
        f"{sum(counts.values()):,}",
        f"{LIST}?{urlencode([('f.status', ACTIVE), ('f.status', PROBATION)])}",
        _("of them on the probation tier: %(count)s") % {"count": counts[PROBATION]},
        "good",
        "users",
    )


def contracts_ending(session: Session) -> Tile:
    """How many contracts of people at work end soon, and how many are over."""
    counts = {one.attention.name: one.count for one in once(session, counted)}
    soon, over = counts.get("staff.contracts", 0), counts.get("staff.contracts-over", 0)
    if over:
        note = _("over without renewal: %(count)s") % {"count": over}
    else:
        note = _("within %(days)s days") % {"days": queries.CONTRACT_DAYS}
    tone: Tone = "danger" if over else "warning" if soon else "good"
    return Tile(_("Contracts ending"), f"{soon:,}", "/staff/due/contracts/?page=1", note, tone, "file-text")


def joined_this_month(session: Session) -> Tile:
    """How many joined and left in the month."""
    first = clock.today().replace(day=1)
    found = once(session, queries.statistics)
    note = _("left this month: %(count)s") % {"count": found.left}
    url = f"/staff/figures/joined/{first.isoformat()}/?page=1"
    return Tile(_("Joined this month"), f"{found.joined:,}", url, note, "info", "user-plus")


def turnover_now(session: Session) -> Tile:
    """Who left this year, in percent of those there on average."""
    year = clock.today().year
    (found,) = turnover(once(session, queries.statistics).spans, [year])
    line: int = setting_value(session, TURNOVER_LINE)
    rate = found.rate or 0
    note = _("%(count)s left; the line is %(line)s %%") % {"count": found.left, "line": line}
    tone: Tone = "danger" if rate > line else "good"
    return Tile(_("Turnover this year"), f"{rate} %", f"/staff/figures/left/{year}/?page=1", note, tone, "logout")


TILES = (
    FigureTile(STAFF_READ, at_work, 10, N_("At work"), OFFICES),
    FigureTile(STAFF_READ, joined_this_month, 15, N_("Joined this month"), PEOPLE),
    FigureTile(STAFF_READ, contracts_ending, 30, N_("Contracts ending"), ("hr", "branch")),
    FigureTile(STAFF_READ, turnover_now, 31, N_("Turnover this year"), PEOPLE),
)


def five_years(first: int) -> str:
    """A group of five years: 35–39."""
    return f"{first}–{first + 4}"
