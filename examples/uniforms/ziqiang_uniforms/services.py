"""The verbs: record somebody's sizes from a day on, grant her a laundry allowance from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of
from app.core.dated import succeed
from app.staff import queries as staff
from ziqiang_uniforms import queries
from ziqiang_uniforms.errors import NoAllowance, OwnAllowance
from ziqiang_uniforms.models import LaundryAllowance, UniformSize
from ziqiang_uniforms.permissions import LAUNDRY_WRITE, SIZES_WRITE
from ziqiang_uniforms.rules import Sizes


def record_sizes(session: Session, employee_id: int, sizes: Sizes, start: date) -> None:
    """Record it; on the same day it corrects what was recorded before. Nothing where nothing differs."""
    staff.employee_met(session, employee_id, SIZES_WRITE)
    row = UniformSize(employee_id=employee_id, start=start, **sizes.named())
    if succeed(session, row, "employee_id"):
        detail = {"start": start.isoformat(), "sizes": str(sizes)}
        audit.record(session, "uniforms.record", object_table=row.__tablename__, object_key=employee_id, detail=detail)


def enlarge_jackets(session: Session, ids: Sequence[int]) -> int:
    """Record, from today on, a jacket one size larger for the people of these rows; how many there are."""
    rows = queries.sizes_with_ids(session, ids)
    for _name, employee_id, sizes in rows:
        record_sizes(session, employee_id, sizes.one_larger(), clock.today())
    return len(rows)


def save_panel(session: Session, employee_id: int, values: Mapping[str, Any]) -> None:
    """What the panel's form saves: sizes from today on."""
    sizes = Sizes(values["jacket"], values["trousers"], values["shoes"])
    record_sizes(session, employee_id, sizes, clock.today())


def grant_laundry(session: Session, employee_id: int, amount: int, start: date, document: str) -> None:
    """Grant it, in fen a month, from a day on and by a document; 0 ends it. Nobody grants it to herself."""
    employee = staff.employee_met(session, employee_id, LAUNDRY_WRITE)
    if actor_of(session).subject == employee.number:
        raise OwnAllowance()
    if amount < 0:
        raise NoAllowance(amount=amount)
    row = LaundryAllowance(employee_id=employee_id, start=start, amount=amount, document=document)
    if succeed(session, row, "employee_id"):
        detail = {"start": start.isoformat(), "amount": amount, "document": document}
        audit.record(session, "uniforms.laundry", object_table=row.__tablename__, object_key=employee_id, detail=detail)
