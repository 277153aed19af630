"""The contribution base of those who declare none: the full-month rates of the hire day (pay rules, section 4)."""

import numpy as np

from app.payroll.rules.values import MonthRules
from app.payroll.rules.vectorised.days import first_day, month_index, month_of
from app.payroll.rules.vectorised.exact import MISSING, Bools, Ints, ensure_room, half_up, ints, largest
from app.payroll.rules.vectorised.rates import RateTable
from app.payroll.rules.vectorised.seniority import full_years, service_start
from app.payroll.rules.vectorised.states import Asked, rates_of, state_at
from app.payroll.rules.vectorised.tables import MonthTable, keys_of


def coefficients(rates: RateTable, grade: Ints) -> Ints:
    """Numerator of each grade's coefficient, (k,); MISSING for a grade without one."""
    return ints(np.where(grade < 0, rates.no_grade, rates.grade_numerator[grade]))


def first_month_rates(table: MonthTable, rules: MonthRules, rates: RateTable, person: Ints) -> tuple[Ints, Bools]:
    """Fen and whether the rates of the hire day are known, for the people given, (k,). MISSING: unknown grade."""
    hire = table.hire[person]
    month = month_of(hire)
    last = ints(np.minimum(table.leave[person], first_day(month + 1) - 1))
    start = service_start(hire, table.prior_service_months[person], table.break_days[person])
    state = state_at(table, rates, keys_of(person, hire))
    own = ints(np.arange(person.size))
    people = Asked(person, month, state.version, full_years(start, last))
    found = rates_of(table, rates, rules.parameters, state, own, people)
    known: Bools = np.ones(person.shape, dtype=np.bool_)
    for lacking in (*state.missing().values(), *found.gaps.values()):
        known = known & ~lacking
    this_month = month == month_index(rules.month)
    times = coefficients(rates, np.where(this_month, table.grade[person], table.first_month_grade[person]))
    whole = ints(sum(found.rates[code] for code in ("BASE", "LEVEL", "POST", "SENIORITY", "CERT")))
    performance = found.rates["PERF"]
    ensure_room(largest(whole) + largest(performance), max(largest(times), rates.grade_denominator), 2)
    exact = whole * rates.grade_denominator + performance * np.where(times == MISSING, 0, times)
    return ints(np.where(times == MISSING, MISSING, half_up(exact, rates.grade_denominator))), known
