"""The door before the whole application: its frame, its errors, its headers, and nothing open beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from app.core import clock
from app.core.system import System
from tests.core.login.door import GOOD, START, Door, kind, later

OPEN_TO_VISITORS = {"static", "login.enter", "preferences"}


@pytest.fixture
def product(data_dir: Path, sqlite_url: str) -> Iterator[Door]:
    """The product with its modules."""
    system = System(data_dir, sqlite_url)
    system.set_up()
    with clock.frozen(START):
        door = Door(system, create_app(system))
        door.add_user("li", "hr")
        yield door
    system.database.close()


def test_one_logs_in_within_the_frame(product: Door) -> None:
    page = product.browser().get("/login")
    assert page.status_code == 200
    assert 'class="gate-card sheet"' in page.text
    browser = product.browser()
    assert browser.log_in("li", GOOD).status_code == 302
    assert browser.get("/").status_code == 200
    assert browser.get("/account/password").status_code == 200
    assert browser.get("/account/two-factor").status_code == 200


def test_nothing_is_open_to_visitors_but_the_door(product: Door) -> None:
    browser = product.browser()
    browser.get("/login")
    for rule in product.app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_VISITORS or rule.endpoint.endswith(".static"):
            continue
        path = product.app.url_map.bind("localhost").build(
            rule.endpoint, dict.fromkeys(rule.arguments, 1), force_external=False
        )
        answer = browser.get(path) if "GET" in (rule.methods or ()) else browser.post(path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/login"), rule


def test_the_language_can_be_chosen_before_the_log_in(product: Door) -> None:
    browser = product.browser()
    assert browser.post("/preferences", language="en", next="/login").status_code == 302
    assert 'lang="en"' in browser.get("/login").text


def test_errors_of_the_door_are_pages_of_the_product(product: Door) -> None:
    browser = product.browser()
    for answer in (browser.post_raw("/login", login="li"), browser.get("/", base_url="http://evil.example")):
        assert answer.status_code == 400
        assert "<title>" in answer.text
    answer = browser.get("/", base_url="http://evil.example", headers={"Accept": "application/json"})
    assert kind(answer) == "unknown_host"


def test_a_session_over_in_the_middle_of_work_leads_back_to_the_page(product: Door) -> None:
    browser = product.browser()
    browser.log_in("li", GOOD)
    with later(hours=5):
        assert browser.get("/account/two-factor").location == "/login?next=/account/two-factor"
        assert browser.log_in("li", GOOD, next="/account/two-factor").location == "/account/two-factor"
