"""The import kinds of the staff module: reading with the reference data at hand, and applying."""

from pathlib import Path

from sqlalchemy.orm import Session

from app.core.imports.read import ReadResult
from app.core.modules import ImportOutcome, required_month
from app.core.periods import Month
from app.staff import queries, services
from app.staff.imports.changes import ChangesContext, read_changes
from app.staff.imports.organisation import read_organisation
from app.staff.imports.roster import RosterContext, read_roster
from app.staff.rules.records import ChangeRecord, RosterRecord, UnitRecord


def read_units(_session: Session, path: Path, _month: Month | None) -> ReadResult[UnitRecord]:
    """Read an organisation workbook."""
    return read_organisation(path)


def apply_units(session: Session, result: ReadResult[UnitRecord], _month: Month | None) -> ImportOutcome:
    """Write an organisation workbook."""
    return services.import_organisation(session, result.records)


def read_people(session: Session, path: Path, month: Month | None) -> ReadResult[RosterRecord]:
    """Read a roster against the units, posts and levels there are."""
    paths = queries.unit_paths(queries.placements_on(session, required_month(month).last))
    context = RosterContext(
        units=queries.stations_of(paths),
        posts=frozenset(queries.post_ids(session)),
        levels=queries.level_steps(session),
        as_of=required_month(month).last,
    )
    return read_roster(path, context)


def apply_people(session: Session, result: ReadResult[RosterRecord], month: Month | None) -> ImportOutcome:
    """Write a roster."""
    return services.import_roster(session, result.records, required_month(month))


def read_moves(session: Session, path: Path, month: Month | None) -> ReadResult[ChangeRecord]:
    """Read a workbook of personnel changes against the people, units, posts and levels there are."""
    paths = queries.unit_paths(queries.placements_on(session, required_month(month).last))
    context = ChangesContext(
        numbers=frozenset(queries.employee_ids(session)),
        units=queries.stations_of(paths),
        posts=frozenset(queries.post_ids(session)),
        levels=queries.level_steps(session),
    )
    return read_changes(path, context)


def apply_moves(session: Session, result: ReadResult[ChangeRecord], _month: Month | None) -> ImportOutcome:
    """Write personnel changes."""
    return services.import_changes(session, result.records)
