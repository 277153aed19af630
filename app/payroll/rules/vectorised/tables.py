"""What the engine reads about people: flat int64 arrays, money in fen, days since 1970-01-01, -1 for "none"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.payroll.rules.values import Grading
from app.payroll.rules.vectorised.exact import Bools, Ints, ints

NONE = -1
NO_MONTH = -1_000_000
GRADES = ("优秀", "合格", "基本合格", "不合格", "不确定等次")
_DAY_BITS = 23
_DAY_ZERO = 1 << 22


def keys_of(person: Ints, day: Ints | int) -> Ints:
    """One sortable number for (person, day)."""
    return (person << _DAY_BITS) + (day + _DAY_ZERO)


def days_of(keys: Ints) -> Ints:
    """The day inside each key."""
    return (keys & ((1 << _DAY_BITS) - 1)) - _DAY_ZERO


def persons_of(keys: Ints) -> Ints:
    """The person inside each key."""
    return keys >> _DAY_BITS


@dataclass(frozen=True)
class SuccessionArray:
    """A succession of everybody: rows (person, start, value), shape (r,), sorted by person, then start."""

    person: Ints
    start: Ints
    value: Ints

    @cached_property
    def keys(self) -> Ints:
        """(person, start) of each row as one number."""
        return keys_of(self.person, self.start)

    def at(self, keys: Ints) -> Ints:
        """The value in force for each (person, day); NONE before the first row."""
        row = np.searchsorted(self.keys, keys, side="right") - 1
        if not self.keys.size:
            return np.full(keys.shape, NONE, dtype=np.int64)
        found = (row >= 0) & (self.person[row] == persons_of(keys))
        return ints(np.where(found, self.value[row], NONE))

    def __post_init__(self) -> None:
        if self.keys.size and not bool(np.all(self.keys[1:] > self.keys[:-1])):
            raise ValueError("a succession must be sorted by person and start, one row a day")


@dataclass(frozen=True)
class CertificateArray:
    """Certificates held, in any order, shape (c,): type code, days; NONE-like sentinels below.

    registered_from: -NEVER when not stated; registered_until: -NEVER when there is no registration.
    """

    person: Ints
    type: Ints
    obtained: Ints
    registered_from: Ints
    registered_until: Ints


@dataclass(frozen=True)
class MonthTable:
    """One month's facts of n people at one legal entity; every plain array has shape (n,)."""

    hire: Ints
    leave: Ints  # NEVER when still here
    first_employment: Bools
    prior_service_months: Ints
    break_days: Ints
    grading: SuccessionArray  # code in the table of (level, step)
    post: SuccessionArray
    unit: SuccessionArray
    probation: SuccessionArray  # 0 or 1
    social_base: Ints  # fen, NONE when none is declared
    housing_base: Ints
    certificates: CertificateArray
    grade: Ints  # code in the table of grades, NONE when none was entered
    first_month_grade: Ints  # that of the hire month, read only where no base is declared
    contribution_first: Ints  # month index (months since 1970-01), NO_MONTH = the hire month
    contribution_last: Ints  # month index, NO_MONTH = the leaving month
    earnings: Ints  # one-off earnings, signed sum in fen
    deductions: Ints  # court orders and the like
    damages: Ints  # claimed
    unknown_inputs: Bools  # has a one-off of no known category
    special_additional: Ints  # year to date, NONE when the earlier figure stays
    cum_income: Ints
    cum_contributions: Ints
    cum_special_additional: Ints
    cum_withheld: Ints
    cum_exempt: Ints
    cum_other: Ints
    upfront: Bools  # 60 000 in place of 5 000 a month

    @property
    def size(self) -> int:
        """The number of people."""
        return int(self.hire.size)


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codes of a table stand for, by position."""

    gradings: Sequence[Grading]
    posts: Sequence[str]
    units: Sequence[str]
    certificate_types: Sequence[str]
    grades: Sequence[str] = GRADES
