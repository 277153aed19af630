"""What the months cost, and which months are sealed, for boards and the year. Within what the user may meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from app.core.money import Fen
from app.core.periods import Month
from app.payroll.models import PayRun, RunTotal, ScaleVersion
from app.payroll.queries.runs import SEALED
from app.payroll.rules.names import EARNINGS, RUN_STATES

GROSS, EMPLOYER = "GROSS", "EMPLOYER_TOTAL"
NET = "NET"
MONTHS = 12
PEOPLE = func.sum(RunTotal.people)
STATE = func.min(case(*((PayRun.state == state, rank) for rank, state in enumerate(RUN_STATES)), else_=0))
"""Of several runs of a month the state furthest back."""


@dataclass(slots=True)
class MonthCost:
    """What a pay month cost: gross pay, the employer's contributions, and the items of gross pay."""

    month: Month
    run_id: int
    items: dict[str, Fen] = field(default_factory=dict)
    people: int = 0
    state: str = ""

    @property
    def gross(self) -> Fen:
        """Gross pay."""
        return self.items.get(GROSS, 0)

    @property
    def employer(self) -> Fen:
        """The employer's contributions."""
        return self.items.get(EMPLOYER, 0)

    @property
    def total(self) -> Fen:
        """Both."""
        return self.gross + self.employer


def monthly_costs(session: Session) -> Sequence[MonthCost]:
    """The latest twelve months, in order, with what each cost; the last two with every item of gross pay."""
    summed = or_(
        and_(PayRun.month.in_(_latest(MONTHS)), RunTotal.item.in_((GROSS, EMPLOYER))),
        and_(PayRun.month.in_(_latest(2)), RunTotal.item.in_((*EARNINGS, NET))),
    )
    statement = (
        select(PayRun.month, RunTotal.item, func.min(PayRun.id), func.sum(RunTotal.amount), PEOPLE, STATE)
        .join(PayRun, PayRun.id == RunTotal.run_id)
        .where(summed)
        .group_by(PayRun.month, RunTotal.item)
    )
    found: dict[date, MonthCost] = {}
    for month, item, run_id, amount, people, state in session.execute(statement):
        cost = found.setdefault(month, MonthCost(Month.of(month), run_id))
        cost.items[item], cost.state = int(amount), tuple(RUN_STATES)[int(state)]
        cost.people = int(people) if item == NET else cost.people
    return [found[month] for month in sorted(found)]


def _latest(most: int) -> Select[date]:
    months = select(PayRun.month).distinct().order_by(PayRun.month.desc()).limit(most).subquery()
    return select(months.c.month)


def month_sealed(month: Month) -> Select[int]:
    """The statement that says whether a pay month has runs and all of them are approved: 1, else 0."""
    open_runs = func.sum(case((PayRun.state.in_(SEALED), 0), else_=1))
    return select(case((open_runs == 0, 1), else_=0)).where(PayRun.month == month.first)


def rates_from(day: date) -> Select[int]:
    """The statement that counts the versions of contribution rates known from a day on."""
    version = ScaleVersion
    known = (version.kind == "contributions", version.known_to.is_(None), version.start == day)
    return select(func.count(version.id)).where(*known)


def count_waiting(not_made_by: str | None = None) -> Select[int]:
    """The statement that counts the runs that wait for approval, perhaps those that somebody else made."""
    statement = select(func.count(PayRun.id)).where(PayRun.state == "calculated")
    return statement if not_made_by is None else statement.where(PayRun.made_by != not_made_by)


class ArrayLength(FunctionElement[int]):
    """How many entries a text has that holds a JSON array."""

    inherit_cache = True
    type = Integer()


@compiles(ArrayLength)
def _array_length(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array_length({compiler.process(element.clauses, **options)})"


@compiles(ArrayLength, "postgresql")
def _array_length_of_json(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array_length(CAST({compiler.process(element.clauses, **options)} AS JSON))"


def count_problems() -> Select[int]:
    """The statement that counts the problems of the latest run, for those who may know of everybody."""
    latest = select(func.max(PayRun.month)).scalar_subquery()
    return select(func.coalesce(func.sum(ArrayLength(PayRun.problems)), 0)).where(PayRun.month == latest)


def bridge(before: MonthCost, after: MonthCost) -> Mapping[str, Fen]:
    """By how much each item differs; what no item explains is OTHER, contributions are EMPLOYER_TOTAL."""
    steps: dict[str, Fen] = defaultdict(int)
    for item in EARNINGS:
        steps[item] = after.items.get(item, 0) - before.items.get(item, 0)
    steps["OTHER"] = after.gross - before.gross - sum(steps.values())
    steps[EMPLOYER] = after.employer - before.employer
    return {item: fen for item, fen in steps.items() if fen}
