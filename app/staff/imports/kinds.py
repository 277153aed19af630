"""The import kinds of the staff module: reading with the reference data at hand, and applying."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core import clock
from app.core.imports.columns import ImportSheet
from app.core.imports.read import ReadResult
from app.core.imports.workbook import Source
from app.core.modules import ImportOutcome, required_month
from app.core.periods import Month
from app.staff import queries, services
from app.staff.imports import changes, organisation, roster_columns
from app.staff.imports.changes import ChangesContext, read_changes
from app.staff.imports.organisation import read_organisation
from app.staff.imports.roster import RosterContext, read_roster
from app.staff.rules.records import ChangeRecord, RosterRecord, UnitRecord


def read_units(_session: Session, source: Source, _month: Month | None) -> ReadResult[UnitRecord]:
    """Read an organisation workbook."""
    return read_organisation(source)


def apply_units(session: Session, result: ReadResult[UnitRecord], _month: Month | None) -> ImportOutcome:
    """Write an organisation workbook."""
    return services.import_organisation(session, result.records)


def read_people(session: Session, source: Source, month: Month | None) -> ReadResult[RosterRecord]:
    """Read a roster against the units, posts and levels there are."""
    paths = queries.unit_paths(queries.placements_on(session, required_month(month).last))
    context = RosterContext(
        units=queries.stations_of(paths),
        posts=frozenset(queries.post_ids(session)),
        levels=queries.level_steps(session),
        as_of=required_month(month).last,
    )
    return read_roster(source, context)


def apply_people(session: Session, result: ReadResult[RosterRecord], month: Month | None) -> ImportOutcome:
    """Write a roster."""
    return services.import_roster(session, result.records, required_month(month))


def read_moves(session: Session, source: Source, month: Month | None) -> ReadResult[ChangeRecord]:
    """Read a workbook of personnel changes against the people, units, posts and levels there are."""
    paths = queries.unit_paths(queries.placements_on(session, required_month(month).last))
    context = ChangesContext(
        numbers=frozenset(queries.employee_ids(session)),
        units=queries.stations_of(paths),
        posts=frozenset(queries.post_ids(session)),
        levels=queries.level_steps(session),
    )
    return read_changes(source, context)


def apply_moves(session: Session, result: ReadResult[ChangeRecord], _month: Month | None) -> ImportOutcome:
    """Write personnel changes."""
    return services.import_changes(session, result.records)


def _roster_choices(session: Session, month: Month | None) -> Mapping[str, Sequence[str]]:
    """The units, posts and levels there are."""
    day = month.last if month else clock.today()
    stations = queries.stations_of(queries.unit_paths(queries.placements_on(session, day)))
    return {
        "branch": tuple(stations),
        "station": tuple(sorted({name for names in stations.values() for name in names})),
        "post": tuple(queries.post_ids(session)),
        "level": tuple(queries.level_ids(session)),
    }


def _change_choices(_session: Session, _month: Month | None) -> Mapping[str, Sequence[str]]:
    """The facts that change."""
    return {"field": tuple(changes.FIELDS)[:5]}


UNIT_SHEETS = (ImportSheet(organisation.SHEETS, organisation.COLUMNS),)
PEOPLE_SHEETS = (ImportSheet(roster_columns.SHEETS, roster_columns.COLUMNS, choices=_roster_choices),)
MOVE_SHEETS = (ImportSheet(changes.SHEETS, changes.COLUMNS, choices=_change_choices),)
