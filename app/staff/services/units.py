"""One unit at a time: made under another, renamed, moved, or given a legal entity, from a day on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import ScopeNode, add_node, authorize_at, authorize_everywhere
from app.core.dated import carry_out, known_rows, plan_succession, same_values
from app.staff.errors import CodeTaken, UnitInItself
from app.staff.models import LegalEntity, OrgUnit, OrgUnitPlacement
from app.staff.permissions import ORGANISATION_WRITE
from app.staff.services.organisation import PLACED
from app.staff.services.today import roll_over_units


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """What a unit is from a day on; no legal entity: that of its parent."""

    name: str
    parent_id: int
    legal_entity_id: int | None
    start: date
    document: str
    note: str | None = None


def add_unit(session: Session, code: str, kind: str, place: UnitPlace) -> OrgUnit:
    """A new unit under its parent; audited."""
    parent = session.get_one(ScopeNode, place.parent_id)
    authorize_at(session, ORGANISATION_WRITE, parent.path)
    if session.scalar(select(OrgUnit.id).where(OrgUnit.code == code)) is not None:
        raise CodeTaken(code=code)
    last = session.scalar(select(func.max(OrgUnit.position))) or 0
    unit = OrgUnit(id=add_node(session, code, parent).id, code=code, kind=kind, position=last + 1)
    session.add(unit)
    session.flush()
    _write(session, unit, place, "unit.add")
    return unit


def place_unit(session: Session, unit_id: int, place: UnitPlace) -> None:
    """Rename or move a unit, or change its legal entity, from a day on; audited."""
    node, parent = session.get_one(ScopeNode, unit_id), session.get_one(ScopeNode, place.parent_id)
    authorize_at(session, ORGANISATION_WRITE, node.path)
    authorize_at(session, ORGANISATION_WRITE, parent.path)
    if parent.path.startswith(node.path):
        raise UnitInItself(name=place.name)
    _write(session, session.get_one(OrgUnit, unit_id), place, "unit.place")


def _write(session: Session, unit: OrgUnit, place: UnitPlace, action: str) -> None:
    table: Table = OrgUnitPlacement.__table__  # type: ignore[assignment]
    rows = known_rows(session, table, "unit_id", [unit.id], ["start", *PLACED]).get(unit.id, [])
    values = {name: getattr(place, name) for name in (*PLACED, "document", "note")}
    plan = plan_succession(rows, place.start, {"unit_id": unit.id, **values}, same_values(*PLACED))
    carry_out(session, table, [plan], clock.now())
    detail = {"name": place.name, "start": place.start, "document": place.document}
    audit.record(session, action, object_table="staff_org_units", object_key=unit.code, detail=detail)
    roll_over_units(session)


def add_legal_entity(session: Session, code: str, name: str) -> LegalEntity:
    """A further legal person that employs and pays; audited."""
    authorize_everywhere(session, ORGANISATION_WRITE)
    if session.scalar(select(LegalEntity.id).where(LegalEntity.code == code)) is not None:
        raise CodeTaken(code=code)
    entity = LegalEntity(code=code, name=name)
    session.add(entity)
    audit.record(session, "entity.add", object_table="staff_legal_entities", object_key=code, detail={"name": name})
    session.flush()
    return entity


def rename_legal_entity(session: Session, entity_id: int, name: str) -> None:
    """Give a legal entity its full name, as it stands on documents; audited."""
    authorize_everywhere(session, ORGANISATION_WRITE)
    entity = session.get_one(LegalEntity, entity_id)
    detail = {"from": entity.name, "to": name}
    entity.name = name
    audit.record(session, "entity.rename", object_table="staff_legal_entities", object_key=entity.code, detail=detail)
