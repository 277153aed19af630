"""Roles given and taken: what is privileged needs a second person, whatever way it is asked for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import Grant, Outcome, RoleAssignment, User
from app.core.access.errors import (
    EndDateNeeded,
    LoginUnreadable,
    NotYourself,
    OwnDecision,
    RequestDecided,
    RoleDatesWrong,
    RoleHeld,
)
from app.core.audit import AuditEntry
from app.core.errors import AccessDenied, NotFound
from app.core.login import renew_password
from app.core.system import System
from tests.core.login.door import START

TODAY = START.date()
Writing = Callable[[str], AbstractContextManager[Session]]


@pytest.fixture
def system(data_dir: Path, database_url: str) -> Iterator[System]:
    """A tree of a root and two branches; a system administrator and a clerk without any role."""
    with clock.frozen(START):
        built = System(data_dir, database_url, modules=())
        built.set_up()
        with built.writing(access.operator()) as session:
            root = access.add_node(session, "HQ", None)
            for code in ("A", "B"):
                access.add_node(session, code, root)
            access.add_user(session, "root", "sysadmin", None, "-")
            access.new_user(session, "clerk", "-")
        yield built
        built.database.close()


@pytest.fixture
def second(system: System) -> None:
    """There is a security administrator."""
    with system.writing(access.operator()) as session:
        access.add_user(session, "guard", "secadmin", None, "-")


def as_(system: System, login: str) -> AbstractContextManager[Session]:
    return system.writing(system.actor(login))


def user_id(session: Session, login: str) -> int:
    return session.scalars(select(User.id).where(User.login == login)).one()


def node(session: Session, code: str) -> int:
    return access.node_coded(session, code).id


def held(system: System, login: str) -> set[str]:
    return set(system.actor(login).roles)


def ask(system: System, login: str, role: str, unit: str | None = None, to: str = "clerk", **days: date) -> Outcome:
    with as_(system, login) as session:
        node_id = node(session, unit) if unit else None
        grant = Grant(role, node_id, days.get("start", TODAY), days.get("end"))
        return access.give_role(session, user_id(session, to), grant)


def waiting(system: System) -> list[int]:
    with system.reading(system.actor("root")) as session:
        return [one.request_id for one in access.waiting_requests(session)]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize(("role", "unit", "outcome"), [
    ("branch", "A", Outcome.DONE), ("employee", None, Outcome.DONE), ("trainer", "B", Outcome.DONE),
    ("branch", None, Outcome.WAITING), ("branch", "HQ", Outcome.WAITING), ("hr", None, Outcome.WAITING),
    ("finance_head", "A", Outcome.WAITING), ("secadmin", None, Outcome.WAITING), ("auditadmin", None, Outcome.WAITING),
])  # fmt: skip
def test_what_reaches_everywhere_or_approves_waits(
    system: System, role: str, unit: str | None, outcome: Outcome
) -> None:
    assert ask(system, "root", role, unit) is outcome
    assert held(system, "clerk") == ({role} if outcome is Outcome.DONE else set())


@pytest.mark.usefixtures("second")
def test_a_second_person_lets_it_hold(system: System) -> None:
    ask(system, "root", "finance_head")
    [request] = waiting(system)
    with as_(system, "guard") as session:
        access.approve_request(session, request)
    assert held(system, "clerk") == {"finance_head"}
    with pytest.raises(RequestDecided), as_(system, "guard") as session:
        access.refuse_request(session, request)
    with system.reading(access.operator()) as session:
        entries = session.execute(select(AuditEntry.action, AuditEntry.actor).where(AuditEntry.object_key == "clerk"))
        assert [tuple(row) for row in entries][-3:] == [
            ("role.ask", "root"),
            ("role.give", "guard"),
            ("role.decide", "guard"),
        ]


@pytest.mark.usefixtures("second")
def test_refused_it_never_holds(system: System) -> None:
    ask(system, "root", "finance_head")
    with as_(system, "guard") as session:
        access.refuse_request(session, waiting(system)[0])
    assert (held(system, "clerk"), waiting(system)) == (set(), [])


@pytest.mark.usefixtures("second")
def test_nobody_decides_on_what_she_asked_for_or_on_herself(system: System) -> None:
    ask(system, "root", "leader", to="guard")
    [about_guard] = waiting(system)
    with pytest.raises(OwnDecision), as_(system, "guard") as session:
        access.approve_request(session, about_guard)
    with pytest.raises(AccessDenied), as_(system, "root") as session:
        access.approve_request(session, about_guard)
    with pytest.raises(AccessDenied), system.writing(access.operator()) as session:
        access.approve_request(session, about_guard)


@pytest.mark.usefixtures("second")
def test_any_role_for_oneself_waits(system: System) -> None:
    assert ask(system, "root", "branch", "A", to="root") is Outcome.WAITING
    assert held(system, "root") == {"sysadmin"}


def test_before_there_is_a_second_person_it_holds_at_once_and_the_log_says_so(system: System) -> None:
    assert ask(system, "root", "secadmin") is Outcome.ALONE
    assert held(system, "clerk") == {"secadmin"}
    with system.reading(access.operator()) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "role.give")).one()
        assert "without_approval" in str(entry.detail)


@pytest.mark.usefixtures("second")
def test_the_second_person_cannot_be_got_rid_of_first(system: System) -> None:
    """Whoever could take, disable or take over the one who checks could do anything alone."""
    with as_(system, "root") as session:
        [role] = access.own_roles(session, user_id(session, "guard"))
        assert access.take_role(session, role.assignment_id) is Outcome.WAITING
        access.set_active(session, user_id(session, "guard"), active=False)
    assert ask(system, "root", "finance_head") is Outcome.WAITING
    with pytest.raises(access.AdministratorReset), as_(system, "root") as session:
        renew_password(session, "guard")
    with system.writing(access.operator()) as session:
        assert renew_password(session, "guard")


@pytest.mark.usefixtures("second")
def test_taking_waits_as_giving_does_and_ends_yesterday(system: System) -> None:
    ask(system, "root", "branch", "A")
    with as_(system, "root") as session:
        [role] = access.own_roles(session, user_id(session, "clerk"))
        assert access.take_role(session, role.assignment_id) is Outcome.DONE
    assert held(system, "clerk") == set()
    ask(system, "root", "branch", "B")
    with clock.frozen(START + timedelta(days=3)):
        with as_(system, "root") as session:
            [role] = access.own_roles(session, user_id(session, "clerk"))
            access.take_role(session, role.assignment_id)
        assert held(system, "clerk") == set()
        with system.reading(access.operator()) as session:
            ends = session.scalars(select(RoleAssignment.end).where(RoleAssignment.role == "branch")).all()
    assert ends == [TODAY + timedelta(days=2)]


@pytest.mark.usefixtures("second")
def test_the_three_administrators_exclude_each_other(system: System) -> None:
    for role in ("secadmin", "auditadmin"):
        with pytest.raises(access.RolesExclude):
            ask(system, "root", role, to="root")
    ask(system, "root", "secadmin")
    ask(system, "root", "auditadmin")
    first, other = waiting(system)
    with as_(system, "guard") as session:
        access.approve_request(session, first)
    with pytest.raises(access.RolesExclude), as_(system, "guard") as session:
        access.approve_request(session, other)
    assert held(system, "clerk") == {"secadmin"}


@pytest.mark.usefixtures("second")
def test_an_auditor_is_one_for_a_time(system: System) -> None:
    with pytest.raises(EndDateNeeded):
        ask(system, "root", "auditor")
    assert ask(system, "root", "auditor", end=TODAY + timedelta(days=30)) is Outcome.WAITING


@pytest.mark.parametrize("days", [
    {"start": TODAY - timedelta(days=1)}, {"start": TODAY, "end": TODAY - timedelta(days=1)},
])  # fmt: skip
def test_a_role_begins_no_earlier_than_today(system: System, days: dict[str, date]) -> None:
    with pytest.raises(RoleDatesWrong):
        ask(system, "root", "branch", "A", **days)


@pytest.mark.usefixtures("second")
def test_the_same_role_is_not_given_twice(system: System) -> None:
    ask(system, "root", "branch", "A")
    ask(system, "root", "leader")
    for role, unit in (("branch", "A"), ("leader", None)):
        with pytest.raises(RoleHeld):
            ask(system, "root", role, unit)


def test_an_approval_that_comes_late_holds_from_then_on(system: System, second: None) -> None:
    ask(system, "root", "leader")
    with clock.frozen(START + timedelta(days=5)):
        with as_(system, "guard") as session:
            access.approve_request(session, waiting(system)[0])
        with system.reading(access.operator()) as session:
            start = session.scalars(select(RoleAssignment.start).where(RoleAssignment.role == "leader")).one()
    assert start == TODAY + timedelta(days=5)


def test_an_administrator_of_a_branch_gives_no_role_at_all(system: System) -> None:
    with system.writing(access.operator()) as session:
        access.add_user(session, "half", "sysadmin", "A", "-")
    with pytest.raises(AccessDenied):
        ask(system, "half", "branch", "A")
    with pytest.raises(AccessDenied), as_(system, "half") as session:
        access.new_user(session, "new", "-")


def test_nobody_disables_herself_and_strange_logins_are_refused(system: System) -> None:
    with pytest.raises(NotYourself), as_(system, "root") as session:
        access.set_active(session, user_id(session, "root"), active=False)
    for login in ("a", "two words", "x" * 61, "a/b"):
        with pytest.raises(LoginUnreadable), as_(system, "root") as session:
            access.new_user(session, login, "-")
    with pytest.raises(NotFound), as_(system, "root") as session:
        access.take_role(session, 999)


def test_the_command_line_gives_what_it_always_gave(system: System) -> None:
    """`ziqiang user add` acts as the operator, who may set up the three administrators."""
    with system.writing(access.operator()) as session:
        for login, role in (("s", "secadmin"), ("u", "auditadmin"), ("p", "auditor"), ("h", "finance_head")):
            access.add_user(session, login, role, None, "-")
    assert [held(system, login) for login in "suph"] == [{"secadmin"}, {"auditadmin"}, {"auditor"}, {"finance_head"}]
