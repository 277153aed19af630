"""Change requests: somebody asks to have her own file changed, HR decides field by field, a second person confirms."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of
from app.core.errors import Stale
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _
from app.core.privacy.columns import normalised
from app.core.sequences import Sequence as NumberSequence
from app.core.sequences import next_number
from app.staff import queries
from app.staff.errors import (
    AskedAlready,
    AskedValueWrong,
    DecidedAlready,
    NoReasonGiven,
    NothingAsked,
    OwnRequest,
    SecondPersonNeeded,
)
from app.staff.models import ASKED_AFTER, ASKED_BEFORE, BANK_ACCOUNT, ChangeRequest, Employee, RequestedChange
from app.staff.permissions import BANK_CONFIRM, STAFF_WRITE
from app.staff.queries import requests as asked
from app.staff.rules.facts import version_of
from app.staff.rules.requests import (
    APPROVED,
    ASKED,
    BY_KEY,
    OPEN,
    RECORDED,
    REFUSED,
    UNDECIDED,
    WITHDRAWN,
    asked_changes,
    faults_of,
    state_of,
)
from app.staff.services.facts import FactWritten, write_fact

NUMBERS = NumberSequence("staff.change_requests", N_("Numbers of change requests"), "BG-{year}-{number:04d}")
TABLE = ChangeRequest.__tablename__


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided on one field: approved, or refused for a reason."""

    approved: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What HR decides: a verdict by line, from when and whether as a correction, on the facts of these versions."""

    verdicts: Mapping[int, Verdict]
    start: date
    correction: bool
    versions: Mapping[str, str]


def ask_for_changes(session: Session, typed: Mapping[str, str], reason: str) -> ChangeRequest:
    """Ask for the fields that differ from what is recorded; audited, both values sealed."""
    employee = asked.own_employee(session)
    if not reason.strip():
        raise NoReasonGiven()
    now = asked.values_now(session, employee)
    changes = asked_changes(now, typed)
    if not changes:
        raise NothingAsked()
    faults = faults_of(changes)
    if faults:
        raise AskedValueWrong(fields=listed(_(BY_KEY[key].label) for key in faults))
    waiting = asked.open_lines(session, employee.id)
    for key in changes:
        if key in waiting:
            raise AskedAlready(field=_(BY_KEY[key].label), number=waiting[key])
    request = _request(session, employee, reason.strip()[:500], changes)
    session.add_all(_line(session, request, key, now.get(key, ""), value) for key, value in changes.items())
    session.flush()
    _log(session, request, "change.ask", {"fields": sorted(changes)}, changes)
    return request


def withdraw(session: Session, request_id: int) -> None:
    """Take one's own request back, as far as it is not decided."""
    request = asked.request_met(session, request_id)
    if not asked.is_own(session, request):
        raise OwnRequest()
    open_lines = [line for line in asked.lines_met(session, request) if line.state in UNDECIDED]
    if not open_lines:
        raise DecidedAlready()
    for line in open_lines:
        line.state = WITHDRAWN
    _settle(session, request)
    _log(session, request, "change.withdraw", {"fields": len(open_lines)})


def decide(session: Session, request_id: int, decision: Decision) -> None:
    """Approve or refuse fields. Approved ones are recorded, but a bank account waits for the second person."""
    request = asked.request_met(session, request_id)
    employee = queries.employee_met(session, request.employee_id, STAFF_WRITE)
    _require_others(session, employee, request)
    lines = [line for line in asked.lines_met(session, request) if line.id in decision.verdicts]
    if not lines or any(line.state != ASKED for line in lines):
        raise DecidedAlready()
    if any(not decision.verdicts[line.id].approved and not decision.verdicts[line.id].why for line in lines):
        raise NoReasonGiven()
    approved = [line for line in lines if decision.verdicts[line.id].approved]
    _require_fresh(session, employee, approved, decision.versions)
    for line in lines:
        verdict = decision.verdicts[line.id]
        line.decided_by, line.decided_at = actor_of(session).login, clock.now()
        line.state, line.why = (APPROVED if verdict.approved else REFUSED), verdict.why[:500] or None
        line.start, line.correction = decision.start, decision.correction
        line.version = decision.versions.get(line.kind)
    _record(session, request, employee, [line for line in approved if not asked.askable_of(line).two_people])
    _settle(session, request)
    _log(session, request, "change.decide", {"approved": len(approved), "refused": len(lines) - len(approved)})


def confirm(session: Session, request_id: int, verdict: Verdict, versions: Mapping[str, str]) -> None:
    """Confirm, or refuse, as the second person what another one approved; confirmed it is recorded."""
    request = asked.request_met(session, request_id)
    employee = queries.employee_met(session, request.employee_id, BANK_CONFIRM)
    _require_others(session, employee, request)
    lines = [line for line in asked.lines_met(session, request) if line.state == APPROVED]
    if not lines:
        raise DecidedAlready()
    login = actor_of(session).login
    if any(line.decided_by == login for line in lines):
        raise SecondPersonNeeded()
    if not verdict.approved and not verdict.why:
        raise NoReasonGiven()
    if verdict.approved:
        _require_fresh(session, employee, lines, versions)
    for line in lines:
        line.confirmed_by, line.confirmed_at = login, clock.now()
        line.version = versions.get(line.kind)
        if not verdict.approved:
            line.state, line.why = REFUSED, verdict.why[:500]
    _record(session, request, employee, lines if verdict.approved else ())
    _settle(session, request)
    _log(session, request, "change.confirm" if verdict.approved else "change.refuse", {"fields": len(lines)})


def _request(session: Session, employee: Employee, reason: str, changes: Mapping[str, str]) -> ChangeRequest:
    request = ChangeRequest(
        number=next_number(session, NUMBERS),
        employee_id=employee.id,
        made_by=actor_of(session).login,
        made_at=clock.now(),
        reason=reason,
        state=OPEN,
        needs_second=any(BY_KEY[key].two_people for key in changes),
    )
    session.add(request)
    session.flush()
    return request


def _line(session: Session, request: ChangeRequest, key: str, before: str, after: str) -> RequestedChange:
    keyring, uid, one = session.info["keyring"], uuid4().hex, BY_KEY[key]
    return RequestedChange(
        uid=uid,
        request_id=request.id,
        employee_id=request.employee_id,
        kind=one.kind,
        field=one.field,
        before_cipher=ASKED_BEFORE.seal(keyring, uid, before) if before else None,
        after_cipher=ASKED_AFTER.seal(keyring, uid, after) if after else None,
        state=ASKED,
    )


def _require_others(session: Session, employee: Employee, request: ChangeRequest) -> None:
    """Nobody decides on what concerns herself, nor on what she wrote."""
    actor = actor_of(session)
    if actor.subject == employee.number or actor.login == request.made_by:
        raise OwnRequest()


def _require_fresh(
    session: Session, employee: Employee, lines: Sequence[RequestedChange], versions: Mapping[str, str]
) -> None:
    """Refuse where a fact was changed since the one who decides saw it."""
    rows = queries.facts_of(session, employee.id)
    for line in lines:
        if version_of(rows, line.kind) != versions.get(line.kind):
            raise Stale(what=asked.askable_of(line).label)


def _record(session: Session, request: ChangeRequest, employee: Employee, lines: Sequence[RequestedChange]) -> None:
    """Write the approved fields, those of one fact together, with the request as their document."""
    by_kind: dict[str, list[RequestedChange]] = defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line)
    for kind, group in by_kind.items():
        first = group[0]
        assert first.start is not None
        values: dict[str, Any] = {}
        for line in group:
            values |= _columns(session, employee, line)
            line.state = RECORDED
        written = FactWritten(
            kind, values, first.start, bool(first.correction), request.number, request.reason, first.version or ""
        )
        write_fact(session, employee, written)


def _columns(session: Session, employee: Employee, line: RequestedChange) -> dict[str, Any]:
    """The columns a field is stored in."""
    value = asked.value_after(session, line)
    if not asked.askable_of(line).secret:
        return {line.field: value or None}
    keyring = session.info["keyring"]
    plain = normalised(value)
    return {
        "account_cipher": BANK_ACCOUNT.seal(keyring, employee.uid, plain),
        "account_index": BANK_ACCOUNT.index(keyring, plain),
    }


def _settle(session: Session, request: ChangeRequest) -> None:
    """Bring the request's state to that of its fields; all of them, whoever sees which."""
    session.flush()
    request.state = state_of(asked.states_of(session, request.id))
    session.flush()


def _log(
    session: Session,
    request: ChangeRequest,
    action: str,
    detail: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
) -> None:
    facts = {"request": request.number, **detail}
    audit.record(session, action, object_table=TABLE, object_key=request.id, detail=facts, personal=personal)
