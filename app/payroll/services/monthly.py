"""Write the month's inputs, grades, special deductions and the tax opening balances."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.dated import Plan, carry_out
from app.core.errors import CellError
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Action, FieldChange, ImportOutcome, RowChange
from app.core.money import yuan
from app.core.periods import Month
from app.core.tracing import trace_of
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


@dataclass(slots=True)
class _Upserts:
    """What the rows of a file do to the rows known before, in the order of the file."""

    found: list[tuple[Any, Action, Row | None, Row]] = field(default_factory=list)

    def changes(self, names: Mapping[str, str]) -> Iterator[RowChange]:
        """Every row with what it does; `names` are the items by code."""
        for record, action, before, row in self.found:
            fields = tuple(
                FieldChange(_(label), _said(before and before[name], money), _said(row[name], money))
                for name, (label, money) in FIELDS.items()
                if name in row and (before is None or before[name] != row[name]) and row[name] not in (None, False)
            )
            name = names.get(row.get("code", ""), row.get("code", ""))
            yield RowChange(record.row, record.number, name, action, fields if action != "unchanged" else ())


FIELDS: Mapping[str, tuple[str, bool]] = {
    "amount": (N_("Amount"), True),
    "reason": (N_("Reason"), False),
    "document": (N_("Document"), False),
    "grade": (N_("Grade"), False),
    "cumulative": (N_("Special additional deductions"), True),
    "income": (N_("Income"), True),
    "contributions": (N_("Contributions"), True),
    "special_additional": (N_("Special additional deductions"), True),
    "withheld": (N_("Tax withheld"), True),
    "deduct_60000_upfront": (N_("Deducts 60,000 at once"), False),
}
"""The fields of a preview: their labels, and whether they are money."""


def _said(value: Any, money: bool) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return _("yes")
    return yuan(value) if money else str(value)


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
    upserts = _Upserts()
    one_off_key = ("employee_id", "month", "code", "reference", "line")
    _upsert(session, OneOffInput, one_off_key, inputs, rows, month, outcome, upserts)
    grade_rows = [{"employee_id": ids[r.number], **common, "grade": r.grade} for r in grades]
    _upsert(session, MonthGrade, ("employee_id", "month"), grades, grade_rows, month, outcome, upserts)
    special = [{"employee_id": ids[r.number], **common, "cumulative": r.cumulative} for r in deductions]
    _upsert(session, SpecialDeduction, ("employee_id", "month"), deductions, special, month, outcome, upserts)
    outcome.changes = upserts.changes({kind.code: kind.name for kind in kinds})
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
    upserts = _Upserts()
    _upsert(session, OpeningBalance, ("employee_id", "month"), records, rows, month, outcome, upserts)
    outcome.changes = upserts.changes({})
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
    trace = trace_of(session)
    for record in kinds:
        before = known.get(record.code)
        if trace is not None and before is not None and _meaning(before) != _meaning(record):
            trace.lost = True
        kind = known.setdefault(record.code, InputKind(code=record.code))
        kind.name, kind.category, kind.is_damages = record.name, record.category, record.is_damages
        session.add(kind)
    session.flush()
    return set(known)


def _meaning(kind: InputKind | InputKindRecord) -> tuple[str, bool]:
    """What a code does to pay."""
    return kind.category, kind.is_damages


def _upsert(
    session: Session,
    model: Any,
    key: Sequence[str],
    records: Sequence[Any],
    rows: Sequence[Row],
    month: Month,
    outcome: ImportOutcome,
    upserts: _Upserts,
) -> None:
    table: Table = model.__table__
    identify: Callable[[Mapping[str, Any]], Hashable] = lambda row: tuple(row[name] for name in key)  # noqa: E731
    statement = select(table).where(table.c.known_to.is_(None), table.c.month == month.first)
    known = {identify(row): row for row in map(dict[str, Any], session.execute(statement).mappings())}
    plans: dict[Hashable, Plan] = {}
    for record, row in zip(records, rows, strict=True):
        before = known.get(identify(row))
        if before is not None and all(before[name] == value for name, value in row.items()):
            outcome.unchanged += 1
            upserts.found.append((record, "unchanged", before, row))
            continue
        upserts.found.append((record, "create" if before is None else "update", before, row))
        plans[identify(row)] = Plan(close=[before["id"]] if before is not None else [], insert=[dict(row)])
        outcome.updated += before is not None
        outcome.created += before is None
    carry_out(session, table, plans.values(), clock.now())
