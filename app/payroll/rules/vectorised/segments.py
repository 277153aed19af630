"""Segments of the employed span, and what rated items come to over them (pay rules, section 2).

m = people with an employed day in the month ("positions" 0..m-1), s = segments, sorted by position and day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.core.money import Rounding
from app.core.periods import day_number
from app.payroll.rules.values import MonthRules
from app.payroll.rules.vectorised.exact import Bools, Ints, ensure_room, ints, largest, round_ratio
from app.payroll.rules.vectorised.tables import SuccessionArray, days_of, keys_of, persons_of

FIXED_DAYS = (87, 4)
"""21.75 days as a ratio."""


@dataclass(frozen=True)
class Span:
    """Employed days of the month, both ends included: index in the table, first and last day, shape (m,)."""

    person: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Segments:
    """Runs of days, shape (s,); `position` is the place of the person in the span."""

    position: Ints
    person: Ints
    start: Ints
    end: Ints

    @property
    def days(self) -> Ints:
        """Calendar days of each segment."""
        return self.end - self.start + 1

    @cached_property
    def keys(self) -> Ints:
        """(person, first day) of each segment."""
        return keys_of(self.person, self.start)

    @cached_property
    def heads(self) -> Ints:
        """Row of each position's first segment, shape (m,)."""
        return ints(np.flatnonzero(np.diff(self.position, prepend=-1)))

    @cached_property
    def tails(self) -> Ints:
        """Row of each position's last segment, shape (m,)."""
        return ints(np.flatnonzero(np.diff(self.position, append=-1)))


def employed_span(hire: Ints, leave: Ints, rules: MonthRules) -> Span:
    """The people with at least one employed day in the month, and their days."""
    first = np.maximum(hire, day_number(rules.month.first))
    last = np.minimum(leave, day_number(rules.month.last))
    person = np.flatnonzero(first <= last)
    return Span(ints(person), ints(first[person]), ints(last[person]))


def cut(span: Span, successions: Sequence[SuccessionArray], version_starts: Ints, size: int) -> Segments:
    """Segments of the span: cut wherever a succession or the scale starts a row.

    A row that repeats the value in force cuts too: harmless for sums; `merged` undoes it.
    """
    first = np.zeros(size, dtype=np.int64)
    last = np.full(size, -1, dtype=np.int64)
    first[span.person], last[span.person] = span.first, span.last
    keys = [keys_of(span.person, span.first)]
    for rows in successions:
        inside = (rows.start > first[rows.person]) & (rows.start <= last[rows.person])
        keys.append(rows.keys[inside])
    for start in version_starts.tolist():
        keys.append(keys_of(span.person[(span.first < start) & (start <= span.last)], start))
    every = np.sort(np.concatenate(keys))
    every = every[np.diff(every, prepend=-1) != 0]
    return _segments(every, span)


def _segments(keys: Ints, span: Span) -> Segments:
    """Segments that begin at the sorted keys; each person of the span has at least one."""
    person = persons_of(keys)
    start = days_of(keys)
    new = np.diff(person, prepend=-1) != 0
    position = ints(np.cumsum(new) - 1)
    end = span.last[position]
    inner = np.flatnonzero(~new)
    end[inner - 1] = start[inner] - 1
    return Segments(position, person, start, end)


def merged(segments: Segments, values: Sequence[Ints], span: Span) -> Segments:
    """Segments in the sense of section 2: neighbours on which every value is the same are one."""
    changed: Bools = np.diff(segments.position, prepend=-1) != 0
    for value in values:
        changed = changed | (np.diff(value, prepend=0) != 0)
    return _segments(segments.keys[changed], span)


def paid_before(rules: MonthRules) -> Ints:
    """Paid days (working days and statutory holidays) before each day of the month, shape (D + 1,)."""
    first = day_number(rules.month.first)
    paid = rules.calendar.working_days | rules.calendar.statutory_holidays
    flags = np.zeros(rules.month.days + 1, dtype=np.int64)
    inside = [day_number(day) - first + 1 for day in paid if rules.month.first <= day <= rules.month.last]
    flags[inside] = 1
    return ints(np.cumsum(flags))


@dataclass(frozen=True)
class Proration:
    """amount = sum(rate x weight) x numerator / denominator.

    weight: days of each segment, (s,); total: employed weight, (m,); numerator and denominator: (m,).
    """

    weight: Ints
    total: Ints
    numerator: Ints
    denominator: Ints


def prorate(segments: Segments, span: Span, rules: MonthRules) -> Proration:
    """Weights and factor by `proration_divisor`: calendar days, or paid days with 21.75 (section 2)."""
    ones = np.ones(span.person.size, dtype=np.int64)
    if rules.parameters.proration_divisor == "calendar":
        return Proration(segments.days, span.last - span.first + 1, ones, ones * rules.month.days)
    if rules.parameters.proration_divisor != "fixed_21_75":
        raise ValueError(f"unknown proration_divisor {rules.parameters.proration_divisor!r}")
    before = paid_before(rules)
    month_start = day_number(rules.month.first)
    weight = before[segments.end - month_start + 1] - before[segments.start - month_start]
    paid = before[span.last - month_start + 1] - before[span.first - month_start]
    absent = before[-1] - paid
    fixed, scale = FIXED_DAYS
    share = np.where(absent <= paid, fixed - scale * absent, scale * paid)
    factor = np.where(absent == 0, fixed, np.clip(share, 0, fixed))
    return Proration(ints(weight), ints(paid), ints(factor), ints(np.maximum(paid, 1) * fixed))


def effective_rates(rate: Ints, segments: Segments, change: str) -> Ints:
    """The rate that counts in each segment by the item's `mid_month_change` (section 2)."""
    match change:
        case "segments":
            return rate
        case "next_month":
            return rate[segments.heads][segments.position]
        case "new_for_whole_month":
            return rate[segments.tails][segments.position]
    raise ValueError(f"unknown mid_month_change {change!r}")


def weighted_sum(rate: Ints, segments: Segments, proration: Proration) -> Ints:
    """Sum over each person's segments of rate x weight, exact, shape (m,)."""
    ensure_room(largest(rate), 31, largest(proration.numerator))
    return ints(np.add.reduceat(rate * proration.weight, segments.heads))


def amount_of(
    sums: Ints, proration: Proration, mode: Rounding, numerator: Ints | None = None, denominator: int = 1
) -> Ints:
    """The item's fen: sum x factor of the month x a further ratio (a grade's coefficient), rounded once."""
    top = proration.numerator if numerator is None else proration.numerator * numerator
    bottom = proration.denominator * denominator
    ensure_room(largest(sums), largest(top))
    ensure_room(largest(bottom), 100)
    return round_ratio(sums * top, bottom, mode)
