"""Enter a month's inputs cell by cell: all of the cells, or, where one is wrong, none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.dated import Plan, Row, carry_out
from app.core.i18n import gettext as _
from app.core.imports import cells
from app.core.imports.cells import Bad
from app.core.money import yuan
from app.core.periods import Month
from app.payroll.models import InputKind, MonthGrade, OneOffInput, SpecialDeduction
from app.payroll.permissions import INPUT_WRITE
from app.payroll.queries.entry import GRADE, NOTHING, SPECIAL, Cells, Entered, entered, grades_of, input_kinds

MODELS: Mapping[str, Any] = {GRADE: MonthGrade, SPECIAL: SpecialDeduction}
VALUES = {MonthGrade: "grade", SpecialDeduction: "cumulative", OneOffInput: "amount"}


@dataclass(frozen=True, slots=True)
class EntryCell:
    """A cell as somebody filled it in: the person, the column, what was typed and the version that was seen."""

    employee_id: int
    column: str
    text: str
    version: str


@dataclass(frozen=True, slots=True)
class EntryFault:
    """What is wrong with a cell, in words."""

    employee_id: int
    column: str
    message: str


class _Wrong(Exception):
    """A cell that cannot be taken; the message says why."""


def enter(session: Session, month: Month, typed: Sequence[EntryCell]) -> tuple[EntryFault, ...]:
    """Write the cells; nothing when there are faults. An empty cell takes back what stood there."""
    authorize_everywhere(session, INPUT_WRITE)
    known = entered(session, month, sorted({cell.employee_id for cell in typed}))
    kinds, grades = input_kinds(session), grades_of(session, month)
    kept = {model: _kept(session, model.__table__, known.values()) for model in VALUES}
    faults: list[EntryFault] = []
    plans: dict[Any, list[Plan]] = defaultdict(list)
    for cell in typed:
        before = known.get((cell.employee_id, cell.column), NOTHING)
        try:
            _require_unchanged(cell, before)
            value = _value(cell, kinds, grades)
        except _Wrong as wrong:
            faults.append(EntryFault(cell.employee_id, cell.column, str(wrong)))
            continue
        model = MODELS.get(cell.column, OneOffInput)
        plan = _plan(model, cell, before, value, {"month": month.first, **kept[model].get(before.keys[:1], {})})
        if plan:
            plans[model].append(plan)
    if faults:
        return tuple(faults)
    count = sum(carry_out(session, model.__table__, made, clock.now()) for model, made in plans.items())
    if count:
        audit.record(
            session, "inputs.enter", object_table="payroll_inputs", count=len(typed), detail={"month": str(month)}
        )
    return ()


def shown(entry: Entered) -> str:
    """A cell's text."""
    return entry.value if isinstance(entry.value, str) else yuan(entry.value)


def _require_unchanged(cell: EntryCell, before: Entered) -> None:
    if cell.version != before.version:
        now = shown(before) or _("(empty)")
        raise _Wrong(_("Somebody else changed this meanwhile: it is %(now)s now. Load the page again.") % {"now": now})
    if len(before.keys) > 1:
        raise _Wrong(_("Several documents make up this amount. Change it by an import."))


def _value(cell: EntryCell, kinds: Mapping[str, InputKind], grades: Sequence[str]) -> str | int | None:
    """What was typed, read; None for an empty cell."""
    if cell.column == GRADE:
        if cell.text and cell.text not in grades:
            raise _Wrong(_("There is no grade '%(grade)s'.") % {"grade": cell.text})
        return cell.text or None
    kind = kinds.get(cell.column)
    if kind is None and cell.column != SPECIAL:
        raise _Wrong(_("There is no item '%(code)s'.") % {"code": cell.column})
    try:
        amount = cells.signed_amount(cell.text)
    except Bad as bad:
        raise _Wrong(_("'%(text)s' is not an amount in yuan with at most two decimals.") % {"text": cell.text}) from bad
    if amount is not None and amount < 0 and (kind is None or kind.category == "deduction"):
        raise _Wrong(_("Enter deductions without a minus sign."))
    return amount


def _plan(model: Any, cell: EntryCell, before: Entered, value: str | int | None, kept: Row) -> Plan:
    """Close what stood in the cell and write what stands there now; its reason and document stay."""
    if value == before.value or (value is None and not before.keys):
        return Plan()
    plan = Plan(close=list(before.keys))
    if value is not None:
        row: Row = {"employee_id": cell.employee_id}
        if model is OneOffInput:
            row |= {"code": cell.column, "reference": "", "line": 1, "reason": None}
        plan.insert = [{**row, **kept, VALUES[model]: value}]
    return plan


def _kept(session: Session, table: FromClause, known: Iterable[Entered]) -> Mapping[tuple[int, ...], Row]:
    """What else the rows of cells say, by their key."""
    keys = [key for entry in known for key in entry.keys if len(entry.keys) == 1]
    left_out = {"id", "known_from", "known_to", "recorded_by"}
    return {
        (row["id"],): {name: value for name, value in row.items() if name not in left_out}
        for row in session.execute(select(table).where(table.c.id.in_(keys))).mappings()
    }


__all__ = ["Cells", "EntryCell", "EntryFault", "enter", "shown"]
