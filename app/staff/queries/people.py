"""Questions about the people on file."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.staff.models import ID_NUMBER, Assignment, Employee, Employment, Identity


def employee_ids(session: Session) -> dict[str, int]:
    """Ids of all employees by number."""
    return {number: employee_id for number, employee_id in session.execute(select(Employee.number, Employee.id))}


def employee_uids(session: Session) -> dict[str, str]:
    """Uids of all employees by number."""
    return {number: uid for number, uid in session.execute(select(Employee.number, Employee.uid))}


def employed_numbers(session: Session, first: date, last: date) -> list[str]:
    """Numbers of everybody employed on any day from the first to the last, in order."""
    statement = (
        select(Employee.number)
        .join(Employment, Employment.employee_id == Employee.id)
        .where(
            Employment.known_to.is_(None),
            Employment.start <= last,
            or_(Employment.end.is_(None), Employment.end >= first),
        )
        .distinct()
        .order_by(Employee.number)
    )
    return list(session.scalars(statement))


def numbers_by_id_index(session: Session) -> dict[bytes, str]:
    """Numbers of the employees by the keyed hash of their ID number."""
    statement = (
        select(Identity.id_number_index, Employee.number)
        .join(Employee, Employee.id == Identity.employee_id)
        .where(Identity.known_to.is_(None))
    )
    return {index: number for index, number in session.execute(statement)}


def id_numbers_on_file(session: Session, numbers: Sequence[str]) -> frozenset[str]:
    """Those of some ID numbers that belong to people on file, as far as the user may meet them."""
    keyring = session.info["keyring"]
    sought = {index: number for number in numbers for index in ID_NUMBER.indexes(keyring, number)}
    found = session.scalars(select(Identity.id_number_index).where(Identity.id_number_index.in_(sought)))
    return frozenset(sought[bytes(index)] for index in found)


def units_of_employed(session: Session, on: date) -> dict[int, int]:
    """The unit of everybody employed on a day, by employee id, as far as the user may meet them."""
    employed = (
        select(Employment.employee_id)
        .where(
            Employment.known_to.is_(None), Employment.start <= on, or_(Employment.end.is_(None), Employment.end >= on)
        )
        .scalar_subquery()
    )
    statement = (
        select(Assignment.employee_id, Assignment.unit_id)
        .where(Assignment.known_to.is_(None), Assignment.start <= on, Assignment.employee_id.in_(employed))
        .order_by(Assignment.employee_id, Assignment.start)
    )
    return {employee_id: unit_id for employee_id, unit_id in session.execute(statement)}
