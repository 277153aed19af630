"""Change requests: what somebody asks for, who decides, what is recorded, and what stays hidden."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, audit
from app.core.access import Actor, Held
from app.core.attachments import attach, attachments_of, checked
from app.core.errors import AccessDenied, NotFound, Stale
from app.core.system import System
from app.staff import queries, services
from app.staff.errors import (
    AskedAlready,
    AskedValueWrong,
    DecidedAlready,
    NoReasonGiven,
    NothingAsked,
    OwnRequest,
    SecondPersonNeeded,
)
from app.staff.models import ChangeRequest, RequestedChange
from app.staff.queries import requests as asked
from app.staff.rules.facts import known, version_of
from app.staff.services import Decision, FactWritten, Verdict
from tests.staff.house import GUSU, KUNSHAN, add_user, as_user

NUMBER, OTHER = "ZQ0010", "ZQ0001"
DAY = date(2026, 10, 15)
CARD = "6222020000000000000"
HOST = "staff.change_request"
PHONE, ACCOUNT, BANK, SCHOOL = "contact-phone", "bank_account-account", "bank_account-bank", "background-school"


@contextmanager
def herself(system: System, number: str = NUMBER, writing: bool = True) -> Iterator[Session]:
    actor = Actor(f"e-{number}", (Held("employee"),), "test", None, number)
    with system.writing(actor) if writing else system.reading(actor) as session:
        yield session


def ask(system: System, typed: Mapping[str, str], number: str = NUMBER) -> int:
    with herself(system, number) as session:
        return services.ask_for_changes(session, typed, "换了号码").id


def decide(
    system: System, login: str, request_id: int, approve: Mapping[str, bool], versions: Mapping[str, str] | None = None
) -> None:
    with as_user(system, login, writing=True) as session:
        request = asked.request_met(session, request_id)
        lines = {f"{line.kind}-{line.field}": line.id for line in asked.lines_met(session, request)}
        verdicts = {lines[key]: Verdict(yes, "" if yes else "证明不清楚") for key, yes in approve.items()}
        seen = versions_now(session, request) if versions is None else versions
        services.decide(session, request_id, Decision(verdicts, DAY, False, seen))


def versions_now(session: Session, request: ChangeRequest) -> dict[str, str]:
    rows = queries.facts_of(session, request.employee_id)
    return {line.kind: version_of(rows, line.kind) for line in asked.lines_met(session, request)}


def confirm(system: System, login: str, request_id: int, yes: bool = True) -> None:
    with as_user(system, login, writing=True) as session:
        request = asked.request_met(session, request_id)
        services.confirm(session, request_id, Verdict(yes, "" if yes else "对不上"), versions_now(session, request))


def recorded(system: System, key: str, number: str = NUMBER) -> str:
    with system.reading(access.operator()) as session:
        return asked.values_now(session, queries.employee_numbered(session, number))[key]


def states(system: System, request_id: int) -> tuple[str, dict[str, str]]:
    with system.reading(access.operator()) as session:
        request = session.get_one(ChangeRequest, request_id)
        lines = session.scalars(select(RequestedChange).where(RequestedChange.request_id == request_id))
        return request.state, {f"{line.kind}-{line.field}": line.state for line in lines}


def test_approved_fields_are_recorded_and_refused_ones_are_not(system: System) -> None:
    add_user(system, "hq", "hr")
    school = recorded(system, SCHOOL)
    request_id = ask(system, {PHONE: "13900001234", SCHOOL: "演示大学"})
    assert recorded(system, PHONE) != "13900001234"
    decide(system, "hq", request_id, {PHONE: True, SCHOOL: False})
    assert (recorded(system, PHONE), recorded(system, SCHOOL)) == ("13900001234", school)
    assert states(system, request_id) == ("closed", {PHONE: "recorded", SCHOOL: "refused"})
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
        newest = [row for row in known(rows) if row.kind == "contact"][-1]
    assert (newest.start, newest.document, newest.recorded_by, newest.note) == (DAY, "BG-2026-0001", "hq", "换了号码")
    with pytest.raises(DecidedAlready):
        decide(system, "hq", request_id, {PHONE: True})


def test_fields_of_one_fact_are_decided_one_by_one(system: System) -> None:
    add_user(system, "hq", "hr")
    typed = {"emergency-contact_name": "王演示", "emergency-relation": "姐姐", "emergency-contact_phone": "13800000000"}
    request_id = ask(system, typed)
    decide(system, "hq", request_id, {"emergency-contact_name": True, "emergency-contact_phone": True})
    assert states(system, request_id)[0] == "open"
    assert (recorded(system, "emergency-contact_name"), recorded(system, "emergency-relation")) == ("王演示", "")
    decide(system, "hq", request_id, {"emergency-relation": False})
    assert states(system, request_id)[0] == "closed"


def test_an_account_takes_two_other_people(system: System) -> None:
    add_user(system, "hq", "hr")
    add_user(system, "head", "hr_head")
    add_user(system, "money", "finance")
    request_id = ask(system, {ACCOUNT: CARD, BANK: "演示银行"})
    before = recorded(system, ACCOUNT)
    decide(system, "head", request_id, {ACCOUNT: True, BANK: True})
    assert (states(system, request_id)[0], recorded(system, ACCOUNT)) == ("confirm", before)
    with pytest.raises(SecondPersonNeeded):
        confirm(system, "head", request_id)
    with pytest.raises(AccessDenied):
        confirm(system, "hq", request_id)
    confirm(system, "money", request_id)
    assert (recorded(system, ACCOUNT), recorded(system, BANK)) == (CARD, "演示银行")
    assert states(system, request_id)[0] == "closed"
    with pytest.raises(DecidedAlready):
        confirm(system, "money", request_id)


def test_a_refused_account_stays_as_it_was(system: System) -> None:
    add_user(system, "hq", "hr")
    add_user(system, "money", "finance_head")
    request_id, before = ask(system, {ACCOUNT: CARD}), recorded(system, ACCOUNT)
    decide(system, "hq", request_id, {ACCOUNT: True})
    confirm(system, "money", request_id, yes=False)
    assert (states(system, request_id), recorded(system, ACCOUNT)) == (("closed", {ACCOUNT: "refused"}), before)


def test_nobody_decides_on_her_own(system: System) -> None:
    add_user(system, "her", "hr", person=NUMBER)
    add_user(system, "pay", "finance", person=NUMBER)
    add_user(system, "hq", "hr")
    request_id = ask(system, {ACCOUNT: CARD})
    with pytest.raises(OwnRequest):
        decide(system, "her", request_id, {ACCOUNT: True})
    decide(system, "hq", request_id, {ACCOUNT: True})
    with pytest.raises(OwnRequest):
        confirm(system, "pay", request_id)


def test_what_was_changed_meanwhile_is_not_overwritten_unseen(system: System) -> None:
    add_user(system, "hq", "hr")
    request_id = ask(system, {PHONE: "13900001234"})
    with as_user(system, "hq", writing=True) as session:
        seen = versions_now(session, asked.request_met(session, request_id))
        services.record_fact(
            session, NUMBER, FactWritten("contact", {"phone": "13700000000"}, DAY, True, "1", None, seen["contact"])
        )
    with pytest.raises(Stale):
        decide(system, "hq", request_id, {PHONE: True}, seen)
    assert recorded(system, PHONE) == "13700000000"
    with herself(system, writing=False) as session:
        (line,) = asked.lines_met(session, asked.request_met(session, request_id))
        assert asked.value_after(session, line) == "13900001234"
        assert asked.value_before(session, line) not in ("13700000000", "13900001234")


def test_whoever_has_no_part_in_it_meets_nothing(system: System) -> None:
    for login, role, unit in (
        ("kunshan", "hr", KUNSHAN), ("gusu", "hr", GUSU), ("money", "finance", None), ("branch", "branch", KUNSHAN),
    ):  # fmt: skip
        add_user(system, login, role, unit)
    request_id = ask(system, {PHONE: "13900001234"}, OTHER)  # of Gusu, without an account
    for login, error in (("kunshan", NotFound), ("money", NotFound), ("branch", AccessDenied)):
        with as_user(system, login) as session, pytest.raises(error):
            asked.request_met(session, request_id)
    with herself(system, NUMBER, writing=False) as session, pytest.raises(NotFound):
        asked.request_met(session, request_id)
    with as_user(system, "gusu") as session:
        assert asked.request_met(session, request_id).id == request_id
        assert session.scalar(asked.waiting_counted(session, "open")) == 1
    with as_user(system, "money") as session:
        assert session.scalar(asked.waiting_counted(session, "open")) == 0


def test_who_confirms_accounts_sees_nothing_else_of_the_request(system: System) -> None:
    add_user(system, "money", "finance")
    request_id = ask(system, {PHONE: "13900001234", ACCOUNT: CARD})
    with as_user(system, "money") as session:
        lines = asked.lines_met(session, asked.request_met(session, request_id))
        assert [line.field for line in lines] == ["account"]


def test_values_asked_for_are_sealed_and_logged_only_as_hashes(system: System) -> None:
    request_id = ask(system, {ACCOUNT: CARD, PHONE: "13900001234"})
    with system.reading(access.operator()) as session:
        for line in session.scalars(select(RequestedChange).where(RequestedChange.request_id == request_id)):
            assert CARD.encode() not in bytes(line.after_cipher or b"")
            assert b"13900001234" not in bytes(line.after_cipher or b"")
        entry = session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.action == "change.ask")).one()
        assert CARD not in entry.detail
        assert "13900001234" not in entry.detail


def test_a_request_must_ask_for_something_that_can_be(system: System) -> None:
    phone = recorded(system, PHONE)
    with pytest.raises(NothingAsked):
        ask(system, {PHONE: phone, ACCOUNT: ""})
    with pytest.raises(AskedValueWrong):
        ask(system, {ACCOUNT: "not a number"})
    with pytest.raises(AskedValueWrong):
        ask(system, {"identity-name": ""})
    with herself(system) as session, pytest.raises(NoReasonGiven):
        services.ask_for_changes(session, {PHONE: "1"}, " ")
    with as_user(system_user(system), "hq", writing=True) as session, pytest.raises(AccessDenied):
        services.ask_for_changes(session, {PHONE: "1"}, "x")


def system_user(system: System) -> System:
    add_user(system, "hq", "hr")
    return system


def test_a_request_is_taken_back_and_asked_again(system: System) -> None:
    request_id = ask(system, {PHONE: "13900001234"})
    with pytest.raises(AskedAlready):
        ask(system, {PHONE: "13900005678"})
    with herself(system) as session:
        services.withdraw(session, request_id)
    assert states(system, request_id) == ("closed", {PHONE: "withdrawn"})
    ask(system, {PHONE: "13900005678"})
    with herself(system) as session, pytest.raises(DecidedAlready):
        services.withdraw(session, request_id)


def test_proofs_are_attached_by_her_until_it_is_decided(system: System) -> None:
    add_user(system, "hq", "hr")
    request_id = ask(system, {PHONE: "13900001234"})
    proof = checked("proof.txt", b"proof")
    with herself(system) as session:
        attach(session, HOST, request_id, proof)
    with as_user(system, "hq") as session:
        assert [file.name for file in attachments_of(session, HOST, request_id)] == ["proof.txt"]
    with as_user(system, "hq", writing=True) as session, pytest.raises(AccessDenied):
        attach(session, HOST, request_id, proof)
    decide(system, "hq", request_id, {PHONE: True})
    with herself(system) as session, pytest.raises(NotFound):
        attach(session, HOST, request_id, proof)
