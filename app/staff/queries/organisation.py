"""Questions about the organisation tree."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.dated import Row, in_force, known_at
from app.staff.models import (
    OrgUnit,
    OrgUnitPlacement,
)

UnitPath = tuple[str, str | None]
"""Names of a branch and of one of its workstations (none: the branch office)."""


def placements_on(session: Session, on: date, instant: datetime | None = None) -> dict[int, Row]:
    """Code, kind, position, name and parent of every unit on a day, by unit id."""
    placement = OrgUnitPlacement
    rows: dict[int, list[Row]] = defaultdict(list)
    statement = (
        select(
            OrgUnit.id,
            OrgUnit.code,
            OrgUnit.kind,
            OrgUnit.position,
            placement.name,
            placement.parent_id,
            placement.legal_entity_id,
            placement.start,
        )
        .join(placement, placement.unit_id == OrgUnit.id)
        .where(known_at(placement, instant))
        .order_by(OrgUnit.id, placement.start)
    )
    for row in session.execute(statement).mappings():
        rows[row["id"]].append(dict(row))
    return {unit_id: found for unit_id, history in rows.items() if (found := in_force(history, on))}


def unit_paths(units: Mapping[int, Row]) -> dict[int, UnitPath]:
    """Branch and workstation of every unit: the branch is the ancestor (or self) below the root."""
    paths: dict[int, UnitPath] = {}
    for unit_id, unit in units.items():
        chain = [unit]
        while (parent := chain[-1]["parent_id"]) is not None and parent in units:
            chain.append(units[parent])
        below_root = chain[:-1] or chain
        branch = below_root[-1]["name"]
        paths[unit_id] = (branch, unit["name"] if len(below_root) > 1 else None)
    return paths


def branches(units: Mapping[int, Row]) -> dict[int, int]:
    """The branch of every unit: the ancestor (or self) below the root; the root's is itself."""
    found: dict[int, int] = {}
    for unit_id in units:
        chain = [unit_id]
        while (parent := units[chain[-1]]["parent_id"]) is not None and parent in units and parent not in chain:
            chain.append(parent)
        found[unit_id] = chain[-2] if len(chain) > 1 else chain[-1]
    return found


def entities_of_units(units: Mapping[int, Row]) -> dict[int, int]:
    """The legal entity that employs in each unit: its own, or its nearest ancestor's, where there is one."""
    found: dict[int, int] = {}
    for unit_id in units:
        current: int | None = unit_id
        while current is not None and current in units and units[current]["legal_entity_id"] is None:
            current = units[current]["parent_id"]
        if current is not None and current in units:
            found[unit_id] = units[current]["legal_entity_id"]
    return found


def stations_of(paths: Mapping[int, UnitPath]) -> dict[str, set[str]]:
    """The workstations' names of every branch."""
    found: dict[str, set[str]] = defaultdict(set)
    for branch, station in paths.values():
        found[branch].update({station} if station else set())
    return dict(found)


def units_by_path(paths: Mapping[int, UnitPath]) -> dict[UnitPath, int]:
    """Unit ids by branch and workstation name."""
    return {path: unit_id for unit_id, path in paths.items()}
