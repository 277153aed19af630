"""Staffing: how many people the workstations of each branch have, and how many cases each has where it is known."""

from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.core.admin.pages import Cell, Column, Panel, Row, Table, number, text
from app.core.boards import once
from app.core.i18n import gettext as _
from app.core.modules.partners import contributed
from app.staff import queries
from app.staff.events import Caseload
from app.staff.rules.status import ACTIVE, PROBATION

WORKING = urlencode([("f.status", ACTIVE), ("f.status", PROBATION)])


def staffing(session: Session) -> Panel | None:
    """A line for each branch: stations, people there, the smallest and the largest; cases for each where known."""
    names = once(session, queries.unit_names)
    loads = caseloads(session)
    stations: dict[int, dict[int, int]] = defaultdict(dict)
    for part in once(session, queries.statistics).units:
        if part.status in (ACTIVE, PROBATION) and part.branch_id and part.unit_id and part.unit_id != part.branch_id:
            counts = stations[part.branch_id]
            counts[part.unit_id] = counts.get(part.unit_id, 0) + part.count
    rows = tuple(_row(branch, names, stations[branch], loads) for branch in names if branch in stations)
    labels = (_("Branch"), _("Workstations"), _("People there"), _("On average"), _("Smallest"), _("Largest"))
    columns = [Column(label, right=place > 0) for place, label in enumerate(labels)]
    columns += [Column(_("Cases for each"), right=True)] if loads else []
    return Panel(_("Staffing of the workstations"), (Table("", tuple(columns), rows),), _("people at work"))


def _row(branch: int, names: Mapping[int, str], stations: Mapping[int, int], loads: Mapping[int, int]) -> Row:
    people = sum(stations.values())
    smallest, largest = (choose(stations, key=lambda unit: stations[unit]) for choose in (min, max))
    url = f"/staff/employees/?f.branch={branch}&{WORKING}"
    cells = [
        text(names[branch], url),
        number(len(stations)),
        number(people, url),
        number(round(people / len(stations), 1)),
        *(_station(unit, names, stations[unit]) for unit in (smallest, largest)),
    ]
    return Row((*cells, _ratio(stations, loads)) if loads else tuple(cells))


def _station(unit: int, names: Mapping[int, str], people: int) -> Cell:
    return text(f"{names.get(unit, unit)} · {people}", f"/staff/figures/unit/{unit}/?{WORKING}")


def _ratio(stations: Mapping[int, int], loads: Mapping[int, int]) -> Cell:
    """Cases for each of the people of stations whose caseload is known."""
    known = [unit for unit in stations if unit in loads]
    people = sum(stations[unit] for unit in known)
    return text(f"1:{sum(loads[unit] for unit in known) / people:.0f}" if people else "")


def caseloads(session: Session) -> dict[int, int]:
    """How many cases each workstation carries, from whichever module knows."""
    found: dict[int, int] = {}
    for _module, one in contributed(session, Caseload):
        found.update(one.load(session))
    return found
