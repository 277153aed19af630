"""Years of service (pay rules, section 3). Days are day numbers; arrays of one shape (k,)."""

import numpy as np

from app.payroll.rules.vectorised.days import add_months, completed_years
from app.payroll.rules.vectorised.exact import Ints, ints
from app.payroll.rules.vectorised.rates import RateTable, entry


def service_start(hire: Ints, prior_months: Ints, break_days: Ints) -> Ints:
    """Hire date, earlier by the recognised months (day clamped), then later by the break days."""
    return add_months(hire, -prior_months) + break_days


def full_years(start: Ints, last: Ints) -> Ints:
    """Completed years from the service start to the last employed day, never negative."""
    return completed_years(start, last)


def seniority_rates(rates: RateTable, version: Ints, years: Ints) -> Ints:
    """Fen a month: amount per year x min(years, cap) of the version; 0 where the version is negative."""
    known = version >= 0
    per_year = np.where(known, entry(rates.seniority_per_year, version), 0)
    cap = np.where(known, entry(rates.seniority_cap, version), 0)
    return ints(per_year * np.minimum(years, cap))
