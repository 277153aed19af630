"""The demo's pay: an example scale, eleven sealed months and one calculated, each with its entries."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.demo import Demo, DemoStep, DemoUser, shanghai
from app.core.periods import Month, day_before
from app.core.yearboard import task_named, tick
from app.payroll import services
from app.payroll.demo import inputs, scale
from app.payroll.demo.inputs import MonthEntries
from app.payroll.services.calculating import CalculatedRun
from app.staff import queries as staff

SEALED_MONTHS = 11
RAISE_BEFORE = 3
"""So many months before the one in progress the scale is raised, in mid-month."""

RAISED_TO = 104
TICKED = (("payroll.bonus", (2, 11)), ("payroll.heat_allowance", (9, 28)))
USERS = (DemoUser("finance", "finance"), DemoUser("finance_head", "finance_head"))


def demo(month: Month) -> Demo:
    """Pay up to a month, which is calculated and waits for approval."""
    first = month.plus(-SEALED_MONTHS)
    steps = [_scale(first)]
    if first.number > 1:
        steps.append(_openings(first))
    for position in range(SEALED_MONTHS + 1):
        current = first.plus(position)
        if position == SEALED_MONTHS - RAISE_BEFORE:
            steps.append(_raise(current))
        if current.number in (1, 7) and position:
            steps.append(_limits(current))
        steps += [_entries(current), _calculation(current)]
        if current != month:
            steps.append(_approval(current))
    return Demo(USERS, (*steps, *_ticks(first, month)))


def _ticks(first: Month, last: Month) -> list[DemoStep]:
    """What finance ticked on the year board."""

    def ticking(code: str) -> "Write":
        def write(session: Session, _found: object) -> Sequence[object]:
            for step in task_named(session, last.year, code).steps:
                tick(session, last.year, code, step.branch.node_id)
            return ()

        return write

    days = [(code, date(last.year, *day)) for code, day in TICKED]
    return [
        _on(Month.of(day), day.day, 16, login="finance", write=ticking(code))
        for code, day in days
        if first.first <= day <= last.last
    ]


Write = Callable[[Session, Any], Sequence[object]]
Read = Callable[[Session], Any] | None


def _on(month: Month, day: int, hour: int, minute: int = 0, *, login: str, write: Write, read: Read = None) -> DemoStep:
    return DemoStep(shanghai(month.first + timedelta(days=day - 1), hour, minute), login, write, read)


def _scale(first: Month) -> DemoStep:
    """The whole example scale, in force since the beginning of that year, or of the one before."""
    start = date(first.year - (first.number == 1), 1, 1)
    latest = date(first.year, 7 if first.number >= 7 else 1, 1)

    def write(session: Session, _found: object) -> Sequence[object]:
        limits = scale.contributions(latest)
        return services.import_pay_scale(session, scale.amounts(start), scale.parameters(start), limits).errors

    return _on(first.plus(-1), 26, 14, login="finance", write=write)


def _openings(first: Month) -> DemoStep:
    def read(session: Session) -> list[str]:
        before = day_before(first.first)
        return staff.employed_numbers(session, before, before)

    def write(session: Session, numbers: list[str]) -> Sequence[object]:
        return services.import_opening_balances(session, inputs.openings(numbers, first.number - 1), first).errors

    return _on(first.plus(-1), 27, 10, login="finance", write=write, read=read)


def _raise(month: Month) -> DemoStep:
    """A new version of the scale, in force from the middle of the month."""

    def write(session: Session, _found: object) -> Sequence[object]:
        amounts = scale.amounts(month.first + timedelta(days=15), RAISED_TO)
        return services.import_pay_scale(session, amounts, [], []).errors

    return _on(month, 8, 15, login="finance", write=write)


def _limits(month: Month) -> DemoStep:
    """New limits of the contributions, half a year at a time."""

    def write(session: Session, _found: object) -> Sequence[object]:
        return services.import_pay_scale(session, [], [], scale.contributions(month.first)).errors

    return _on(month, 4, 11, login="finance", write=write)


def _entries(month: Month) -> DemoStep:
    def read(session: Session) -> MonthEntries:
        return inputs.entries(staff.employed_numbers(session, month.first, month.last), month)

    def write(session: Session, found: MonthEntries) -> Sequence[object]:
        kinds = inputs.KINDS
        outcome = services.import_monthly_inputs(session, found.inputs, found.grades, found.deductions, kinds, month)
        return outcome.errors

    return _on(month, 20, 16, 30, login="finance", write=write, read=read)


def _calculation(month: Month) -> DemoStep:
    def read(session: Session) -> CalculatedRun:
        return services.calculate_run(session, month)

    def write(session: Session, calculated: CalculatedRun) -> Sequence[object]:
        outcome = services.store_run(session, calculated)
        return [problem for problem in outcome.problems if problem.kind != "NEGATIVE_NET"]

    return _on(month, 23, 15, login="finance", write=write, read=read)


def _approval(month: Month) -> DemoStep:
    def write(session: Session, _found: object) -> Sequence[object]:
        services.approve_run(session, month)
        return ()

    return _on(month, 24, 10, 20, login="finance_head", write=write)
