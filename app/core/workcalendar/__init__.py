"""The work calendar: which days are worked, off in exchange, or statutory holidays, entered year by year.

A year follows the notice of the State Council; it can be typed or taken from a notice's text. Until somebody enters it,
a year is as the seeds have it; one that they do not have is not guessed: who needs it is told so.
"""

from app.core.workcalendar.entering import CALENDAR_MANAGE, YearUnknown, paid_days
from app.core.workcalendar.seeds import (
    STATUTORY_DOCUMENT,
    CalendarUnknown,
    is_working_day,
    makeup_working_days,
    statutory_holidays,
    working_days,
)
from app.core.workcalendar.tables import WorkDay, WorkYear

__all__ = [
    "CALENDAR_MANAGE",
    "STATUTORY_DOCUMENT",
    "CalendarUnknown",
    "WorkDay",
    "WorkYear",
    "YearUnknown",
    "is_working_day",
    "makeup_working_days",
    "paid_days",
    "statutory_holidays",
    "working_days",
]
