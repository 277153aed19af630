"""Lock-out by account and by address, in the database, longer every time."""

import threading

import pytest

from app.core import clock
from app.core.errors import AccessDenied
from app.core.login import throttle, unlock
from app.core.login.house import visitor
from app.core.system import System
from tests.core.login.door import GOOD, OTHER, Door, application, later


def fail(door: Door, login: str = "li", times: int = 5, address: str = "192.0.2.7") -> None:
    browser = door.browser(address)
    for _ in range(times):
        assert browser.log_in(login, OTHER).status_code == 401


@pytest.mark.parametrize("login", ["li", "nobody"])
def test_five_failures_lock_an_account_known_or_not_from_everywhere(door: Door, login: str) -> None:
    fail(door, login)
    answer = door.browser("198.51.100.1").log_in(login, GOOD)
    assert answer.status_code == 429
    assert "15" in answer.text
    assert door.browser().log_in("boss", GOOD).status_code == 302
    assert [entry.object_key for entry in door.log("login.lock")] == ["li" if login == "li" else ""]
    assert len(door.log("login.refuse")) == 1


def test_a_lock_ends_and_the_next_one_lasts_twice_as_long(door: Door) -> None:
    fail(door)
    with later(minutes=14):
        assert door.browser().log_in("li", GOOD).status_code == 429
    with later(minutes=16):
        fail(door)
        with later(minutes=29):
            assert door.browser().log_in("li", GOOD).status_code == 429
        with later(minutes=31):
            assert door.browser().log_in("li", GOOD).status_code == 302
            fail(door)
            with later(minutes=16):
                assert door.browser().log_in("li", GOOD).status_code == 302


def test_failures_long_ago_do_not_count(door: Door) -> None:
    fail(door, times=4)
    with later(minutes=16):
        fail(door, times=4)
        assert door.browser().log_in("li", GOOD).status_code == 302


def test_a_log_in_forgets_the_account_s_failures(door: Door) -> None:
    for _ in range(3):
        fail(door, times=4)
        assert door.browser().log_in("li", GOOD).status_code == 302


def test_an_address_that_tries_many_names_is_locked_out(door: Door) -> None:
    browser = door.browser("203.0.113.5")
    for number in range(throttle.ALLOWED[throttle.ADDRESS]):
        assert browser.log_in(f"name{number}", OTHER).status_code == 401
    assert browser.log_in("li", GOOD).status_code == 429
    assert door.browser("203.0.113.6").log_in("li", GOOD).status_code == 302


def test_a_log_in_does_not_clear_the_address_for_more_guesses(door: Door) -> None:
    browser = door.browser("203.0.113.5")
    for number in range(throttle.ALLOWED[throttle.ADDRESS] - 1):
        browser.log_in(f"name{number}", OTHER)
    assert door.browser("203.0.113.5").log_in("boss", GOOD).status_code == 302
    assert browser.log_in("another", OTHER).status_code == 401
    assert browser.log_in("li", GOOD).status_code == 429


def test_several_processes_agree(door: Door) -> None:
    other = System(door.system.data_dir, door.system.database.url.render_as_string(hide_password=False), modules=())
    fail(door, times=3)
    fail(Door(other, application(other)), times=2)
    assert door.browser().log_in("li", GOOD).status_code == 429
    other.database.close()


def test_attempts_at_the_same_moment_get_no_more_guesses(door: Door) -> None:
    let_in: list[bool] = []
    now = clock.now()

    def attempt() -> None:
        with clock.frozen(now), door.system.writing(visitor()) as session:
            subjects = throttle.subjects_of(session, "li", "192.0.2.7")
            let_in.append(throttle.begin(session, subjects).refused_until is None)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(let_in) == [False] * 7 + [True] * 5


def test_an_administrator_opens_an_account_again(door: Door) -> None:
    fail(door)
    with door.system.writing(door.system.actor("boss")) as session:
        unlock(session, "li")
    assert door.browser().log_in("li", GOOD).status_code == 302
    assert [entry.actor for entry in door.log("login.unlock")] == ["boss"]
    with pytest.raises(AccessDenied), door.system.writing(door.system.actor("li")) as session:
        unlock(session, "boss")
