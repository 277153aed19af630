"""Which pay records somebody meets: a slip by the unit stored on it, what was entered by the person's unit today.

One's own slips are met once their run is sealed: a draft is nobody's pay yet.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_
from sqlalchemy.orm import Session

from app.core.access import RecordRule, scope_of, visible
from app.core.errors import NotFound
from app.core.i18n import N_
from app.payroll import models
from app.payroll.permissions import INPUT_WRITE, PAY_READ, RUN_READ
from app.payroll.queries.runs import sealed_run_ids
from app.staff import queries as staff

ENTRIES = (models.OneOffInput, models.MonthGrade, models.SpecialDeduction, models.OpeningBalance)


def rule_of_entries(model: Any) -> RecordRule:
    """The rule of what is entered for a person and a month."""
    return RecordRule(
        model,
        (PAY_READ, INPUT_WRITE),
        lambda nodes: model.employee_id.in_(staff.ids_in_units(nodes)),
        lambda number: model.employee_id.in_(staff.id_of_number(number)),
    )


def _slips_within(nodes: Select[tuple[int]]) -> ColumnElement[bool]:
    return models.Payslip.unit_id.in_(nodes)


def _own_slips(number: str) -> ColumnElement[bool]:
    own = models.Payslip.employee_id.in_(staff.id_of_number(number))
    return and_(own, models.Payslip.run_id.in_(sealed_run_ids()))


def _totals_within(nodes: Select[tuple[int]]) -> ColumnElement[bool]:
    return models.RunTotal.unit_id.in_(nodes)


SLIPS = RecordRule(models.Payslip, (PAY_READ,), _slips_within, _own_slips)
_PEOPLE_OF_RUNS = RecordRule(staff.TODAY, (RUN_READ,), lambda nodes: staff.TODAY.unit_id.in_(nodes))


def visible_slips(session: Session) -> ColumnElement[bool] | None:
    """The slips the acting user may meet, for statements read past the hook; None when it is all of them."""
    return visible(session, SLIPS)


def people_of_runs(session: Session) -> ColumnElement[bool] | None:
    """Of whom on today's list the acting user may read what is wrong with a run; None when it is everybody."""
    return visible(session, _PEOPLE_OF_RUNS)


def address_of_run(session: Session, run_id: int, permission: str) -> str:
    """The address of a pay run's page; a run is the whole organisation's, and so are its notes and files."""
    if session.get(models.PayRun, run_id) is None or not scope_of(session, permission).everywhere:
        raise NotFound(what=N_("pay run"), key=run_id)
    return f"/payroll/runs/{run_id}/"


RECORD_RULES = (
    SLIPS,
    RecordRule(models.RunTotal, (PAY_READ,), _totals_within),
    *(rule_of_entries(model) for model in ENTRIES),
)
