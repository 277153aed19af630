"""Sessions: kept by the server, listed, ended by hand, by time, and by what happens to their user."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.core import access
from app.core.access import RoleAssignment, User
from app.core.errors import AccessDenied, NotFound
from app.core.login import SessionLine, revoke_session, revoke_sessions, sessions_of
from app.core.login.tables import LoginSession
from app.core.passwords import hash_password
from tests.core.login.door import GOOD, OTHER, START, Browser, Door, kind, later


def lines(door: Door, of: str = "li", seen_by: str = "li") -> list[SessionLine]:
    with door.system.reading(door.system.actor(seen_by)) as session:
        return list(sessions_of(session, of))


def test_sessions_say_from_where_and_since_when(door: Door) -> None:
    door.logged_in(address="192.0.2.1")
    with later(minutes=5):
        second = door.browser("192.0.2.2")
        second.client.environ_base["HTTP_USER_AGENT"] = "Browser 7"
        second.log_in("li", GOOD)
        newest, oldest = lines(door)
    assert (newest.address, newest.user_agent, newest.created) == (
        "192.0.2.2",
        "Browser 7",
        START + timedelta(minutes=5),
    )
    assert (oldest.address, oldest.created) == ("192.0.2.1", START)


def test_only_a_hash_of_the_token_is_kept(door: Door) -> None:
    browser = door.logged_in()
    with browser.client.session_transaction() as cookie:
        token = cookie["token"]
    with door.system.reading(access.operator()) as session:
        row = session.scalars(select(LoginSession)).one()
        assert token.encode() not in row.token_hash
        assert len(row.token_hash) == 32


def test_a_session_ended_by_hand_is_over_at_once(door: Door) -> None:
    lost, kept = door.logged_in(address="192.0.2.1"), door.logged_in(address="192.0.2.2")
    target = next(line for line in lines(door) if line.address == "192.0.2.1")
    with door.system.writing(door.system.actor("li")) as session:
        revoke_session(session, "li", target.session_id)
    assert (lost.is_in(), kept.is_in()) == (False, True)
    assert [line.address for line in lines(door)] == ["192.0.2.2"]
    assert [entry.actor for entry in door.log("session.revoke")] == ["li"]


def test_all_other_sessions_can_be_ended(door: Door) -> None:
    lost, kept = door.logged_in(), door.logged_in(address="192.0.2.2")
    keep = next(line for line in lines(door) if line.address == "192.0.2.2")
    with door.system.writing(door.system.actor("li")) as session:
        assert revoke_sessions(session, "li", keep=keep.session_id) == 1
    assert (lost.is_in(), kept.is_in()) == (False, True)


def test_sessions_of_others_are_for_whoever_manages_users(door: Door) -> None:
    browser = door.logged_in("boss")
    (line,) = lines(door, "boss", "boss")
    with pytest.raises(AccessDenied):
        lines(door, "boss", "li")
    with door.system.writing(door.system.actor("li")) as session:
        with pytest.raises(AccessDenied):
            revoke_session(session, "boss", line.session_id)
        with pytest.raises(NotFound):
            revoke_session(session, "li", line.session_id)
    assert browser.is_in()
    door.logged_in("li")
    (mine,) = lines(door, "li", "boss")
    with door.system.writing(door.system.actor("boss")) as session:
        revoke_session(session, "li", mine.session_id)
    assert lines(door) == []


def disable(door: Door) -> None:
    with door.changing("li") as user:
        user.active = False


def set_password(door: Door) -> None:
    with door.changing("li") as user:
        user.password_hash = hash_password(OTHER)


def add_role(door: Door) -> None:
    with door.system.writing(access.operator()) as session:
        user = session.scalars(select(User).where(User.login == "li")).one()
        session.add(RoleAssignment(user_id=user.id, role="trainer", node_id=None, start=START.date()))


def end_role(door: Door) -> None:
    with door.system.writing(access.operator()) as session:
        user = session.scalars(select(User).where(User.login == "li")).one()
        held = session.scalars(select(RoleAssignment).where(RoleAssignment.user_id == user.id)).one()
        held.end = START.date() - timedelta(days=1)


@pytest.mark.parametrize("change", [disable, set_password, add_role, end_role])
def test_a_session_ends_with_what_it_was_given_for(door: Door, change: Callable[[Door], None]) -> None:
    browser, other = door.logged_in(), door.logged_in("boss")
    change(door)
    assert not browser.is_in()
    assert other.is_in()
    assert len(door.log("session.end")) == 1


def test_a_role_that_ends_today_ends_its_sessions_at_midnight(door: Door) -> None:
    with door.system.writing(access.operator()) as session:
        user = session.scalars(select(User).where(User.login == "li")).one()
        session.scalars(select(RoleAssignment).where(RoleAssignment.user_id == user.id)).one().end = START.date()
    with later(hours=14):
        browser = door.logged_in()
        with later(hours=1.5):
            assert not browser.is_in()


def stay(browser: Browser, hours: float, every: float) -> bool:
    """Work for so long with a click at every so many hours; whether the session is still there."""
    if hours <= 0:
        return browser.is_in()
    with later(hours=every):
        return browser.is_in() and stay(browser, hours - every, every)


@pytest.mark.parametrize(("policy", "idle", "absolute"), [("modern", 4, 16), ("djcp", 0.5, 12)])
def test_sessions_end_idle_and_at_an_age_of_the_policy(door: Door, policy: str, idle: float, absolute: float) -> None:
    door.set("security.policy", policy)
    early, late = door.logged_in(), door.logged_in()
    with later(hours=idle - 0.05):
        assert early.is_in()
    with later(hours=idle + 0.05):
        assert not late.is_in()
    assert not stay(door.logged_in(), absolute + 1, idle * 0.9)
    assert stay(door.logged_in(), absolute - idle, idle * 0.9)


def test_a_session_over_stays_over(door: Door) -> None:
    browser = door.logged_in()
    with later(hours=5):
        assert not browser.is_in()
    assert not browser.is_in()


def test_the_time_of_the_last_click_is_written_once_a_minute(door: Door) -> None:
    browser = door.logged_in()
    seen = []
    for seconds in (0, 59, 61, 100, 119, 122):
        with later(seconds=seconds):
            browser.get("/")
        seen.append(int((last_seen(door) - START).total_seconds()))
    assert seen == [0, 0, 61, 61, 61, 122]


def last_seen(door: Door) -> datetime:
    with door.system.reading(access.operator()) as session:
        return session.scalars(select(LoginSession.last_seen)).one()


def test_old_sessions_are_cleared_away(door: Door) -> None:
    door.logged_in()
    with later(days=91):
        door.logged_in()
    with door.system.reading(access.operator()) as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_a_cookie_made_elsewhere_opens_nothing(door: Door) -> None:
    browser = door.browser()
    browser.client.set_cookie("ziqiang", "eyJ0b2tlbiI6ICJ4In0.aaaa.bbbb")
    assert not browser.is_in()
    with browser.client.session_transaction() as cookie:
        cookie["token"] = "not a token of any session"
    assert not browser.is_in()
    assert kind(browser.get("/", headers={"Accept": "application/json"})) == "login_needed"
