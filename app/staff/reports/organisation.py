"""The organisation tree as at a day, with how many people work where."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.staff import queries


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit with those under it; `people` work in it or below, `here` in the unit itself."""

    unit_id: int
    code: str
    name: str
    kind: str
    people: int
    here: int
    children: "tuple[UnitFigures, ...]"


def organisation(session: Session, on: date) -> tuple[UnitFigures, ...]:
    """The roots of the tree on a day, in their order; people the user may not meet are not counted."""
    units = queries.placements_on(session, on)
    heads = Counter(queries.units_of_employed(session, on).values())
    children: dict[int | None, list[int]] = {}
    for unit_id, row in sorted(units.items(), key=lambda item: (item[1]["position"], item[0])):
        parent = row["parent_id"] if row["parent_id"] in units else None
        children.setdefault(parent, []).append(unit_id)
    return tuple(_figures(unit_id, units, children, heads) for unit_id in children.get(None, ()))


def _figures(
    unit_id: int, units: Mapping[int, queries.Row], children: Mapping[int | None, list[int]], heads: Mapping[int, int]
) -> UnitFigures:
    below = tuple(_figures(one, units, children, heads) for one in children.get(unit_id, ()))
    row = units[unit_id]
    here = heads.get(unit_id, 0)
    people = here + sum(one.people for one in below)
    return UnitFigures(unit_id, row["code"], row["name"], row["kind"], people, here, below)
