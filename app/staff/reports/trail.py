"""Who read or took somebody's data, from the audit log, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.core.access import actor_of
from app.core.attachments import Attachment
from app.core.audit.looking import Objects, Reading, readings_of
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import DataTrail, contributed
from app.staff.models import ChangeRequest, Employee

SHOWED = N_("Showed in full: %(field)s")
FIELDS = {"id_number": N_("ID number"), "bank_account": N_("Bank card")}


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody saw something: when, who, what it was and what it was for."""

    at: datetime
    who: str
    what: str
    why: str
    myself: bool


def who_saw(session: Session, employee: Employee, limit: int) -> tuple[list[Seen], list[Seen]]:
    """The latest readings and exports of one person's data, and of lists that may hold her, newest first."""
    trails = [trail for _module, trail in contributed(session, DataTrail)]
    own = [one for one in trails if one.keys is not None]
    wide = [one for one in trails if one.keys is None]
    return _found(session, employee, own, limit), _found(session, employee, wide, limit // 4)


def _found(session: Session, employee: Employee, trails: Sequence[DataTrail], limit: int) -> list[Seen]:
    objects = [
        Objects(one.table, tuple(one.keys(session, employee.id)), one.begins)
        if one.keys
        else Objects(one.table, actions=tuple(one.called))
        for one in trails
    ]
    called = {one.table: one.called for one in trails}
    login = actor_of(session).login
    return [
        Seen(
            one.at,
            one.actor,
            _in_words(one, called[one.table]),
            str(one.detail.get("reason", "")),
            one.actor == login,
        )
        for one in readings_of(session, objects, limit)
        if employee.id in one.detail.get("employees", (employee.id,))
    ]


def _in_words(one: Reading, called: Mapping[str, str]) -> str:
    field = str(one.detail.get("field", ""))
    return _(called.get(one.action, one.action)) % {"field": _(FIELDS.get(field, field)), "key": one.key}


def _number(session: Session, employee_id: int) -> Sequence[str]:
    return session.scalars(select(Employee.number).where(Employee.id == employee_id)).all()


def _record(_session: Session, employee_id: int) -> Sequence[str]:
    return (str(employee_id),)


def _files(session: Session, employee_id: int) -> Sequence[str]:
    requests = session.scalars(select(ChangeRequest.id).where(ChangeRequest.employee_id == employee_id)).all()
    file = Attachment
    hers = and_(file.host == "staff.employee", file.record_id == employee_id)
    of_requests = and_(file.host == "staff.change_request", file.record_id.in_(requests))
    return session.scalars(select(file.uid).where(or_(hers, of_requests))).all()


TRAILS = (
    DataTrail("staff_employees", {"secret.reveal": SHOWED, "export.personal": N_("Took a copy of all data")}, _number),
    DataTrail("staff.employee", {"document.draw": N_("Printed a document about you")}, _record),
    DataTrail("core_attachments", {"attachment.read": N_("Opened a file about you")}, _files),
    DataTrail(
        "staff_employees",
        {
            "export.staff_employees": N_("Exported the list of employees"),
            "sheet.staff_employees": N_("Printed the list of employees to be signed"),
            "document.draw_many": N_("Printed registration forms of many people"),
        },
    ),
)
