"""Hire somebody: one new person, recorded from her hire date on like a row of the roster."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import CellError
from app.core.periods import Month
from app.staff.errors import NotHired, NumberTaken
from app.staff.models import Employee
from app.staff.rules.records import RosterRecord
from app.staff.services.roster import import_roster


def hire(session: Session, record: RosterRecord) -> None:
    """Record her; refused where the number or the ID number is somebody's already."""
    if session.scalar(select(Employee.id).where(Employee.number == record.number)) is not None:
        raise NumberTaken(number=record.number)
    outcome = import_roster(session, [record], Month.of(record.hire_date))
    if outcome.errors:
        raise NotHired(problem=_in_words(outcome.errors))


def _in_words(errors: list[CellError]) -> str:
    return " ".join(error.message for error in errors)
