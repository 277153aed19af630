"""Passwords: the two policies, one-time passwords, the change and the renewal."""

import re

import pytest

from app.core import access
from app.core.access import LoginTaken
from app.core.errors import AccessDenied, ZiqiangError
from app.core.login import PROFILES, check_password, renew_password
from app.core.login.wellknown import is_well_known, well_known
from tests.core.login.door import GOOD, OTHER, Browser, Door, kind, later

NEW = "Nebel im November 4"


def refused(password: str, policy: str = "modern", login: str = "zhangsan") -> str:
    try:
        check_password(PROFILES[policy], login, password)
    except ZiqiangError as error:
        return error.kind
    return ""


@pytest.mark.parametrize(
    ("password", "modern", "djcp"),
    [
        ("kurz7!X", "password_too_short", "password_too_short"),
        ("x" * 201, "password_too_long", "password_too_long"),
        ("quittenbaumwiese", "", "password_too_simple"),
        ("Quittenbaumwiese", "", "password_too_simple"),
        ("Quittenbaum7wiese", "", ""),
        ("quittenbaum-7", "", ""),
        ("ZhangSan-2026-xy", "password_has_login", "password_has_login"),
        ("woaini1314520", "password_well_known", "password_too_simple"),
        ("Woaini1314!!", "password_well_known", "password_well_known"),
        ("P@ssw0rd123", "password_well_known", "password_well_known"),
        ("一只猫坐在屋顶上看月亮", "", "password_too_simple"),
    ],
)
def test_what_the_policies_refuse(password: str, modern: str, djcp: str) -> None:
    assert (refused(password), refused(password, "djcp")) == (modern, djcp)


@pytest.mark.parametrize(
    "password",
    [
        "woaini1314",
        "a123456",
        "5201314",
        "A1234567890",
        "Password2026!",
        "qwertyuiop",
        "1234567890",
        "9876543210",
        "7890123456",
        "aaaaaaaaaaaa",
        "112112112112",
        "abcdefghijkl",
        "!!sunshine!!",
        "88888888888",
    ],
)
def test_passwords_that_everybody_tries_first(password: str) -> None:
    assert is_well_known(password)


@pytest.mark.parametrize("password", [GOOD, OTHER, NEW, "sunshine quitten baum", "x7-Qm_4vRt9", "13572468901"])
def test_others_are_not_held_for_well_known(password: str) -> None:
    assert not is_well_known(password)


def test_the_list_is_there_and_in_the_form_that_is_looked_up() -> None:
    assert 1000 < len(well_known()) < 2500
    assert all(word == word.casefold().strip() for word in well_known())


def change(browser: Browser, present: str, new: str, again: str | None = None) -> int:
    answer = browser.post("/account/password", "/account/password", present=present, new=new, again=again or new)
    return answer.status_code


def test_with_a_one_time_password_only_its_change_is_open(door: Door) -> None:
    door.add_user("new", "hr", OTHER, must_change=True)
    browser = door.logged_in("new", OTHER)
    assert browser.get("/").location == "/account/password"
    assert browser.get("/account/two-factor").location == "/account/password"
    assert browser.post("/write", "/account/password").location == "/account/password"
    answer = browser.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, kind(answer)) == (403, "password_change_needed")
    assert change(browser, OTHER, NEW) == 302
    assert browser.get("/").text == "new"
    assert door.browser().log_in("new", OTHER).status_code == 401
    assert door.browser().log_in("new", NEW).status_code == 302


def test_from_a_one_time_password_one_can_log_out(door: Door) -> None:
    door.add_user("new", "hr", OTHER, must_change=True)
    browser = door.logged_in("new", OTHER)
    assert browser.post("/logout", "/account/password").location == "/login"
    assert browser.get("/account/password").location.startswith("/login")


@pytest.mark.parametrize(
    ("present", "new", "again", "status"),
    [
        (OTHER, NEW, NEW, 401),
        (GOOD, NEW, NEW + "x", 400),
        (GOOD, GOOD, GOOD, 400),
        (GOOD, "kurz", "kurz", 400),
        (GOOD, "woaini1314520", "woaini1314520", 400),
    ],
)
def test_a_refused_change_changes_nothing(door: Door, present: str, new: str, again: str, status: int) -> None:
    browser = door.logged_in()
    assert change(browser, present, new, again) == status
    assert browser.is_in()
    assert door.browser().log_in("li", GOOD).status_code == 302
    assert door.log("password.change") == []


def test_a_change_ends_every_other_session_and_renews_this_one(door: Door) -> None:
    browser, other = door.logged_in(), door.logged_in()
    before = browser.cookie()
    copy = door.browser()
    copy.client.set_cookie("ziqiang", before)
    assert change(browser, GOOD, NEW) == 302
    assert (browser.is_in(), other.is_in(), copy.is_in()) == (True, False, False)
    (entry,) = door.log("password.change")
    assert (entry.actor, entry.object_key, entry.address) == ("li", "li", "192.0.2.7")


def test_guessing_the_present_password_is_locked_out_too(door: Door) -> None:
    browser = door.logged_in()
    for _ in range(5):
        assert change(browser, OTHER, NEW) == 401
    assert change(browser, GOOD, NEW) == 429


def test_djcp_asks_for_a_new_password_after_ninety_days(door: Door) -> None:
    door.set("security.policy", "djcp")
    door.logged_in()
    with later(days=89):
        assert door.logged_in().get("/").text == "li"
    with later(days=91):
        browser = door.logged_in()
        assert browser.get("/").location == "/account/password"
        assert change(browser, GOOD, NEW) == 302
        assert browser.get("/").text == "li"
    door.set("security.policy", "modern")
    with later(days=400):
        assert door.logged_in("li", NEW).is_in()


def test_an_administrator_gives_a_one_time_password(door: Door) -> None:
    browser = door.logged_in()
    for _ in range(5):
        door.browser().log_in("li", OTHER)
    with door.system.writing(door.system.actor("boss")) as session:
        password = renew_password(session, "li")
    assert not browser.is_in()
    assert door.browser().log_in("li", GOOD).status_code == 401
    assert door.logged_in("li", password).get("/").location == "/account/password"
    (entry,) = door.log("password.renew")
    assert (entry.actor, entry.object_key) == ("boss", "li")
    assert password not in entry.detail
    with door.system.writing(door.system.actor("li")) as session, pytest.raises(AccessDenied):
        renew_password(session, "boss")


def test_nobody_is_called_like_those_who_act_without_a_log_in(door: Door) -> None:
    for login in ("operator", "-", "system"):
        with pytest.raises(LoginTaken), door.system.writing(access.operator()) as session:
            access.add_user(session, login, "hr", None, "x")


def test_the_page_says_what_is_asked(door: Door) -> None:
    door.set("security.policy", "djcp")
    page = door.logged_in().get("/account/password").text
    assert re.search(r'aria-describedby="new-hint"', page)
    assert "10" in page
    assert "3" in page
