"""The parts of the vectorised engine against plain day-by-day sums in fractions, written anew here."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.money import Rounding, round_fen
from app.core.periods import Month, add_months, completed_years, day_number
from app.payroll.rules.tax_tables import WITHHOLDING_2019
from app.payroll.rules.values import ContributionRule, MonthRules, Parameters, PayCalendar, ScaleVersion
from app.payroll.rules.vectorised import days, exact
from app.payroll.rules.vectorised.contributions import amounts
from app.payroll.rules.vectorised.exact import ints
from app.payroll.rules.vectorised.segments import amount_of, cut, employed_span, prorate, weighted_sum
from app.payroll.rules.vectorised.tables import SuccessionArray
from app.payroll.rules.vectorised.tax import months_counted, withhold

DATES = st.dates(date(1960, 1, 1), date(2039, 12, 31))
MONTH = Month(2026, 2)


def half_away(value: Fraction) -> int:
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**4), st.sampled_from(Rounding))
def test_rounding(numerator: int, denominator: int, mode: Rounding) -> None:
    found = exact.round_ratio(ints([numerator]), denominator, mode)
    assert int(found[0]) == round_fen(Fraction(numerator, denominator), mode)
    if mode is Rounding.FEN_HALF_UP:
        assert int(found[0]) == half_away(Fraction(numerator, denominator))


@given(DATES, st.integers(-600, 600))
def test_adding_months(day: date, months: int) -> None:
    assert days.add_months(ints([day_number(day)]), ints([months])).tolist() == [day_number(add_months(day, months))]


@given(DATES, DATES)
def test_completed_years(start: date, end: date) -> None:
    found = days.completed_years(ints([day_number(start)]), ints([day_number(end)]))
    assert found.tolist() == [max(0, completed_years(start, end))]


def test_the_anniversary_of_29_february() -> None:
    start, ends = date(2020, 2, 29), (date(2025, 2, 27), date(2025, 2, 28), date(2028, 2, 28), date(2028, 2, 29))
    found = days.completed_years(ints([day_number(start)] * 4), ints([day_number(end) for end in ends]))
    assert found.tolist() == [4, 5, 7, 8]


def rules_of(divisor: str, paid: frozenset[date]) -> MonthRules:
    scale: tuple[ScaleVersion, ...] = ()
    return MonthRules(MONTH, MONTH, scale, Parameters(proration_divisor=divisor), {}, PayCalendar(paid))


def by_day(rows: dict[int, int], day: int) -> int:
    return rows[max(start for start in rows if start <= day)]


FIRST = day_number(MONTH.first)
ROWS = st.dictionaries(st.integers(FIRST - 5, FIRST + 30), st.integers(0, 10**9), max_size=5)
PEOPLE = st.lists(st.tuples(st.integers(-40, 27), st.integers(0, 60), ROWS), min_size=1, max_size=6)
PAID = st.frozensets(st.integers(0, 27), min_size=1).map(
    lambda found: frozenset(MONTH.first + timedelta(n) for n in found)
)


def item(people: list[tuple[int, int, dict[int, int]]], rules: MonthRules) -> dict[int, int]:
    """Amount by person through the engine's segments; values of a succession are the rates themselves."""
    hire = ints([FIRST + offset for offset, _, _ in people])
    leave = hire + ints([length for _, length, _ in people])
    rows = [
        (index, start, rate)
        for index, (_, _, values) in enumerate(people)
        for start, rate in sorted(({FIRST - 100: 7} | values).items())
    ]
    succession = SuccessionArray(*(ints([row[column] for row in rows]) for column in range(3)))
    span = employed_span(hire, leave, rules)
    segments = cut(span, (succession,), ints([]), len(people))
    proration = prorate(segments, span, rules)
    sums = weighted_sum(succession.at(segments.keys), segments, proration)
    amount = amount_of(sums, proration, Rounding.FEN_HALF_UP, np.full_like(sums, 1), 2)
    return dict(zip(span.person.tolist(), amount.tolist(), strict=True))


def employed_days(offset: int, length: int) -> range:
    return range(max(FIRST, FIRST + offset), min(FIRST + MONTH.days - 1, FIRST + offset + length) + 1)


@given(PEOPLE)
def test_segments_by_calendar_days(people: list[tuple[int, int, dict[int, int]]]) -> None:
    expected = {}
    for index, (offset, length, values) in enumerate(people):
        span = employed_days(offset, length)
        if span:
            total = sum(by_day({FIRST - 100: 7} | values, day) for day in span)
            expected[index] = half_away(Fraction(total, MONTH.days) / 2)
    assert item(people, rules_of("calendar", frozenset())) == expected


@given(PEOPLE, PAID)
def test_segments_by_21_75(people: list[tuple[int, int, dict[int, int]]], paid: frozenset[date]) -> None:
    numbers = {day_number(day) for day in paid}
    expected = {}
    for index, (offset, length, values) in enumerate(people):
        span = employed_days(offset, length)
        worked = [day for day in span if day in numbers]
        if span:
            total = sum(by_day({FIRST - 100: 7} | values, day) for day in worked)
            average = Fraction(total, len(worked)) if worked else Fraction(0)
            expected[index] = half_away(average * share_21_75(len(numbers), len(worked)) / 2)
    assert item(people, rules_of("fixed_21_75", paid)) == expected


def share_21_75(all_paid: int, worked: int) -> Fraction:
    away = all_paid - worked
    if away == 0:
        return Fraction(1)
    share = 1 - away * Fraction(4, 87) if away <= worked else worked * Fraction(4, 87)
    return max(Fraction(0), min(Fraction(1), share))


@given(st.integers(0, 10**9), st.integers(0, 10_000), st.integers(0, 10**7), st.sampled_from(Rounding), st.booleans())
def test_contributions(base: int, rate: int, floor_: int, mode: Rounding, due: bool) -> None:
    rule = ContributionRule(Fraction(rate, 10_000), 500, Fraction(rate, 7_000), 0, floor_, floor_ * 3, mode)
    own, theirs = amounts(ints([base]), np.array([due]), rule)
    used = max(floor_, min(base, floor_ * 3))
    assert own.tolist() == [round_fen(used * Fraction(rate, 10_000), mode) + 500 if due else 0]
    assert theirs.tolist() == [round_fen(used * Fraction(rate, 7_000), mode) if due else 0]


@settings(max_examples=300)
@given(
    st.integers(-(10**9), 2 * 10**9) | st.sampled_from([3_600_000, 3_600_001, 14_400_000, 96_000_000, 96_000_001]),
    st.integers(0, 10**6),
)
def test_withholding(balance: int, before: int) -> None:
    """The quick deduction is the slices summed: tax the part in each bracket at its own rate."""
    found = withhold(ints([balance]), ints([before]), ints([1]), WITHHOLDING_2019)
    tax, lower = Fraction(0), 0
    for bracket in WITHHOLDING_2019.brackets:
        upper = 10**15 if bracket.upper is None else bracket.upper
        tax += max(0, min(balance, upper) - lower) * bracket.rate
        lower = upper
    assert found.tax.tolist() == [max(0, half_away(tax) - before)]


@given(st.dates(date(2024, 1, 1), date(2026, 6, 30)), st.none() | st.integers(0, 500), st.booleans())
def test_months_of_the_tax_year(hire: date, length: int | None, first_job: bool) -> None:
    leave = None if length is None else hire + timedelta(length)
    payment = Month(2026, 6)
    months = [Month(2026, number) for number in range(1, 7)]
    starts_in_january = first_job and hire.year == 2026
    expected = sum(
        1
        for month in months
        if (starts_in_january or month >= Month.of(hire)) and (leave is None or month <= Month.of(leave))
    )
    number = days.NEVER if leave is None else day_number(leave)
    found = months_counted(ints([day_number(hire)]), ints([number]), np.array([first_job]), payment)
    assert found.tolist() == [expected]
