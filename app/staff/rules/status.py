"""What somebody is on a day: still to come, on probation, at work, or gone."""

from datetime import date

JOINING, PROBATION, ACTIVE, LEFT = "joining", "probation", "active", "left"
STATUSES = (ACTIVE, PROBATION, JOINING, LEFT)


def status_on(on: date, hired: date | None, left: date | None, on_probation: bool) -> str:
    """The status on a day; the leaving date is the last working day (pay rules, section 1)."""
    if hired is None or on < hired:
        return JOINING
    if left is not None and on > left:
        return LEFT
    return PROBATION if on_probation else ACTIVE
