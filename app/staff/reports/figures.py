"""The figures of the first page: how many work here, are on the probation tier, and whose contract ends soon."""

from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Tile
from app.core.i18n import gettext as _
from app.core.modules import FigureTile
from app.staff.models import StaffToday
from app.staff.permissions import STAFF_READ, STAFF_WRITE
from app.staff.rules.status import ACTIVE, PROBATION

LIST = "/staff/employees/"
SOON_DAYS = 60


def _by_status(session: Session) -> dict[str, int]:
    statement = select(StaffToday.status, func.count()).group_by(StaffToday.status)
    return {status: count for status, count in session.execute(statement)}


def at_work(session: Session) -> Tile:
    """How many work here, and how many of them on the probation tier."""
    counts = _by_status(session)
    probation = counts.get(PROBATION, 0)
    return Tile(
        _("At work"),
        f"{counts.get(ACTIVE, 0) + probation:,}",
        f"{LIST}?{urlencode([('f.status', ACTIVE), ('f.status', PROBATION)])}",
        _("of them on the probation tier: %(count)s") % {"count": probation},
        "good",
        "users",
    )


def contracts_ending(session: Session) -> Tile:
    """How many contracts of people at work end soon."""
    today = clock.today()
    count = session.scalar(
        select(func.count())
        .select_from(StaffToday)
        .where(StaffToday.status.in_((ACTIVE, PROBATION)), StaffToday.contract_end <= today + timedelta(days=SOON_DAYS))
    )
    url = f"{LIST}?{urlencode([('f.status', ACTIVE), ('f.status', PROBATION), ('sort', 'contract_end')])}"
    note = _("within %(days)s days or overdue") % {"days": SOON_DAYS}
    return Tile(_("Contracts ending"), f"{count or 0:,}", url, note, "warning", "file-text")


def joined_this_month(session: Session) -> Tile:
    """How many joined and left in the month."""
    first = clock.today().replace(day=1)
    joined = session.scalar(select(func.count()).select_from(StaffToday).where(StaffToday.hire_date >= first))
    left = session.scalar(select(func.count()).select_from(StaffToday).where(StaffToday.leave_date >= first))
    note = _("left this month: %(count)s") % {"count": left or 0}
    return Tile(_("Joined this month"), f"{joined or 0:,}", f"{LIST}?sort=-hired", note, "info", "user-plus")


TILES = (
    FigureTile(STAFF_READ, at_work, 10),
    FigureTile(STAFF_WRITE, joined_this_month, 20),
    FigureTile(STAFF_WRITE, contracts_ending, 30),
)
