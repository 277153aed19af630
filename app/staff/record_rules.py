"""Which staff records somebody meets: those of the people in her scope today (leavers: by their last unit).

An employee without a unit lies in nobody's sub-tree: only headquarters meets her.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import RecordRule, authorize, visible
from app.core.errors import NotFound
from app.staff import models, queries
from app.staff.permissions import STAFF_READ

OF_EMPLOYEES = (
    models.Identity,
    models.Background,
    models.Contact,
    models.BankAccount,
    models.Employment,
    models.Assignment,
    models.PostHolding,
    models.Grading,
    models.Probation,
    models.ContributionBase,
    models.Contract,
    models.Qualification,
    models.StaffToday,
)


def rule_of_employees(model: type[Any], employee_id: Any, *permissions: str) -> RecordRule:
    """The rule of a model whose rows belong to an employee named by the column `employee_id`."""

    return RecordRule(
        model,
        permissions,
        lambda nodes: employee_id.in_(queries.ids_in_units(nodes)),
        lambda number: employee_id.in_(queries.id_of_number(number)),
    )


def _rule_of_today() -> RecordRule:
    """The rule of today's list itself, which says the unit."""
    model = models.StaffToday
    return RecordRule(
        model, (STAFF_READ,), lambda nodes: model.unit_id.in_(nodes), lambda number: model.number == number
    )


RECORD_RULES = (
    rule_of_employees(models.Employee, models.Employee.id, STAFF_READ),
    *(
        rule_of_employees(model, model.employee_id, STAFF_READ)
        for model in OF_EMPLOYEES
        if model is not models.StaffToday
    ),
    _rule_of_today(),
)


def employee_met(session: Session, employee_id: int, permission: str) -> models.Employee:
    """An employee over whom the acting user holds the permission; NotFound otherwise.

    The rule of the table would let her be met by whoever may read her record; this asks for one permission alone.
    """
    authorize(session, permission)
    criterion = visible(session, rule_of_employees(models.Employee, models.Employee.id, permission))
    statement = select(models.Employee).where(models.Employee.id == employee_id)
    found = session.scalar(statement if criterion is None else statement.where(criterion))
    if found is None:
        raise NotFound(what="employee", key=employee_id)
    return found


def address_of_employee(session: Session, employee_id: int, permission: str) -> str:
    """The address of an employee's page, for whoever holds the permission over her."""
    return f"/staff/employee/{employee_met(session, employee_id, permission).number}"
