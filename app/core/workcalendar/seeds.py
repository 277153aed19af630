"""Seeds of the work calendar: working days, make-up days, statutory holidays.

The calendar itself is an editable table; these are its first contents. Working days come from
`chinesecalendar` as far as it reaches; statutory holidays (those of 300 % overtime) follow the State
Council's rules of 2025 and the table of movable days below.
"""

from datetime import date, timedelta

import chinese_calendar

from app.core.periods import Month

STATUTORY_DOCUMENT = "国务院令第795号"
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
# 春节 (first day of the first lunar month), 清明, 端午, 中秋 of each year.
_MOVABLE = {
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
}


class CalendarUnknown(LookupError):
    """No seed for that year: the calendar must be entered."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"the work calendar of {year} is not known; enter it")


def statutory_holidays(year: int) -> tuple[date, ...]:
    """The statutory holidays of a year from 2025 on, in order; two that fall together are one day."""
    if year not in _MOVABLE:
        raise CalendarUnknown(year)
    spring, *others = (date(year, month, day) for month, day in _MOVABLE[year])
    days = {date(year, month, day) for month, day in _FIXED} | set(others)
    return tuple(sorted(days | {spring + timedelta(days=shift) for shift in (-1, 0, 1, 2)}))


def is_working_day(day: date) -> bool:
    """Whether a day is worked, make-up days included."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise CalendarUnknown(day.year) from error


def working_days(month: Month) -> tuple[date, ...]:
    """The working days of a month, in order."""
    days = (month.first + timedelta(days=shift) for shift in range(month.days))
    return tuple(day for day in days if is_working_day(day))


def makeup_working_days(year: int) -> tuple[date, ...]:
    """Saturdays and Sundays that are worked in a year."""
    months = (Month(year, number) for number in range(1, 13))
    return tuple(day for month in months for day in working_days(month) if day.weekday() >= 5)
