"""Take back an import of personnel changes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import authorize_everywhere
from app.core.dated import Plan
from app.core.i18n import gettext as _
from app.core.i18n import listed
from app.core.taking_back import built_upon, subjects_of, take_back
from app.core.tracing import Trace
from app.staff import models
from app.staff.permissions import STAFF_WRITE
from app.staff.services.publishing import KINDS, Recording
from app.staff.services.today import refresh_today

CHANGED: tuple[Any, ...] = (models.Grading, models.PostHolding, models.Assignment, models.Probation)
NAMED = 20
"""So many people are named when they stand in the way."""


def undo_changes(session: Session, trace: Trace) -> Sequence[str]:
    """Take the changes back; refused, and nothing written, where something was recorded later about the same fact."""
    authorize_everywhere(session, STAFF_WRITE)
    later: set[int] = set()
    for model in CHANGED:
        later.update(built_upon(session, model.__table__, *trace.of(model.__tablename__), "employee_id"))
    if later:
        return [_later(session, later)]
    recording = Recording()
    for model in CHANGED:
        brought, closed = trace.of(model.__tablename__)
        for employee_id in sorted(subjects_of(session, model.__table__, [*brought, *closed], "employee_id")):
            recording.note(KINDS[model], employee_id, Plan(close=brought))
        take_back(session, model.__table__, brought, closed)
    refresh_today(session, recording.employee_ids)
    recording.publish(session)
    return ()


def _later(session: Session, employee_ids: set[int]) -> str:
    named = select(models.Employee.number).where(models.Employee.id.in_(sorted(employee_ids)[:NAMED]))
    numbers = listed(sorted(session.scalars(named)))
    said = _("Something was recorded later about the same facts of %(count)s people: %(numbers)s.")
    return said % {"count": len(employee_ids), "numbers": numbers}
