"""Years of service (pay rules, section 3). Days are day numbers, shape (k,)."""

import numpy as np

from app.payroll.rules.vectorised.days import add_months, completed_years
from app.payroll.rules.vectorised.exact import MISSING, Ints, ints
from app.payroll.rules.vectorised.rates import RateTable


def service_start(hire: Ints, prior_months: Ints, break_days: Ints) -> Ints:
    """Hire date, earlier by the recognised months (day clamped), then later by the break days."""
    return add_months(hire, -prior_months) + break_days


def full_years(start: Ints, last: Ints) -> Ints:
    """Completed years from the service start to the last employed day, never negative."""
    return completed_years(start, last)


def seniority_rates(rates: RateTable, years: Ints) -> Ints:
    """Fen a month by version and person, shape (v, k): per year x min(years, cap); MISSING where not stated."""
    per_year = rates.seniority_per_year[:, None]
    capped = np.minimum(years[None, :], rates.seniority_cap[:, None])
    missing = (per_year == MISSING) | (rates.seniority_cap[:, None] == MISSING)
    return ints(np.where(missing, MISSING, np.where(missing, 0, per_year) * np.where(missing, 0, capped)))
