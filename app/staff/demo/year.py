"""The demo's year board: what was ticked so far, some of it by all branches and some by half of them."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.demo import DemoStep, shanghai
from app.core.periods import Month
from app.core.yearboard import task_named, tick

TICKED = (
    ("staff.appraisal", (2, 24), 1.0),
    ("staff.exam_registration", (3, 17), 1.0),
    ("staff.annual_inspection", (5, 12), 1.0),
    ("staff.health_checks", (11, 16), 0.7),
    ("staff.card_inspection", (11, 18), 0.4),
)
"""Task, the day it was ticked, and by which part of the branches."""


def ticks(first: Month, last: Month) -> list[DemoStep]:
    """The ticks of the last month's year, from a month on."""
    days = [(code, date(last.year, *day), part) for code, day, part in TICKED]
    return [
        DemoStep(shanghai(day, 15), "hr", _ticking(code, day.year, part))
        for code, day, part in days
        if first.first <= day <= last.last
    ]


def _ticking(code: str, year: int, part: float) -> Callable[[Session, object], Sequence[object]]:
    def write(session: Session, _found: object) -> Sequence[object]:
        steps = task_named(session, year, code).steps
        for step in steps[: max(1, round(len(steps) * part))]:
            tick(session, year, code, step.branch.node_id)
        return ()

    return write
