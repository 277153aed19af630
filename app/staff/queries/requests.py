"""Questions about change requests: who meets which, and what they ask for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import actor_of, authorize, may, scope_of
from app.core.db import AnySelect
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.privacy import MaskKind, mask
from app.staff.models import (
    ASKED_AFTER,
    ASKED_BEFORE,
    BANK_ACCOUNT,
    BankAccount,
    ChangeRequest,
    Employee,
    RequestedChange,
    StaffToday,
)
from app.staff.permissions import BANK_CONFIRM, CHANGE_READ, SELF, STAFF_WRITE
from app.staff.queries.facts import facts_of
from app.staff.queries.scope import employee_met
from app.staff.rules.facts import FactRow, in_force, known
from app.staff.rules.requests import ASKABLE, BY_KEY, CLOSED, UNDECIDED, Askable

Asked: TypeAlias = ChangeRequest
Line: TypeAlias = RequestedChange
Person: TypeAlias = Employee
"""What these questions answer with, for those who name it."""

REQUESTS = ChangeRequest
"""The table of the list, for those who sort and filter by its columns."""


def own_employee(session: Session) -> Employee:
    """The employee that the acting user is herself; NotFound where she is none."""
    actor = authorize(session, SELF)
    found = session.scalar(select(Employee).where(Employee.number == (actor.subject or "")))
    if found is None:
        raise NotFound(what=N_("employee"), key=actor.subject or "-")
    return found


def requests_list() -> AnySelect:
    """Every change request with whose it is."""
    one = ChangeRequest
    columns = (one.number, one.made_at, one.reason, one.state, StaffToday.name, StaffToday.number.label("employee"))
    statement: AnySelect = select(one.id.label("key"), *columns)
    return statement.join(StaffToday, StaffToday.employee_id == one.employee_id)


def requests_met(session: Session) -> ColumnElement[bool] | None:
    """Beside the record rules: who only confirms bank accounts meets the requests that hold one."""
    decides, own = scope_of(session, STAFF_WRITE), scope_of(session, SELF)
    if decides or not scope_of(session, BANK_CONFIRM):
        return None
    found: ColumnElement[bool] = ChangeRequest.needs_second.is_(True)
    if own.subject is not None:
        mine = select(Employee.id).where(Employee.number == own.subject).scalar_subquery()
        found = found | (ChangeRequest.employee_id == mine)
    return found


def request_met(session: Session, request_id: int) -> ChangeRequest:
    """A change request the acting user may see; NotFound otherwise."""
    authorize(session, CHANGE_READ)
    found = session.get(ChangeRequest, request_id)
    if found is None or not (_whole(session, found) or (found.needs_second and over(session, found, BANK_CONFIRM))):
        raise NotFound(what=N_("change request"), key=request_id)
    return found


def lines_met(session: Session, request: ChangeRequest) -> Sequence[RequestedChange]:
    """The fields of a request that the acting user may see: who only confirms, those that take two people."""
    statement = select(RequestedChange).where(RequestedChange.request_id == request.id).order_by(RequestedChange.id)
    lines = session.scalars(statement).all()
    return lines if _whole(session, request) else [line for line in lines if askable_of(line).two_people]


def _whole(session: Session, request: ChangeRequest) -> bool:
    """Whether all of a request may be seen: by herself, and by who writes her file."""
    return is_own(session, request) or over(session, request, STAFF_WRITE)


def states_of(session: Session, request_id: int) -> Sequence[str]:
    """The states of all fields of a request."""
    statement = select(RequestedChange.state).where(RequestedChange.request_id == request_id)
    return session.scalars(statement).all()


def over(session: Session, request: ChangeRequest, permission: str) -> bool:
    """Whether the acting user holds a permission over the person whose request it is; asked once a session."""
    if not may(session, permission):
        return False
    known: dict[tuple[int, str], bool] = session.info.setdefault("staff.requests.over", {})
    key = (request.employee_id, permission)
    if key not in known:
        try:
            known[key] = employee_met(session, request.employee_id, permission) is not None
        except NotFound:
            known[key] = False
    return known[key]


def is_own(session: Session, request: ChangeRequest) -> bool:
    """Whether it is the acting user's own request."""
    employee = session.get(Employee, request.employee_id)
    return employee is not None and employee.number == actor_of(session).subject


def askable_of(line: RequestedChange) -> Askable:
    """The field a line is about."""
    return BY_KEY[f"{line.kind}-{line.field}"]


def shown(one: Askable, value: str) -> str:
    """A value as it may stand on a page."""
    return mask(MaskKind.BANK_CARD, value) if one.secret else value


def value_before(session: Session, line: RequestedChange) -> str:
    """What was recorded when she asked."""
    cipher = line.before_cipher
    return ASKED_BEFORE.open(session.info["keyring"], line.uid, cipher) if cipher else ""


def value_after(session: Session, line: RequestedChange) -> str:
    """What she asks for."""
    cipher = line.after_cipher
    return ASKED_AFTER.open(session.info["keyring"], line.uid, cipher) if cipher else ""


def values_now(session: Session, employee: Employee, rows: Iterable[FactRow] | None = None) -> Mapping[str, str]:
    """What is recorded today of everything one may ask to have changed, by key."""
    believed, today = known(facts_of(session, employee.id) if rows is None else rows), clock.today()
    found = {}
    for one in ASKABLE:
        row = in_force(believed, one.kind, today)
        if one.secret:
            found[one.key] = account_of(session, employee)
        else:
            found[one.key] = (row.values.get(one.field) or "") if row else ""
    return found


def account_of(session: Session, employee: Employee) -> str:
    """The number of the account in force today, opened."""
    table = BankAccount
    statement = (
        select(table.account_cipher)
        .where(table.employee_id == employee.id, table.known_to.is_(None), table.start <= clock.today())
        .order_by(table.start.desc())
        .limit(1)
    )
    cipher = session.scalar(statement)
    return BANK_ACCOUNT.open(session.info["keyring"], employee.uid, cipher) if cipher else ""


def open_lines(session: Session, employee_id: int) -> Mapping[str, str]:
    """The number of the undecided request by the key of each field that is asked for."""
    line = RequestedChange
    statement = (
        select(line.kind, line.field, ChangeRequest.number)
        .join(ChangeRequest, ChangeRequest.id == line.request_id)
        .where(line.employee_id == employee_id, line.state.in_(UNDECIDED))
    )
    return {f"{kind}-{field}": number for kind, field, number in session.execute(statement)}


def requests_of(session: Session, employee_id: int) -> Sequence[ChangeRequest]:
    """Somebody's requests, newest first."""
    statement = select(ChangeRequest).where(ChangeRequest.employee_id == employee_id)
    return session.scalars(statement.order_by(ChangeRequest.id.desc())).all()


def own_undecided(session: Session) -> int:
    """How many of one's own requests are not decided yet."""
    mine = select(Employee.id).where(Employee.number == (actor_of(session).subject or "")).scalar_subquery()
    waiting = select(func.count(ChangeRequest.id)).where(ChangeRequest.employee_id == mine)
    return session.scalar(waiting.where(ChangeRequest.state != CLOSED)) or 0


def waiting_counted(session: Session, state: str) -> Select[int]:
    """How many requests are in a state, of those the acting user may meet, as the statement that counts them."""
    statement = select(func.count(ChangeRequest.id)).where(ChangeRequest.state == state)
    narrowed = requests_met(session)
    return statement if narrowed is None else statement.where(narrowed)
