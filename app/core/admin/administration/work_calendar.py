"""The work calendar: a year at a glance, days marked one by one, a year's notice read from its text."""

import calendar
from datetime import date
from typing import ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import LOGGED_IN, authorize_everywhere
from app.core.admin.administration.day_form import (
    LEGEND,
    WEEKDAYS,
    day_form,
    entry_asked,
    label_of,
    notice_form,
    preview,
    span_asked,
)
from app.core.admin.pages import Button, Notice
from app.core.admin.pages.calendar import CalendarPage, DayCell, Look, MonthGrid
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.workcalendar.entering import (
    CALENDAR_MANAGE,
    SATURDAY,
    Year,
    enter_year,
    mark_days,
    year_entered,
)
from app.core.workcalendar.notices import read_notice

HOME = "/workcalendar/"
FIRST, LAST = 2000, 2100


class WorkCalendarView(SecureView):
    """Work calendar."""

    endpoint: ClassVar[str] = "workcalendar"
    address: ClassVar[str] = "/workcalendar"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The year asked for; this one, when none is."""
        return _year_page(session, _year())

    @page("/days", permission=CALENDAR_MANAGE)
    def ask_days(self, session: Session) -> Answer:
        """The form that marks days."""
        authorize_everywhere(session, CALENDAR_MANAGE)
        return day_form(session)

    @action("/days", permission=CALENDAR_MANAGE)
    def save_days(self, session: Session) -> Answer:
        """Mark days."""
        authorize_everywhere(session, CALENDAR_MANAGE)
        try:
            with session.begin_nested():
                first, last = span_asked()
                count = mark_days(session, first, last, entry_asked())
        except ZiqiangError as error:
            if error.status == 403:
                raise
            return day_form(session, fill(error.message, error.values)), 422
        flash(_("%(count)s days changed.") % {"count": count}, "good")
        return f"{HOME}?year={first.year}"

    @page("/notice", permission=CALENDAR_MANAGE)
    def ask_notice(self, session: Session) -> Answer:
        """The form that takes a notice's text."""
        authorize_everywhere(session, CALENDAR_MANAGE)
        return notice_form(_year())

    @action("/notice", permission=CALENDAR_MANAGE)
    def read_notice(self, session: Session) -> Answer:
        """Show what was read, then, confirmed, enter it."""
        authorize_everywhere(session, CALENDAR_MANAGE)
        year, text, document = _year(), request.form.get("text", "")[:20000], request.form.get("document", "")
        try:
            days = read_notice(text, year)
        except ZiqiangError as error:
            return notice_form(year, fill(error.message, error.values)), 422
        if request.form.get("apply") != "1":
            return preview(year, text, document, days)
        count = enter_year(session, year, document, days)
        flash(_("%(count)s days changed.") % {"count": count}, "good")
        return f"{HOME}?year={year}"


def _year() -> int:
    found = request.values.get("year", clock.today().year, type=int)
    return min(max(found, FIRST), LAST)


def _year_page(session: Session, number: int) -> CalendarPage:
    year = year_entered(session, number)
    manages = access.scope_of(session, CALENDAR_MANAGE).everywhere
    said = year.document or _("not entered")
    return CalendarPage(
        _("Work calendar %(year)s") % {"year": number},
        (),
        tuple(_(day) for day in WEEKDAYS),
        tuple(_month(year, month, manages and year.document is not None) for month in range(1, 13)),
        tuple((look, _(label)) for look, label in LEGEND),
        f"{HOME}?year={number - 1}",
        f"{HOME}?year={number + 1}",
        said,
        _buttons(year) if manages else (),
        () if year.document is not None else (Notice(_(MISSING), "warning"),),
    )


MISSING = N_(
    "This year has not been entered: shown are weekdays and weekends alone. Pay that counts working days needs it. The "
    "State Council's notice usually comes in November of the year before."
)


def _buttons(year: Year) -> tuple[Button, ...]:
    found = [Button(_("Read a notice"), f"/workcalendar/notice?year={year.number}", "file-text")]
    if year.document is not None:
        found.insert(0, Button(_("Mark days"), f"/workcalendar/days?first={year.number}-01-01", "pencil", "primary"))
    return tuple(found)


def _month(year: Year, month: int, links: bool) -> MonthGrid:
    weeks = tuple(
        tuple(_day(year, day, links) if day.month == month else DayCell() for day in week)
        for week in calendar.Calendar().monthdatescalendar(year.number, month)
    )
    days = (date(year.number, month, day + 1) for day in range(calendar.monthrange(year.number, month)[1]))
    count = sum(year.is_worked(day) for day in days)
    return MonthGrid(f"{year.number}-{month:02d}", _("%(count)s working days") % {"count": count}, weeks)


def _day(year: Year, day: date, links: bool) -> DayCell:
    entry = year.days.get(day)
    look: Look = entry.kind.value if entry else "rest" if day.weekday() >= SATURDAY else ""
    said = f"{day} {label_of(look)}"
    url = f"/workcalendar/days?first={day}" if links else ""
    return DayCell(day.day, look, said, url, entry.name[:4] if entry else "")
