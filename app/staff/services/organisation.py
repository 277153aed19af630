"""Write the organisation tree."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import ScopeNode, add_node, authorize_everywhere
from app.core.dated import BEGINNING, Plan, Row, carry_out, in_force, known_rows, plan_state, same_values
from app.core.i18n import gettext as _
from app.core.modules import Action, FieldChange, ImportOutcome, RowChange
from app.staff.errors import NoOrganisation
from app.staff.models import OrgUnit, OrgUnitPlacement
from app.staff.permissions import ORGANISATION_WRITE
from app.staff.rules.records import UnitRecord
from app.staff.services.configuration import ROOT_CODE
from app.staff.services.today import roll_over_units

PLACED = ("name", "parent_id", "legal_entity_id")
"""What a placement says of a unit."""


def import_organisation(session: Session, records: Sequence[UnitRecord]) -> ImportOutcome:
    """Create branches and workstations, or move and rename them from today on. Counts units."""
    authorize_everywhere(session, ORGANISATION_WRITE)
    units = {unit.code: unit for unit in session.scalars(select(OrgUnit))}
    if ROOT_CODE not in units:
        raise NoOrganisation()
    nodes = {node.code: node for node in session.scalars(select(ScopeNode))}
    wanted, lines = _wanted_units(records), _lines(records)
    for position, (code, (_name, parent, kind)) in enumerate(wanted.items(), start=1):
        if code not in units:
            node = nodes[code] = add_node(session, code, nodes[parent])
            units[code] = OrgUnit(id=node.id, code=code, kind=kind, position=position)
            session.add(units[code])
        elif units[code].position != position:
            units[code].position = position
    session.flush()
    outcome = _place(session, {code: unit.id for code, unit in units.items()}, wanted, lines)
    if outcome.created or outcome.updated:
        roll_over_units(session)
    audit.record(
        session, "import.organisation", object_table="staff_org_units", count=len(wanted), detail=_counts(outcome)
    )
    return outcome


def _wanted_units(records: Iterable[UnitRecord]) -> dict[str, tuple[str, str, str]]:
    wanted: dict[str, tuple[str, str, str]] = {}
    for record in records:
        wanted.setdefault(record.branch_code, (record.branch, ROOT_CODE, "branch"))
        if record.station_code and record.station:
            wanted[record.station_code] = (record.station, record.branch_code, "workstation")
    return wanted


def _lines(records: Iterable[UnitRecord]) -> dict[str, int]:
    """The first row of the file that names each unit."""
    lines: dict[str, int] = {}
    for record in records:
        for code in filter(None, (record.branch_code, record.station_code)):
            lines.setdefault(code, record.row)
    return lines


def _place(
    session: Session, ids: dict[str, int], wanted: dict[str, tuple[str, str, str]], lines: dict[str, int]
) -> ImportOutcome:
    table = OrgUnitPlacement.__table__
    known = known_rows(session, table, "unit_id", list(ids.values()), ["start", *PLACED])  # type: ignore[arg-type]
    same = same_values("name", "parent_id")
    outcome, plans, changes = ImportOutcome(), [], []
    for code, (name, parent, _kind) in wanted.items():
        unit_id = ids[code]
        values: Row = {"unit_id": unit_id, "name": name, "parent_id": ids[parent]}
        current = in_force(known.get(unit_id, []), clock.today())
        values["legal_entity_id"] = current["legal_entity_id"] if current else None
        plan: Plan = plan_state(known.get(unit_id, []), clock.today(), BEGINNING, values, same)
        plans.append(plan)
        outcome.created += unit_id not in known
        outcome.updated += bool(plan) and unit_id in known
        outcome.unchanged += not plan
        changes.append(_change(lines[code], code, name, bool(plan), current))
    carry_out(session, table, plans, clock.now())  # type: ignore[arg-type]
    outcome.changes = changes
    return outcome


def _change(line: int, code: str, name: str, planned: bool, current: Row | None) -> RowChange:
    """What a row of the file does to a unit."""
    action: Action = "unchanged" if not planned else "update" if current else "create"
    fields = []
    if current and current["name"] != name:
        fields.append(FieldChange(_("Name"), current["name"], name))
    elif action == "update":
        fields.append(FieldChange(_("Belongs to"), "", _("moved")))
    return RowChange(line, code, name, action, tuple(fields))


def _counts(outcome: ImportOutcome) -> dict[str, int]:
    return {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
