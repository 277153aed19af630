"""Record a fact of one employee: a change from a day on, or a correction of what was never so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import ScopeNode, actor_of, authorize_at, authorize_everywhere
from app.core.dated import Plan, Row, carry_out
from app.core.errors import NotFound, Stale
from app.staff import queries
from app.staff.errors import BeforeHire, EndsBeforeStart, HeldAlready, NoSuchStep, OwnPay, SpansOverlap, StartTaken
from app.staff.models import Employee, Level, StaffToday
from app.staff.permissions import STAFF_WRITE
from app.staff.queries import MODELS
from app.staff.rules.facts import BY_CODE, FactKind, FactRow, in_force, known, version_of
from app.staff.services.publishing import Recording
from app.staff.services.today import refresh_today

OF_A_LIFE = frozenset({"employment", "qualification", "contract", "identity", "background"})
"""Facts that may be older than the employment."""

DECIDES_PAY = frozenset({"post", "grading", "probation", "contribution_base", "employment", "qualification"})


@dataclass(frozen=True, slots=True)
class FactWritten:
    """What is to be recorded. `version` is what the writer saw (`version_of`).

    A correction replaces the row `corrects`, or what holds on `start`. `end` is for spans; what is held for good
    (a qualification) starts on the day it was obtained.
    """

    kind: str
    values: Mapping[str, Any]
    start: date
    correction: bool
    document: str
    note: str | None
    version: str
    end: date | None = None
    corrects: int | None = None
    ends: bool = False
    """The one change is that it ends (or ends another day): no correction, though the row is replaced."""


def record_fact(session: Session, number: str, written: FactWritten) -> None:
    """Record it; refused where the fact was changed meanwhile, or where somebody decides on her own pay."""
    employee = queries.employee_numbered(session, number)
    _require_right(session, employee, written)
    write_fact(session, employee, written)


def write_fact(session: Session, employee: Employee, written: FactWritten) -> None:
    """The same for a service of this module that has asked for the right itself."""
    rows = queries.facts_of(session, employee.id)
    if version_of(rows, written.kind) != written.version:
        raise Stale(what=BY_CODE[written.kind].label)
    believed = known(rows)
    _require_sense(session, believed, written)
    model = MODELS[written.kind]
    table: Table = model.__table__
    plan = _plan(session, table, employee.id, believed, written)
    if not plan:
        return
    carry_out(session, table, [plan], clock.now())
    audit.record(
        session,
        "fact.correct" if written.correction and not written.ends else "fact.change",
        object_table=table.name,
        object_key=employee.number,
        detail={"kind": written.kind, "start": written.start, "document": written.document},
        personal={
            name: None if value is None else str(value)
            for name, value in written.values.items()
            if not isinstance(value, bytes)
        },
    )
    refresh_today(session, [employee.id])
    recording = Recording()
    recording.note(written.kind, employee.id, plan, [{"end": row.end} for row in believed if row.kind == written.kind])
    recording.publish(session)


def _require_right(session: Session, employee: Employee, written: FactWritten) -> None:
    if written.kind in DECIDES_PAY and actor_of(session).subject == employee.number:
        raise OwnPay()
    path = session.scalar(
        select(ScopeNode.path)
        .join(StaffToday, StaffToday.unit_id == ScopeNode.id)
        .where(StaffToday.employee_id == employee.id)
    )
    if path is None:
        authorize_everywhere(session, STAFF_WRITE)
    else:
        authorize_at(session, STAFF_WRITE, path)
    if "unit_id" in written.values:
        authorize_at(session, STAFF_WRITE, session.get_one(ScopeNode, written.values["unit_id"]).path)


def _require_sense(session: Session, believed: list[FactRow], written: FactWritten) -> None:
    hired = min((row.start for row in believed if row.kind == "employment"), default=None)
    if hired is not None and written.start < hired and written.kind not in OF_A_LIFE:
        raise BeforeHire(start=written.start, hired=hired)
    if written.end is not None and written.end < written.start:
        raise EndsBeforeStart(start=written.start, end=written.end)
    if written.kind == "grading":
        level = session.get_one(Level, written.values["level_id"])
        if not 1 <= written.values["step"] <= level.steps:
            raise NoSuchStep(level=level.name, step=written.values["step"], steps=level.steps)


def _plan(session: Session, table: Table, employee_id: int, believed: list[FactRow], written: FactWritten) -> Plan:
    """Close what is replaced and insert the new row; what the form does not ask for goes over from the old row."""
    kind = BY_CODE[written.kind]
    others = [row for row in believed if row.kind == written.kind]
    replaced = _replaced(others, written)
    inherited = replaced or (in_force(believed, written.kind, written.start) if kind.shape == "succession" else None)
    old = _stored(session, table, inherited.key) if inherited else {}
    wanted = {**written.values, **({"end": written.end} if kind.shape == "span" else {})}
    if written.kind == "grading" and old.get("level_id") != wanted["level_id"]:
        wanted["level_since"] = written.start
    same_start = inherited is not None and (not written.correction or inherited.start == written.start)
    if inherited is not None and same_start and all(old.get(name) == value for name, value in wanted.items()):
        return Plan()
    row: Row = {**old, **wanted, "employee_id": employee_id, "document": written.document, "note": written.note}
    if kind.shape != "held":
        row["start"] = written.start
    _require_room([one for one in others if one is not replaced], kind, written)
    return Plan(close=[replaced.key] if replaced else [], insert=[row])


def _replaced(others: list[FactRow], written: FactWritten) -> FactRow | None:
    """The row a correction replaces; NotFound for one that is not believed any more."""
    if not written.correction:
        return None
    if written.corrects is None:
        return in_force(others, written.kind, written.start)
    found = next((row for row in others if row.key == written.corrects), None)
    if found is None:
        raise NotFound(what="row", key=written.corrects)
    return found


def _require_room(others: list[FactRow], kind: FactKind, written: FactWritten) -> None:
    """Two successions cannot start on one day, two spans share none, and a certificate is held once."""
    for row in others:
        if kind.shape == "succession" and row.start == written.start:
            raise StartTaken(start=written.start)
        if kind.shape == "span" and _share_a_day(row, written):
            raise SpansOverlap(start=row.start, end=row.end or "")
        if kind.shape == "held" and row.start == written.start and row.values["name"] == written.values["name"]:
            raise HeldAlready(name=row.values["name"], obtained=row.start)


def _share_a_day(row: FactRow, written: FactWritten) -> bool:
    return row.start <= (written.end or date.max) and written.start <= (row.end or date.max)


def _stored(session: Session, table: Table, key: int) -> Row:
    """The business columns of a stored row."""
    row = session.connection().execute(select(table).where(table.c.id == key)).mappings().one()
    kept = {"id", "employee_id", "known_from", "known_to", "recorded_by", "document", "note", "start"}
    return {name: value for name, value in row.items() if name not in kept}
