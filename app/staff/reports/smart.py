"""The buttons with counts at the head of an employee's page: contracts and qualifications."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.i18n import N_
from app.core.modules import SmartButton
from app.staff.models import Contract, Qualification
from app.staff.permissions import STAFF_READ


def _counting(model: Any) -> Callable[[Session, int], Any]:
    def count(_session: Session, employee_id: int) -> Any:
        return select(func.count(model.id)).where(model.employee_id == employee_id, model.known_to.is_(None))

    return count


def _tab(_session: Session, _employee_id: int) -> str:
    return "?tab=contracts"


SMART_BUTTONS = (
    SmartButton(
        "staff.employee", "contracts", N_("Contracts"), "file-certificate", STAFF_READ, _counting(Contract), _tab, 10
    ),
    SmartButton(
        "staff.employee",
        "qualifications",
        N_("Qualifications"),
        "award",
        STAFF_READ,
        _counting(Qualification),
        _tab,
        20,
    ),
)
