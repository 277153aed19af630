"""Whose records somebody meets, for every module whose rows belong to employees."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.access import RecordRule, authorize, visible
from app.core.errors import NotFound
from app.staff.models import Employee
from app.staff.queries.today import id_of_number, ids_in_units


def rule_of_employees(model: type[Any], employee_id: Any, *permissions: str) -> RecordRule:
    """The rule of a model whose rows belong to an employee named by the column `employee_id`.

    Met they are by whoever holds one of the permissions where the employee works.
    """
    return RecordRule(
        model,
        permissions,
        lambda nodes: employee_id.in_(ids_in_units(nodes)),
        lambda number: employee_id.in_(id_of_number(number)),
    )


def ids_met(session: Session, permission: str) -> Select[int]:
    """The ids of the employees over whom the acting user holds a permission, as a sub-select."""
    criterion = visible(session, rule_of_employees(Employee, Employee.id, permission))
    statement = select(Employee.id)
    return statement if criterion is None else statement.where(criterion)


def employee_met(session: Session, employee_id: int, permission: str) -> Employee:
    """An employee over whom the acting user holds the permission; NotFound otherwise.

    The rule of the table would let her be met by whoever may read her record; this asks for one permission alone.
    """
    authorize(session, permission)
    criterion = visible(session, rule_of_employees(Employee, Employee.id, permission))
    statement = select(Employee).where(Employee.id == employee_id)
    found = session.scalar(statement if criterion is None else statement.where(criterion))
    if found is None:
        raise NotFound(what="employee", key=employee_id)
    return found
