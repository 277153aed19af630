"""Whose records somebody meets, for every module whose rows belong to employees."""

from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.core.access import RecordRule, ScopeNode, authorize, visible
from app.core.errors import NotFound
from app.staff.models import Employee, StaffToday
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


def branches_of_units() -> Any:
    """The branch of every unit by today's tree (the root's is itself), to be joined: `unit_id` and `branch_id`."""
    unit, branch, root = aliased(ScopeNode), aliased(ScopeNode), aliased(ScopeNode)
    below_root = branch.parent_id.in_(select(root.id).where(root.parent_id.is_(None)))
    within = and_(below_root, unit.path.startswith(branch.path))
    found = select(unit.id.label("unit_id"), func.coalesce(branch.id, unit.id).label("branch_id"))
    return found.outerjoin(branch, within).subquery("branches_of_units")


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


def unit_of_employee(session: Session, employee_id: int) -> int | None:
    """The unit somebody works in today (a leaver: her last), past the record rules: to explain a right."""
    table = StaffToday.__table__
    found: int | None = session.scalar(select(table.c.unit_id).where(table.c.employee_id == employee_id))
    return found


def employee_of_number(session: Session, number: str) -> int | None:
    """Whose number it is, past the record rules: to explain a right."""
    table = StaffToday.__table__
    found: int | None = session.scalar(select(table.c.employee_id).where(table.c.number == number))
    return found


def number_of_employee(session: Session, employee_id: int) -> str | None:
    """Somebody's number, past the record rules: to explain a right."""
    table = StaffToday.__table__
    found: str | None = session.scalar(select(table.c.number).where(table.c.employee_id == employee_id))
    return found
