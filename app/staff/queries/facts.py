"""Everything recorded about one employee, in one statement."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Date, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.core.db import AnySelect
from app.core.errors import NotFound
from app.staff import models
from app.staff.models import Employee
from app.staff.rules.facts import KINDS, FactKind, FactRow

MODELS: Mapping[str, Any] = {
    "identity": models.Identity,
    "background": models.Background,
    "contact": models.Contact,
    "residence": models.Residence,
    "emergency": models.EmergencyContact,
    "bank_account": models.BankAccount,
    "assignment": models.Assignment,
    "post": models.PostHolding,
    "grading": models.Grading,
    "probation": models.Probation,
    "contribution_base": models.ContributionBase,
    "employment": models.Employment,
    "contract": models.Contract,
    "qualification": models.Qualification,
}
WIDTH = max(len(kind.fields) for kind in KINDS)


def employee_numbered(session: Session, number: str) -> Employee:
    """The employee of a number, if the user may meet her; a named error otherwise."""
    employee = session.scalar(select(Employee).where(Employee.number == number))
    if employee is None:
        raise NotFound(what="employee", key=number)
    return employee


def employee_with_id(session: Session, employee_id: int) -> Employee:
    """The employee of an id, if the user may meet her; a named error otherwise."""
    employee = session.get(Employee, employee_id)
    if employee is None:
        raise NotFound(what="employee", key=employee_id)
    return employee


def facts_of(session: Session, employee_id: int) -> list[FactRow]:
    """Every dated row of an employee, whatever was believed when; the record rules hold."""
    statement = union_all(*(_rows_of(kind, employee_id) for kind in KINDS))
    rows = []
    for code, key, start, end, known_from, known_to, who, document, note, *values in session.execute(statement):
        kind = next(one for one in KINDS if one.code == code)
        named = {field.name: value for field, value in zip(kind.fields, values, strict=False)}
        rows.append(FactRow(code, key, start, end, known_from, known_to, who, document, note, named))
    return rows


def _rows_of(kind: FactKind, employee_id: int) -> AnySelect:
    model = MODELS[kind.code]
    start = model.obtained if kind.shape == "held" else model.start
    end = model.end if kind.shape == "span" else cast(null(), Date)
    values = [cast(getattr(model, field.name), String) for field in kind.fields]
    values += [cast(null(), String)] * (WIDTH - len(values))
    return select(
        literal(kind.code).label("kind"),
        model.id,
        start.label("start"),
        end.label("end"),
        model.known_from,
        model.known_to,
        model.recorded_by,
        model.document,
        model.note,
        *(value.label(f"value_{place}") for place, value in enumerate(values)),
    ).where(model.employee_id == employee_id)
