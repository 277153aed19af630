"""Days and months as numbers: days since 1970-01-01, months since 1970-01 (all arrays int64, shape (k,))."""

import numpy as np

from app.core.periods import Month
from app.payroll.rules.vectorised.exact import Bools, Ints, ints

NEVER = 4_000_000
"""A day number after every date: the last working day of somebody who has not left."""


def month_index(month: Month) -> int:
    """Months since 1970-01."""
    return (month.year - 1970) * 12 + month.number - 1


def first_day(months: Ints) -> Ints:
    """The day number of the first day of each month."""
    return ints(months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))


def month_of(days: Ints) -> Ints:
    """The month each day lies in."""
    return ints(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))


def add_months(days: Ints, months: Ints) -> Ints:
    """The same day so many months later, clamped to the last day of that month."""
    month = month_of(days)
    target = month + months
    start = first_day(target)
    return ints(np.minimum(start + days - first_day(month), first_day(target + 1) - 1))


def completed_years(start: Ints, end: Ints) -> Ints:
    """Whole years from start to end, never negative; 29 February's anniversary may be 28 February (section 3)."""
    years = month_of(end) // 12 - month_of(start) // 12
    early: Bools = add_months(start, years * 12) > end
    return ints(np.maximum(years - early, 0))
