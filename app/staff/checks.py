"""Self-checks of staff: today's list is what the dated facts say."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import fetch_raw
from app.core.doctor import Check, Finding, error, fine, some
from app.core.i18n import N_
from app.staff.models import StaffToday
from app.staff.services.today import COLUMNS, today_rows


def todays_list(session: Session) -> Iterator[Finding]:
    """Whether `staff_today` holds what the dated tables say of today."""
    table = StaffToday.__table__
    stored = fetch_raw(session, select(*(table.c[name] for name in COLUMNS)).order_by(table.c.employee_id))
    wanted = today_rows(session, clock.today())
    differing = sorted({str(row[1]) for row in {*map(tuple, stored)} ^ {*wanted}})
    if differing:
        yield error(
            N_("today's list differs from the dated facts for: %(numbers)s"),
            N_("It is brought up to date every midnight by the worker; now: ziqiang staff today"),
            numbers=some(differing),
        )
    else:
        yield fine(N_("today's list of %(count)s people is what the dated facts say"), count=len(wanted))


CHECKS = (Check(N_("Today's list"), todays_list),)
