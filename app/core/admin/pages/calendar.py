"""A year of the work calendar: twelve months of days, each leading to what it is."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.core.admin.pages.parts import Button, Link, Notice

Look = Literal["", "rest", "off", "statutory", "makeup"]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month's grid; without a number the place is empty."""

    number: int = 0
    look: Look = ""
    said: str = ""
    url: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month: its weeks from Monday on, and how many days are worked."""

    label: str
    note: str
    weeks: tuple[tuple[DayCell, ...], ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A year."""

    template: ClassVar[str] = "core/work_calendar.html"
    title: str
    crumbs: tuple[Link, ...]
    weekdays: tuple[str, ...]
    months: tuple[MonthGrid, ...]
    legend: tuple[tuple[Look, str], ...]
    previous_url: str
    next_url: str
    subtitle: str = ""
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()
