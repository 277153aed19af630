"""Which pay records somebody meets: a slip by the unit stored on it, what was entered by the person's unit today."""

from typing import Any

from sqlalchemy import ColumnElement, Select

from app.core.access import RecordRule
from app.payroll import models
from app.payroll.permissions import INPUT_WRITE, PAY_READ
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
    return models.Payslip.employee_id.in_(staff.id_of_number(number))


def _totals_within(nodes: Select[tuple[int]]) -> ColumnElement[bool]:
    return models.RunTotal.unit_id.in_(nodes)


RECORD_RULES = (
    RecordRule(models.Payslip, (PAY_READ,), _slips_within, _own_slips),
    RecordRule(models.RunTotal, (PAY_READ,), _totals_within),
    *(rule_of_entries(model) for model in ENTRIES),
)
