"""Write the month's inputs, grades, special deductions and the tax opening balances."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.dated import Plan, carry_out
from app.core.errors import CellError
from app.core.i18n import gettext as _
from app.core.modules import ImportOutcome
from app.core.periods import Month
from app.payroll.models import InputKind, MonthGrade, OneOffInput, OpeningBalance, OpeningMonth, SpecialDeduction
from app.payroll.permissions import INPUT_WRITE
from app.payroll.rules.records import (
    GradeRecord,
    InputKindRecord,
    InputRecord,
    OpeningBalanceRecord,
    SpecialDeductionRecord,
)
from app.staff import queries as staff

Row = dict[str, Any]


def import_monthly_inputs(
    session: Session,
    inputs: Sequence[InputRecord],
    grades: Sequence[GradeRecord],
    deductions: Sequence[SpecialDeductionRecord],
    kinds: Sequence[InputKindRecord],
    month: Month,
) -> ImportOutcome:
    """Enter a month's inputs: rows are added or corrected, never dropped. Counts rows."""
    authorize_everywhere(session, INPUT_WRITE)
    ids = staff.employee_ids(session)
    outcome = ImportOutcome()
    _check_numbers([*inputs, *grades, *deductions], ids, outcome)
    known_codes = _input_kinds(session, kinds)
    for record in inputs:
        if record.code not in known_codes:
            message = _("The code %(code)s is not explained: add it to the sheet of codes, as earning or deduction.")
            outcome.errors.append(CellError(record.row, "项目代码", "unknown_code", message % {"code": record.code}))
    if outcome.errors:
        return outcome
    common = {"month": month.first}
    lines: Counter[Hashable] = Counter()
    rows = []
    for record in inputs:
        reference = record.document or record.reason or ""
        key = (record.number, record.code, reference)
        lines[key] += 1
        rows.append(
            {
                "employee_id": ids[record.number],
                **common,
                "code": record.code,
                "reference": reference,
                "line": lines[key],
                "amount": record.amount,
                "reason": record.reason,
                "document": record.document,
            }
        )
    _upsert(session, OneOffInput, ("employee_id", "month", "code", "reference", "line"), rows, month, outcome)
    grade_rows = [{"employee_id": ids[r.number], **common, "grade": r.grade} for r in grades]
    _upsert(session, MonthGrade, ("employee_id", "month"), grade_rows, month, outcome)
    special = [{"employee_id": ids[r.number], **common, "cumulative": r.cumulative} for r in deductions]
    _upsert(session, SpecialDeduction, ("employee_id", "month"), special, month, outcome)
    _audit(session, "import.monthly_inputs", len(rows) + len(grade_rows) + len(special), month, outcome)
    return outcome


def import_opening_balances(session: Session, records: Sequence[OpeningBalanceRecord], month: Month) -> ImportOutcome:
    """Take over the tax figures from January to the month before. Counts rows."""
    authorize_everywhere(session, INPUT_WRITE)
    ids = staff.employee_ids(session)
    outcome = ImportOutcome()
    _check_numbers(records, ids, outcome)
    if outcome.errors:
        return outcome
    rows = [
        {
            "employee_id": ids[r.number],
            "month": month.first,
            "income": r.income,
            "contributions": r.contributions,
            "special_additional": r.special_additional,
            "withheld": r.withheld,
            "deduct_60000_upfront": r.deduct_60000_upfront,
        }
        for r in records
    ]
    _upsert(session, OpeningBalance, ("employee_id", "month"), rows, month, outcome)
    taken = select(OpeningMonth.id).where(OpeningMonth.month == month.first, OpeningMonth.known_to.is_(None))
    if session.scalar(taken) is None:
        session.add(OpeningMonth(month=month.first, known_from=clock.now()))
    _audit(session, "import.opening_balances", len(rows), month, outcome)
    return outcome


def _audit(session: Session, action: str, count: int, month: Month, outcome: ImportOutcome) -> None:
    detail = {"month": str(month), "created": outcome.created, "updated": outcome.updated}
    audit.record(session, action, object_table="payroll_inputs", count=count, detail=detail)


def _check_numbers(records: Sequence[Any], ids: Mapping[str, int], outcome: ImportOutcome) -> None:
    for record in records:
        if record.number not in ids:
            message = _("There is no employee %(number)s: import the roster first, or correct the number.")
            outcome.errors.append(CellError(record.row, "工号", "unknown_number", message % {"number": record.number}))


def _input_kinds(session: Session, kinds: Sequence[InputKindRecord]) -> set[str]:
    known = {kind.code: kind for kind in session.scalars(select(InputKind))}
    for record in kinds:
        kind = known.setdefault(record.code, InputKind(code=record.code))
        kind.name, kind.category, kind.is_damages = record.name, record.category, record.is_damages
        session.add(kind)
    session.flush()
    return set(known)


def _upsert(
    session: Session, model: Any, key: Sequence[str], rows: Sequence[Row], month: Month, outcome: ImportOutcome
) -> None:
    table: Table = model.__table__
    identify: Callable[[Mapping[str, Any]], Hashable] = lambda row: tuple(row[name] for name in key)  # noqa: E731
    statement = select(table).where(table.c.known_to.is_(None), table.c.month == month.first)
    known = {identify(row): row for row in map(dict[str, Any], session.execute(statement).mappings())}
    plans: dict[Hashable, Plan] = {}
    for row in rows:
        before = known.get(identify(row))
        if before is not None and all(before[name] == value for name, value in row.items()):
            outcome.unchanged += 1
            continue
        plans[identify(row)] = Plan(close=[before["id"]] if before is not None else [], insert=[dict(row)])
        outcome.updated += before is not None
        outcome.created += before is None
    carry_out(session, table, plans.values(), clock.now())
