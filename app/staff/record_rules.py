"""Which staff records somebody meets: those of the people in her scope today (leavers: by their last unit).

An employee without a unit lies in nobody's sub-tree: only headquarters meets her.
"""

from sqlalchemy.orm import Session

from app.core.access import RecordRule
from app.core.errors import NotFound
from app.core.i18n import N_
from app.staff import models, queries
from app.staff.permissions import BANK_CONFIRM, SELF, STAFF_READ, STAFF_WRITE
from app.staff.queries import requests
from app.staff.rules.requests import CLOSED

OF_EMPLOYEES = (
    models.Identity,
    models.Background,
    models.Contact,
    models.Residence,
    models.EmergencyContact,
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
    *(
        queries.rule_of_employees(model, model.employee_id, STAFF_WRITE, BANK_CONFIRM, SELF)
        for model in (models.ChangeRequest, models.RequestedChange)
    ),
)


def address_of_employee(session: Session, employee_id: int, permission: str) -> str:
    """The address of an employee's page, for whoever holds the permission over her."""
    return f"/staff/employee/{queries.employee_met(session, employee_id, permission).number}"


def address_of_request(session: Session, request_id: int, permission: str) -> str:
    """The address of a change request; who asked changes what is attached to it until it is decided."""
    request = requests.request_met(session, request_id)
    if permission == SELF and (request.state == CLOSED or not requests.is_own(session, request)):
        raise NotFound(what=N_("change request"), key=request_id)
    return f"/staff/request/{request_id}"
