"""The second factor: codes of RFC 6238, taken once; recovery codes; set up and stopped by its owner."""

import base64
import re

import pytest
from sqlalchemy import text

from app.core import access, clock
from app.core.login.secondfactor import code_at
from tests.core.login.door import GOOD, OTHER, Browser, Door, later

PAGE = "/account/two-factor"
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(instant: int, code: str) -> None:
    assert code_at(RFC_SECRET, instant // 30) == code  # RFC 6238, appendix B, last six digits


def now_code(secret: str, steps: int = 0) -> str:
    return code_at(secret, int(clock.now().timestamp()) // 30 + steps)


def set_up(browser: Browser) -> tuple[str, list[str]]:
    """Set the second factor up on its pages; the secret and the recovery codes."""
    assert browser.post(f"{PAGE}/begin", PAGE, present=GOOD).status_code == 302
    page = browser.get(PAGE).text
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret is not None
    shown = browser.post(f"{PAGE}/confirm", PAGE, code=now_code(secret.group(1)))
    return secret.group(1), re.findall(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>", shown.text)


def to_code(door: Door, address: str = "192.0.2.7") -> Browser:
    browser = door.browser(address)
    answer = browser.log_in("li", GOOD, next="/?q=1")
    assert (answer.status_code, answer.location) == (302, "/login/code?next=/?q%3D1")
    return browser


def give(browser: Browser, code: str) -> int:
    return browser.post("/login/code", "/login/code", code=code, next="/?q=1").status_code


def test_it_is_asked_for_once_it_was_set_up(door: Door) -> None:
    secret, codes = set_up(door.logged_in())
    assert len(set(codes)) == 10
    with later(minutes=2):
        browser = to_code(door)
        assert browser.get("/").location == "/login?next=/"
        assert browser.get("/account/password").location.startswith("/login")
        assert browser.get("/login/code").status_code == 200
        assert give(browser, now_code(secret)) == 302
        assert browser.get("/").text == "li"
    assert [entry.object_key for entry in door.log("two_factor.on")] == ["li"]


def test_it_counts_only_after_a_right_first_code(door: Door) -> None:
    browser = door.logged_in()
    browser.post(f"{PAGE}/begin", PAGE, present=GOOD)
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", browser.get(PAGE).text)[0]
    assert browser.post(f"{PAGE}/confirm", PAGE, code=now_code(secret, 5)).status_code == 401
    assert door.logged_in().is_in()


def test_clocks_may_differ_by_half_a_minute_but_no_more(door: Door) -> None:
    secret, _codes = set_up(door.logged_in())
    for steps, status in ((-2, 401), (2, 401), (-1, 302)):
        with later(minutes=10):
            assert give(to_code(door), now_code(secret, steps)) == status
    with later(minutes=20):
        assert give(to_code(door), now_code(secret, 1)) == 302


def test_a_code_is_taken_once(door: Door) -> None:
    secret, _codes = set_up(door.logged_in())
    assert give(to_code(door), now_code(secret)) == 401  # used for setting up
    with later(minutes=3):
        assert give(to_code(door), now_code(secret)) == 302
        assert give(to_code(door), now_code(secret)) == 401
        assert give(to_code(door), now_code(secret, -1)) == 401


def test_a_recovery_code_opens_once_however_it_is_typed(door: Door) -> None:
    _secret, codes = set_up(door.logged_in())
    assert give(to_code(door), codes[0]) == 302
    assert give(to_code(door), codes[0]) == 401
    assert give(to_code(door), codes[1].lower().replace("-", " ")) == 302
    assert len(door.log("two_factor.recovery_code")) == 2


def test_codes_of_others_open_nothing(door: Door) -> None:
    set_up(door.logged_in())
    _secret, codes = set_up(door.logged_in("boss"))
    assert give(to_code(door), codes[0]) == 401


def test_a_known_password_buys_no_more_guesses_of_the_code(door: Door) -> None:
    set_up(door.logged_in())
    statuses = [give(to_code(door), "000000") for _ in range(4)]
    browser = to_code(door)
    assert [*statuses, give(browser, "000000"), give(browser, "000000")] == [401] * 5 + [429]
    assert door.browser().log_in("li", GOOD).status_code == 429
    assert len(door.log("login.code_fail")) == 5


def test_the_code_must_come_within_five_minutes(door: Door) -> None:
    secret, _codes = set_up(door.logged_in())
    browser = to_code(door)
    with later(minutes=6):
        page = browser.get("/login/code")
        assert page.location.startswith("/login")
        assert browser.post("/login/code", "/login", code=now_code(secret)).location.startswith("/login")
        assert not browser.is_in()


def test_a_new_cookie_comes_with_the_code(door: Door) -> None:
    secret, _codes = set_up(door.logged_in())
    with later(minutes=2):
        browser = to_code(door)
        copy = door.browser()
        copy.client.set_cookie("ziqiang", browser.cookie())
        assert give(browser, now_code(secret)) == 302
        assert (browser.is_in(), copy.is_in()) == (True, False)


def test_stopping_asks_for_the_password(door: Door) -> None:
    browser = door.logged_in()
    set_up(browser)
    assert browser.post(f"{PAGE}/stop", PAGE, present=OTHER).status_code == 401
    assert browser.post(f"{PAGE}/stop", PAGE, present=GOOD).status_code == 302
    assert door.logged_in().is_in()
    assert len(door.log("two_factor.off")) == 1
    assert browser.post(f"{PAGE}/begin", PAGE, present=OTHER).status_code == 401


def test_the_picture_is_there_while_it_is_needed(door: Door) -> None:
    browser = door.logged_in()
    assert browser.get(f"{PAGE}/picture.svg").status_code == 404
    browser.post(f"{PAGE}/begin", PAGE, present=GOOD)
    assert f'src="{PAGE}/picture.svg"' in browser.get(PAGE).text
    picture = browser.get(f"{PAGE}/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert "style=" not in picture.text
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", browser.get(PAGE).text)[0]
    browser.post(f"{PAGE}/confirm", PAGE, code=now_code(secret))
    assert browser.get(f"{PAGE}/picture.svg").status_code == 404


def test_neither_secret_nor_codes_stand_readable_in_the_database(door: Door) -> None:
    secret, codes = set_up(door.logged_in())
    with door.system.reading(access.operator()) as session:
        rows = repr([session.execute(text(f"SELECT * FROM {table}")).all() for table in TABLES])
    assert secret not in rows
    assert not any(code in rows or code.replace("-", "") in rows for code in codes)


TABLES = ("core_credentials", "core_recovery_codes", "core_audit_entries", "core_sessions")
