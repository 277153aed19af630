"""Groups of people behind figures: who is due, and who belongs to a band, a unit or a year. Conditions of lists.

A count and the list that opens behind it use the same condition, so that they cannot differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, or_, select, true
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import authorize, visible
from app.core.dated import in_force_on, known_at
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.periods import Month
from app.core.settings import setting_value
from app.staff.models import (
    BankAccount,
    Contract,
    Employment,
    Identity,
    Probation,
    Qualification,
    StaffToday,
)
from app.staff.permissions import PERSONAL_READ, STAFF_READ
from app.staff.queries.scope import rule_of_employees
from app.staff.rules.bands import AGES, SERVICE, Span, span_of
from app.staff.rules.retirement import MEN, Category, latest_birth
from app.staff.rules.status import ACTIVE, LEFT, PROBATION

CONTRACT_DAYS, REGISTRATION_DAYS, PROBATION_DAYS, RETIREMENT_MONTHS = 60, 90, 30, 12
WOMEN_SETTING = "staff.retirement.women"
AT_WORK = StaffToday.status.in_((ACTIVE, PROBATION))
_id = StaffToday.employee_id


@dataclass(frozen=True, slots=True)
class Due:
    """A kind of due date: whoever may read it, who is due, and the day by which."""

    permission: str
    who: Callable[[Session, date], ColumnElement[bool]]
    day: Any = None


def people_over(session: Session, permission: str) -> ColumnElement[bool]:
    """Those on today's list over whom the acting user holds a permission."""
    found = visible(session, rule_of_employees(StaffToday, StaffToday.employee_id, permission))
    return true() if found is None else found


def _renewed() -> ColumnElement[bool]:
    later = and_(Contract.employee_id == _id, known_at(Contract, None), Contract.start > StaffToday.contract_end)
    return exists().where(later)


def _contracts_ending(session: Session, today: date) -> ColumnElement[bool]:
    until = today + timedelta(days=CONTRACT_DAYS)
    return and_(AT_WORK, StaffToday.contract_end.between(today, until), ~_renewed())


def _contracts_over(session: Session, today: date) -> ColumnElement[bool]:
    return and_(AT_WORK, StaffToday.contract_end < today, ~_renewed())


def _probation_ends(until: date, today: date) -> tuple[ColumnElement[bool], ...]:
    same = Probation.employee_id == _id
    over = Probation.on_probation.is_(False)
    return same, known_at(Probation, None), over, Probation.start > today, Probation.start <= until


def _probation_ending(session: Session, today: date) -> ColumnElement[bool]:
    ends = _probation_ends(today + timedelta(days=PROBATION_DAYS + 1), today)
    return and_(StaffToday.status == PROBATION, exists().where(*ends))


def _held(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = (Qualification.employee_id == _id, known_at(Qualification, None))
    return exists().where(*mine, *conditions)


def _registration_ending(session: Session, today: date) -> ColumnElement[bool]:
    until = today + timedelta(days=REGISTRATION_DAYS)
    return and_(AT_WORK, _held(Qualification.registered_until.between(today, until)))


def _registration_over(session: Session, today: date) -> ColumnElement[bool]:
    return and_(AT_WORK, _held(Qualification.registered_until < today))


def women_category(session: Session) -> Category:
    """The category of the organisation's women, as it is set."""
    found: Category = setting_value(session, WOMEN_SETTING)
    return found


def _retiring(session: Session, today: date) -> ColumnElement[bool]:
    until = Month.of(today).plus(RETIREMENT_MONTHS)
    men = and_(Identity.sex.in_(MEN), Identity.birth_date <= latest_birth(until, Category.MEN))
    latest = latest_birth(until, women_category(session))
    women = and_(Identity.sex.not_in(MEN), Identity.birth_date <= latest)
    mine = (Identity.employee_id == _id, in_force_on(Identity, today, "employee_id"))
    return and_(AT_WORK, exists().where(*mine, or_(men, women)))


def _without(model: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those at work or to come of whom nothing is known."""
    some = exists().where(model.employee_id == _id, known_at(model, None), *conditions)
    return and_(StaffToday.status != LEFT, ~some)


def _earliest(column: Any, model: Any, *conditions: ColumnElement[bool]) -> Any:
    mine = (model.employee_id == _id, known_at(model, None))
    return select(func.min(column)).where(*mine, *conditions).correlate(StaffToday).scalar_subquery()


DUE: Mapping[str, Due] = {
    "contracts": Due(STAFF_READ, _contracts_ending, StaffToday.contract_end),
    "contracts-over": Due(STAFF_READ, _contracts_over, StaffToday.contract_end),
    "probation": Due(STAFF_READ, _probation_ending, None),
    "retirement": Due(PERSONAL_READ, _retiring, None),
    "registration": Due(STAFF_READ, _registration_ending, None),
    "registration-over": Due(STAFF_READ, _registration_over, None),
    "no-identity": Due(PERSONAL_READ, lambda session, today: _without(Identity)),
    "no-bank": Due(
        PERSONAL_READ, lambda session, today: _without(BankAccount, BankAccount.account_cipher.is_not(None))
    ),
    "no-unit": Due(
        STAFF_READ, lambda session, today: and_(StaffToday.status != LEFT, StaffToday.unit_id.is_(None)), None
    ),
}


def due_named(name: str) -> Due:
    """The kind of due date of that name; NotFound where there is none."""
    found = DUE.get(name)
    if found is None:
        raise NotFound(what=N_("list"), key=name)
    return found


def who_is_due(session: Session, name: str) -> ColumnElement[bool]:
    """Who is due, of those over whom the acting user may know it."""
    due = due_named(name)
    authorize(session, due.permission)
    return and_(due.who(session, clock.today()), people_over(session, due.permission))


def due_count(session: Session, name: str) -> Select[int]:
    """The statement that counts them."""
    return select(func.count(StaffToday.employee_id)).where(who_is_due(session, name))


def due_day(name: str, today: date) -> Any:
    """The day by which, as a column of today's list; None where the kind has none."""
    if name == "probation":
        ends = (Probation.on_probation.is_(False), Probation.start > today)
        return _earliest(Probation.start, Probation, *ends)
    if name in ("registration", "registration-over"):
        late = name == "registration-over"
        column = Qualification.registered_until
        return _earliest(column, Qualification, column < today if late else column >= today)
    if name == "retirement":
        return _earliest(Identity.birth_date, Identity, in_force_on(Identity, today, "employee_id"))
    return due_named(name).day


def group_of(session: Session, what: str, value: str) -> ColumnElement[bool]:
    """Who stands behind a figure of a chart; NotFound for a figure there is none of."""
    found = _GROUPS.get(what)
    if found is None:
        raise NotFound(what=N_("list"), key=what)
    try:
        return found(session, value)
    except ValueError:
        raise NotFound(what=N_("list"), key=value) from None


def within(column: Any, span: Span) -> ColumnElement[bool]:
    """Rows whose day lies in a span."""
    parts = [column > span.after] if span.after else []
    parts += [column <= span.until] if span.until else []
    return and_(true(), *parts)


def _of_age(session: Session, value: str) -> ColumnElement[bool]:
    authorize(session, PERSONAL_READ)
    sex, _dash, first = value.partition("-")
    born = within(Identity.birth_date, span_of(AGES, int(first), clock.today()))
    mine = (Identity.employee_id == _id, in_force_on(Identity, clock.today(), "employee_id"))
    person = exists().where(*mine, born, Identity.sex == sex)
    return and_(AT_WORK, person, people_over(session, PERSONAL_READ))


def _of_service(session: Session, value: str) -> ColumnElement[bool]:
    return and_(AT_WORK, within(StaffToday.hire_date, span_of(SERVICE, int(value), clock.today())))


def _of_unit(session: Session, value: str) -> ColumnElement[bool]:
    return StaffToday.unit_id == int(value)


def _with_qualification(session: Session, value: str) -> ColumnElement[bool]:
    return and_(AT_WORK, _held(Qualification.name == value))


def _left_in(session: Session, value: str) -> ColumnElement[bool]:
    left = (Employment.employee_id == _id, known_at(Employment, None), Employment.end <= clock.today())
    return exists().where(*left, extract("year", Employment.end) == int(value))


def _joined_since(session: Session, value: str) -> ColumnElement[bool]:
    return StaffToday.hire_date >= date.fromisoformat(value)


_GROUPS: Mapping[str, Callable[[Session, str], ColumnElement[bool]]] = {
    "age": _of_age,
    "service": _of_service,
    "unit": _of_unit,
    "qualification": _with_qualification,
    "left": _left_in,
    "joined": _joined_since,
}
