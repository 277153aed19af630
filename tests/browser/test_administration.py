"""The administration in a real browser against real processes: modules come and go, two people give a role.

The server is `ziqiang serve` on an empty organisation, with the example module's package on its path; every page on the
way is looked at.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import MILLISECONDS, watch
from tests.browser.served import PASSWORD, Product, Visitor, said, too_wide
from tests.examples.conftest import installed_example  # noqa: F401 (a fixture)

CHANGED = 60_000
OTHER = "Acht Schwalben am Dach 8"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, installed_example: Path) -> Iterator[tuple[str, str]]:  # noqa: F811
    """The address of the server, and the first administrator's one-time password."""
    home = tmp_path_factory.mktemp("administration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(installed_example))
        product = Product(home / "data", f"sqlite:///{home / 'z.db'}")
        password = product.one_time_password("init")
        with product.serving() as address:
            yield address, password


@pytest.fixture
def visitor(browser: Browser, served: tuple[str, str]) -> Iterator[Visitor]:
    """Somebody's browser; whatever it complained about fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(MILLISECONDS)
    one = watch(context.new_page())
    one.address = served[0]
    yield Visitor(one)
    context.close()
    assert one.complaints == []


def come_in(visitor: Visitor, login: str, first: str, password: str) -> None:
    """Log in: the first time with the password given for once, which is changed at once."""
    page = visitor.page
    page.goto(f"{visitor.watched.address}/login")
    for name, value in (("login", login), ("password", first)):
        page.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        visitor.button("Log in").click()
    if "/account/password" in page.url:
        visitor.change_password(first, password)


def enter_admin(visitor: Visitor, served: tuple[str, str]) -> None:
    """As the first administrator, whoever of the tests comes first."""
    page = visitor.page
    page.goto(f"{visitor.watched.address}/login")
    come_in(visitor, "admin", served[1], PASSWORD)
    if "/login" in page.url:
        come_in(visitor, "admin", PASSWORD, PASSWORD)
        visitor.watched.complaints.clear()  # the browser notes that the used password was refused


def change_module(visitor: Visitor) -> None:
    """Watch the job of a change to its end, over the server's starting afresh, and go back to the apps."""
    state = visitor.page.locator("[data-state]")
    expect(state).to_have_attribute("data-state", re.compile("done|failed"), timeout=CHANGED)
    assert state.get_attribute("data-state") == "done", visitor.page.locator("main").inner_text()
    visitor.press(visitor.button("Back to the apps"))


def test_a_module_is_installed_switched_and_taken_out_from_the_page(visitor: Visitor, served: tuple[str, str]) -> None:
    enter_admin(visitor, served)
    page = visitor.page
    visitor.open("/apps/")
    card = page.locator(".app-card").filter(has=page.locator("#app-uniforms"))
    card.locator("details.pop summary").click()
    visitor.look()
    with page.expect_navigation():
        card.locator("form.pop-body button").click()
    change_module(visitor)
    visitor.press(page.locator("#app-uniforms a"))
    expect(page.get_by_text(said("installed"), exact=True)).to_be_visible()
    switch = page.locator(".switches li")
    switch.get_by_role("button").click()
    expect(switch.locator(".pill")).to_have_text(said("on"))
    visitor.look()
    visitor.press(visitor.button("Uninstall"))
    expect(page.get_by_text("uniforms_sizes")).to_be_visible()
    page.locator("[name=confirm]").fill("uniforms")
    with page.expect_navigation():
        visitor.button("Uninstall").click()
    change_module(visitor)
    expect(card.get_by_text(said("available"), exact=True)).to_be_visible()


def make_user(visitor: Visitor, login: str, role: str) -> str:
    """Make a user on the page; her one-time password."""
    visitor.open("/users/new")
    visitor.page.locator("[name=login]").fill(login)
    visitor.page.locator("[name=role]").select_option(role)
    visitor.button("Make the user").click()
    expect(visitor.page.locator("h1")).to_have_text(said("One-time password"))
    visitor.look()
    return visitor.page.locator(".facts dd").nth(1).inner_text().strip()


def test_a_role_that_approves_is_given_by_two(visitor: Visitor, served: tuple[str, str]) -> None:
    enter_admin(visitor, served)
    page = visitor.page
    guard = make_user(visitor, "guard", "secadmin")
    make_user(visitor, "chief", "finance_head")
    visitor.open("/users/")
    visitor.press(page.get_by_role("link", name="chief", exact=True))
    visitor.leave()
    come_in(visitor, "guard", guard, OTHER)
    visitor.open("/roles/")
    visitor.press(page.locator('a[href^="/roles/requests/"]'))
    page.locator("[name=decision][value=approve]").check()
    visitor.press(visitor.button("Decide"))
    expect(page.locator('a[href^="/roles/requests/"]')).to_have_count(0)
    visitor.open("/account/sessions/")
    visitor.open("/access/?login=chief&permission=core.user.manage")
    expect(page.locator(".verdict .pill")).to_have_text(said("No"))
    visitor.open("/roles/finance_head")
    expect(page.get_by_role("link", name="chief", exact=True)).to_be_visible()


def test_the_settings_pages(visitor: Visitor, served: tuple[str, str]) -> None:
    enter_admin(visitor, served)
    page = visitor.page
    visitor.open("/workcalendar/?year=2026")
    expect(page.locator("td.day-statutory")).to_have_count(13)
    visitor.press(page.locator("td.day-makeup a").first)
    visitor.open("/workcalendar/notice?year=2027")
    page.locator("[name=document]").fill("国办发明电")
    page.locator("[name=text]").fill("一、元旦：1月1日（周五）至3日（周日）放假，共3天。")
    visitor.button("Read it").click()
    expect(page.get_by_text("元旦")).to_be_visible()
    visitor.look()
    for path in ("/organisation/", "/sequences/", "/settings/", "/users/", "/roles/branch", "/account/sessions/"):
        visitor.open(path)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/apps/", "/apps/staff", "/workcalendar/?year=2026", "/users/", "/roles/", "/access/"):
        visitor.open(path)
        assert not too_wide(page)
