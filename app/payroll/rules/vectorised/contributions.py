"""Social insurance and housing fund, the employee's and the employer's share (pay rules, section 4). Fen, (m,)."""

from fractions import Fraction

import numpy as np

from app.core.money import Rounding
from app.payroll.rules.values import ContributionRule
from app.payroll.rules.vectorised.days import month_of
from app.payroll.rules.vectorised.exact import Bools, Ints, ensure_room, ints, largest, round_ratio
from app.payroll.rules.vectorised.tables import NO_MONTH, MonthTable


def due(table: MonthTable, person: Ints, month: int) -> Bools:
    """Who contributes in the month: from the hire to the leaving month unless a fact moves an end."""
    first = table.contribution_first[person]
    last = table.contribution_last[person]
    begun: Bools = (first == NO_MONTH) | (first <= month)
    ended: Bools = (last != NO_MONTH) & (month > last)
    return np.logical_and(begun, ~ended)


def housing_due(table: MonthTable, person: Ints, month: int) -> Bools:
    """As `due`; in a first job from the month after the hire month."""
    hired = month_of(table.hire[person])
    return due(table, person, month) & ~(table.first_employment[person] & (hired >= month))


def amounts(base: Ints, payable: Bools, rule: ContributionRule) -> tuple[Ints, Ints]:
    """Employee's and employer's amount on the base clamped to floor and ceiling; 0 when not due."""
    clamped = ints(np.clip(base, rule.floor, rule.ceiling))
    return (
        _share(clamped, payable, rule.employee_rate, rule.employee_fixed, rule.rounding),
        _share(clamped, payable, rule.employer_rate, rule.employer_fixed, rule.rounding),
    )


def _share(base: Ints, payable: Bools, rate: Fraction, fixed: int, rounding: Rounding) -> Ints:
    ensure_room(largest(base), rate.numerator)
    rounded = round_ratio(base * rate.numerator, rate.denominator, rounding)
    return ints(np.where(payable, rounded + fixed, 0))
