"""Which staff records somebody meets: those of the people in her scope today (leavers: by their last unit).

An employee without a unit lies in nobody's sub-tree: only headquarters meets her.
"""

from sqlalchemy.orm import Session

from app.core.access import RecordRule
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


def _rule_of_today() -> RecordRule:
    """The rule of today's list itself, which says the unit."""
    model = models.StaffToday
    return RecordRule(
        model, (STAFF_READ,), lambda nodes: model.unit_id.in_(nodes), lambda number: model.number == number
    )


RECORD_RULES = (
    queries.rule_of_employees(models.Employee, models.Employee.id, STAFF_READ),
    *(
        queries.rule_of_employees(model, model.employee_id, STAFF_READ)
        for model in OF_EMPLOYEES
        if model is not models.StaffToday
    ),
    _rule_of_today(),
)


def address_of_employee(session: Session, employee_id: int, permission: str) -> str:
    """The address of an employee's page, for whoever holds the permission over her."""
    return f"/staff/employee/{queries.employee_met(session, employee_id, permission).number}"
