"""Months and spans of days. A span includes both its ends."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, written YYYY-MM."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 or not 1900 <= self.year <= 9999:
            raise ValueError(f"{self.year}-{self.number} is not a month")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read YYYY-MM; ValueError when it is anything else."""
        year, dash, number = text.strip().partition("-")
        if not (dash and len(year) == 4 and len(number) == 2 and (year + number).isdecimal()):
            raise ValueError(f"{text!r} is not a month of the form YYYY-MM")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        """The number of calendar days."""
        return calendar.monthrange(self.year, self.number)[1]

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def add_months(day: date, months: int) -> date:
    """The same day so many months later, clamped to the last day of that month."""
    target = Month.of(day).plus(months)
    return date(target.year, target.number, min(day.day, target.days))


def completed_years(start: date, end: date) -> int:
    """Whole years from start to end; the anniversary of 29 February is 28 February in a common year."""
    years = end.year - start.year
    return years if add_months(start, 12 * years) <= end else years - 1


def days_between(first: date, last: date) -> int:
    """Days of the span with both ends included; 0 when it is empty."""
    return max(0, (last - first).days + 1)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def day_number(day: date) -> int:
    """Days since 1970-01-01, the form days take in arrays."""
    return (day - EPOCH).days


def day_from_number(number: int) -> date:
    """The day so many days after 1970-01-01."""
    return EPOCH + timedelta(days=int(number))
