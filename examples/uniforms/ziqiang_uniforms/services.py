"""The verbs: record somebody's sizes from a day on, grant her a laundry allowance from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of, authorize
from app.core.dated import carry_out, known_rows, plan_succession, same_values
from app.core.errors import NotFound
from app.staff.models import Employee
from ziqiang_uniforms.errors import NoAllowance, OwnAllowance
from ziqiang_uniforms.models import LaundryAllowance, UniformSize
from ziqiang_uniforms.permissions import LAUNDRY_WRITE, SIZES_WRITE
from ziqiang_uniforms.rules import Sizes

NAMES = ("jacket", "trousers", "shoes")


def record_sizes(session: Session, employee_id: int, sizes: Sizes, start: date) -> None:
    """Record it; on the same day it corrects what was recorded before. Nothing where nothing differs."""
    authorize(session, SIZES_WRITE)
    if session.get(Employee, employee_id) is None:  # none such, or none in her scope
        raise NotFound(what="employee", key=employee_id)
    table = UniformSize.__table__
    assert isinstance(table, Table)
    rows = known_rows(session, table, "employee_id", [employee_id], ("start", *NAMES)).get(employee_id, [])
    values = {"employee_id": employee_id, **{name: getattr(sizes, name) for name in NAMES}}
    plan = plan_succession(rows, start, values, same_values(*NAMES))
    if plan:
        carry_out(session, table, [plan], clock.now())
        detail = {"start": start.isoformat(), "sizes": str(sizes)}
        audit.record(session, "uniforms.record", object_table=table.name, object_key=employee_id, detail=detail)


def save_panel(session: Session, employee_id: int, values: Mapping[str, Any]) -> None:
    """What the panel's form saves: sizes from today on."""
    sizes = Sizes(values["jacket"], values["trousers"], int(values["shoes"]))
    record_sizes(session, employee_id, sizes, clock.today())


def grant_laundry(session: Session, employee_id: int, amount: int, start: date, document: str) -> None:
    """Grant it, in fen a month, from a day on and by a document; 0 ends it. Nobody grants it to herself."""
    authorize(session, LAUNDRY_WRITE)
    employee = session.get(Employee, employee_id)
    if employee is None:  # none such, or none in her scope
        raise NotFound(what="employee", key=employee_id)
    if actor_of(session).subject == employee.number:
        raise OwnAllowance()
    if amount < 0:
        raise NoAllowance(amount=amount)
    table = LaundryAllowance.__table__
    assert isinstance(table, Table)
    known = known_rows(session, table, "employee_id", [employee_id], ("start", "amount", "document"))
    values = {"employee_id": employee_id, "amount": amount, "document": document}
    plan = plan_succession(known.get(employee_id, []), start, values, same_values("amount", "document"))
    if plan:
        carry_out(session, table, [plan], clock.now())
        detail = {"start": start.isoformat(), "amount": amount, "document": document}
        audit.record(session, "uniforms.laundry", object_table=table.name, object_key=employee_id, detail=detail)
