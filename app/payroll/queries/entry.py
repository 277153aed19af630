"""What was entered for a month, laid out as a grid: a row a person, a column an item."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.access import authorize_everywhere
from app.core.db import AnySelect
from app.core.periods import Month
from app.payroll.models import InputKind, MonthGrade, OneOffInput, PayRun, SpecialDeduction
from app.payroll.permissions import INPUT_WRITE
from app.payroll.queries.runs import SEALED
from app.payroll.rules.grades import DEFAULT_COEFFICIENTS
from app.staff import queries as staff
from app.staff.models import Employment

GRADE, SPECIAL = "grade", "special"
"""The columns that are no one-off item; the others are called by their codes."""


@dataclass(frozen=True, slots=True)
class EntryPerson:
    """Somebody of the month."""

    employee_id: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in a cell: the value (a grade, or fen) and the keys of its rows; several rows are added up."""

    value: str | int
    keys: tuple[int, ...]

    @property
    def version(self) -> str:
        """What a save is compared with."""
        return "-".join(map(str, self.keys))


NOTHING = Entered("", ())
Cells = Mapping[tuple[int, str], Entered]


def people_of_month(
    session: Session, month: Month, typed: str, start: int, count: int
) -> tuple[int, tuple[EntryPerson, ...]]:
    """How many people employed in the month fit what was typed, and some of them in order of number."""
    authorize_everywhere(session, INPUT_WRITE)
    table = staff.TODAY.__table__
    employed = select(Employment.employee_id).where(
        Employment.known_to.is_(None),
        Employment.start <= month.last,
        or_(Employment.end.is_(None), Employment.end >= month.first),
    )
    statement: AnySelect = select(table.c.employee_id, table.c.number, table.c.name).where(
        table.c.employee_id.in_(employed)
    )
    if typed:
        statement = statement.where(table.c.employee_id.in_(staff.ids_named_like(typed)))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = session.execute(statement.order_by(table.c.number).offset(start).limit(count))
    return total, tuple(EntryPerson(*row) for row in rows)


def input_kinds(session: Session) -> Mapping[str, InputKind]:
    """The one-off items by code."""
    return {kind.code: kind for kind in session.scalars(select(InputKind).order_by(InputKind.code))}


def grades_of(session: Session, month: Month) -> tuple[str, ...]:
    """The grades that may be entered: the usual ones, and those entered this month already."""
    used = session.scalars(
        select(MonthGrade.grade).where(MonthGrade.month == month.first, MonthGrade.known_to.is_(None)).distinct()
    )
    return tuple(dict.fromkeys([*DEFAULT_COEFFICIENTS, *sorted(used)]))


def entered(session: Session, month: Month, employee_ids: Sequence[int]) -> Cells:
    """What is known now of some people's month, by person and column."""
    authorize_everywhere(session, INPUT_WRITE)
    found: dict[tuple[int, str], Entered] = {}
    columns: tuple[tuple[Any, str, Any], ...] = (
        (MonthGrade, GRADE, MonthGrade.grade),
        (SpecialDeduction, SPECIAL, SpecialDeduction.cumulative),
    )
    for model, column, value in columns:
        statement = select(model.id, model.employee_id, value).where(
            model.month == month.first, model.known_to.is_(None), model.employee_id.in_(employee_ids)
        )
        for key, employee_id, one in session.execute(statement):
            found[employee_id, column] = Entered(one, (key,))
    amounts: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    one_offs = select(OneOffInput.id, OneOffInput.employee_id, OneOffInput.code, OneOffInput.amount).where(
        OneOffInput.month == month.first, OneOffInput.known_to.is_(None), OneOffInput.employee_id.in_(employee_ids)
    )
    for key, employee_id, code, amount in session.execute(one_offs.order_by(OneOffInput.id)):
        amounts[employee_id, code].append((key, amount))
    for place, rows in amounts.items():
        found[place] = Entered(sum(amount for _key, amount in rows), tuple(key for key, _amount in rows))
    return found


def is_sealed(session: Session, month: Month) -> bool:
    """Whether a run of the month was approved: what is entered now is paid with a later one."""
    runs = PayRun.__table__.c
    return session.scalar(select(runs.id).where(runs.month == month.first, runs.state.in_(SEALED)).limit(1)) is not None
