"""What payroll keeps about one person, for the copy she may take: payslips, and what was entered for her."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.modules import DataTrail, PersonalData
from app.core.money import yuan
from app.core.periods import Month
from app.payroll.models import MonthGrade, OneOffInput, OpeningBalance, PayRun, Payslip, SpecialDeduction
from app.payroll.queries.runs import SEALED
from app.payroll.rules.messages import N_
from app.payroll.rules.names import ITEMS
from app.staff import queries as staff

Rows = Sequence[Mapping[str, Any]]


def payslips(session: Session, employee_id: int) -> Rows:
    """Every payslip of a sealed run, with each of its lines."""
    slip = Payslip
    statement = (
        select(
            slip.month, slip.branch, slip.station, slip.post, slip.level, slip.step, slip.gross, slip.net, slip.lines
        )
        .join(PayRun, PayRun.id == slip.run_id)
        .where(slip.employee_id == employee_id, PayRun.state.in_(SEALED))
        .order_by(slip.month, slip.id)
    )
    return [_payslip(dict(row)) for row in session.execute(statement).mappings()]


def _payslip(row: Mapping[str, Any]) -> dict[str, Any]:
    lines = {ITEMS[code]: yuan(amount) for code, amount in orjson.loads(row["lines"]).items() if code in ITEMS}
    place = {"Branch": row["branch"], "Workstation": row["station"], "Post": row["post"]}
    pay = {"Level": row["level"], "Step": row["step"], **lines}
    sums = {ITEMS["GROSS"]: yuan(row["gross"]), ITEMS["NET"]: yuan(row["net"])}
    return {"Month": str(Month.of(row["month"])), **place, **pay, **sums}


def entries(session: Session, employee_id: int) -> Rows:
    """What was entered for her months, whatever was believed when."""
    return [
        *_entered(session, employee_id, OneOffInput, "code", "amount", "reason"),
        *_entered(session, employee_id, MonthGrade, "grade"),
        *_entered(session, employee_id, SpecialDeduction, "cumulative"),
        *_entered(session, employee_id, OpeningBalance, "income", "contributions", "special_additional", "withheld"),
    ]


LABELS = {
    "code": N_("Item"), "amount": N_("Amount"), "reason": N_("Reason"), "grade": N_("Grade"),
    "cumulative": N_("Special additional deductions since January"), "income": N_("Income since January"),
    "contributions": N_("Contributions since January"), "special_additional": N_("Special additional deductions"),
    "withheld": N_("Tax withheld since January"),
}  # fmt: skip
HEADINGS = (N_("Month"), N_("Branch"), N_("Workstation"), N_("Post"), N_("Level"), N_("Step"), N_("Recorded at"))


def _entered(session: Session, employee_id: int, model: Any, *columns: str) -> list[dict[str, Any]]:
    rows = session.scalars(select(model).where(model.employee_id == employee_id).order_by(model.month, model.id))
    return [
        {"Month": str(Month.of(row.month))}
        | {LABELS[name]: _value(getattr(row, name)) for name in columns}
        | {"Document": row.document, "Recorded at": row.known_from, "Believed until": row.known_to}
        for row in rows
    ]


def _value(value: Any) -> Any:
    return yuan(value) if isinstance(value, int) else value


def _slips(session: Session, employee_id: int) -> Sequence[str]:
    """How the log begins the keys of her payslips."""
    return (f"{staff.employee_with_id(session, employee_id).number} ",)


PERSONAL = (
    PersonalData("payroll.payslips", N_("Payslips"), payslips, 40),
    PersonalData("payroll.entries", N_("What was entered for your pay"), entries, 41),
)
TRAILS = (
    DataTrail(
        "payroll_slips",
        {
            "read.explanation": N_("Read the payslip and its explanation: %(key)s"),
            "export.slip": N_("Took the payslip as a document: %(key)s"),
        },
        _slips,
        begins=True,
    ),
    DataTrail(
        "payroll_runs",
        {
            "export.sheet": N_("Took the allowance sheet of %(key)s"),
            "export.slips": N_("Took everybody's payslips of %(key)s"),
        },
    ),
)
