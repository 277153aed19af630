"""Service start and full years of service (pay rules, section 3)."""

from datetime import date, timedelta

from app.core.periods import add_months, completed_years


def service_start(hire: date, prior_service_months: int = 0, break_days: int = 0) -> date:
    """The hire date, earlier by the recognised months (day clamped), then later by the days that do not count."""
    return add_months(hire, -prior_service_months) + timedelta(days=break_days)


def full_years(start: date, last_day: date) -> int:
    """Completed years up to and including the last employed day; a year is complete on the anniversary."""
    return max(0, completed_years(start, last_day))
