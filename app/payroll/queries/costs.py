"""What the months cost, and which months are sealed, for boards and the year. Within what the user may meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from app.core.money import Fen
from app.core.periods import Month
from app.payroll.models import PayRun, RunTotal, ScaleVersion
from app.payroll.queries.runs import SEALED
from app.payroll.rules.names import EARNINGS

GROSS, EMPLOYER = "GROSS", "EMPLOYER_TOTAL"


@dataclass(slots=True)
class MonthCost:
    """What a pay month cost: gross pay, the employer's contributions, and the items of gross pay."""

    month: Month
    run_id: int
    items: dict[str, Fen] = field(default_factory=dict)

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


def monthly_costs(session: Session, most: int = 12) -> Sequence[MonthCost]:
    """The latest months, in order, with gross pay and employer's contributions."""
    return _costs(session, most, (GROSS, EMPLOYER))


def two_latest_costs(session: Session) -> Sequence[MonthCost]:
    """The two latest months with every item of gross pay."""
    return _costs(session, 2, (GROSS, EMPLOYER, *EARNINGS))


def _costs(session: Session, most: int, items: Sequence[str]) -> Sequence[MonthCost]:
    months = select(PayRun.month).distinct().order_by(PayRun.month.desc()).limit(most).subquery()
    statement = (
        select(PayRun.month, RunTotal.item, func.min(PayRun.id), func.sum(RunTotal.amount))
        .join(PayRun, PayRun.id == RunTotal.run_id)
        .where(PayRun.month.in_(select(months.c.month)), RunTotal.item.in_(items))
        .group_by(PayRun.month, RunTotal.item)
    )
    found: dict[date, MonthCost] = {}
    for month, item, run_id, amount in session.execute(statement):
        cost = found.setdefault(month, MonthCost(Month.of(month), run_id))
        cost.items[item] = int(amount)
    return [found[month] for month in sorted(found)]


def sealed_months(session: Session) -> frozenset[Month]:
    """The pay months with runs that are all approved."""
    waiting = func.sum(case((PayRun.state.in_(SEALED), 0), else_=1))
    statement = select(PayRun.month).group_by(PayRun.month).having(waiting == 0)
    return frozenset(Month.of(month) for month in session.scalars(statement))


def rates_from(session: Session) -> frozenset[date]:
    """The days from which contribution rates and limits are known."""
    statement = select(ScaleVersion.start).where(ScaleVersion.kind == "contributions", ScaleVersion.known_to.is_(None))
    return frozenset(session.scalars(statement))


def count_waiting(not_made_by: str | None = None) -> Select[int]:
    """The statement that counts the runs that wait for approval, perhaps those that somebody else made."""
    statement = select(func.count(PayRun.id)).where(PayRun.state == "calculated")
    return statement if not_made_by is None else statement.where(PayRun.made_by != not_made_by)


def bridge(before: MonthCost, after: MonthCost) -> Mapping[str, Fen]:
    """By how much each item differs; what no item explains is OTHER, contributions are EMPLOYER_TOTAL."""
    steps: dict[str, Fen] = defaultdict(int)
    for item in EARNINGS:
        steps[item] = after.items.get(item, 0) - before.items.get(item, 0)
    steps["OTHER"] = after.gross - before.gross - sum(steps.values())
    steps[EMPLOYER] = after.employer - before.employer
    return {item: fen for item, fen in steps.items() if fen}
