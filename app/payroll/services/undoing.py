"""Take back an import of a month's inputs, and object to undoing what an approved run counted with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import authorize_everywhere
from app.core.i18n import gettext as _
from app.core.i18n import listed
from app.core.imports.undoing import Undoing
from app.core.taking_back import built_upon, take_back
from app.core.tracing import Trace
from app.payroll.models import MonthGrade, OneOffInput, PayRun, SpecialDeduction
from app.payroll.permissions import INPUT_WRITE
from app.payroll.queries.runs import SEALED
from app.staff.models import Employee

ENTERED: tuple[Any, ...] = (OneOffInput, MonthGrade, SpecialDeduction)
NAMED = 20
"""So many people are named when they stand in the way."""


def undo_monthly_inputs(session: Session, trace: Trace) -> Sequence[str]:
    """Take the inputs back; refused, and nothing written, where the same person's month was changed later."""
    authorize_everywhere(session, INPUT_WRITE)
    later: set[int] = set()
    for model in ENTERED:
        later.update(built_upon(session, model.__table__, *trace.of(model.__tablename__), "employee_id", "month"))
    if later:
        named = select(Employee.number).where(Employee.id.in_(sorted(later)[:NAMED]))
        said = _("What was entered was changed later for %(count)s people: %(numbers)s.")
        return [said % {"count": len(later), "numbers": listed(sorted(session.scalars(named)))}]
    for model in ENTERED:
        take_back(session, model.__table__, *trace.of(model.__tablename__))
    return ()


def object_to_undoing(session: Session, undoing: Undoing) -> str:
    """The months whose approved runs were calculated since the import, in words; nothing where there are none."""
    runs = PayRun.__table__.c
    counted = select(runs.month).where(runs.state.in_(SEALED), runs.calculated_at >= undoing.applied_at)
    months = sorted({f"{month:%Y-%m}" for month in session.scalars(counted)})
    if not months:
        return ""
    return _("Approved pay runs counted with it: %(months)s.") % {"months": listed(months)}
