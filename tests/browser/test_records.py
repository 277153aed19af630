"""Records as people work with them: walking through a list, notes and activities beside a record, nothing lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import MILLISECONDS, Watched, watch
from tests.browser.demo_house import PERSON, DemoHouse, demo_house
from tests.browser.served import said, too_wide

LIST = "/staff/employees/?f.status=active&sort=name"


@dataclass(frozen=True)
class Desk:
    """Somebody of HR before her screen."""

    watched: Watched

    def open(self, path: str) -> None:
        answer = self.watched.page.goto(self.watched.address + path)
        assert answer is not None
        assert answer.status == 200, path

    def press(self, place: Locator) -> None:
        with self.watched.page.expect_navigation():
            place.click()

    def is_clean(self) -> None:
        assert self.watched.violations() == []
        assert not too_wide(self.watched.page)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    with demo_house(tmp_path_factory.mktemp("records") / "data") as built:
        yield built


@pytest.fixture
def desk(house: DemoHouse, browser: Browser) -> Iterator[Desk]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(MILLISECONDS)
    house.log_in(context, "hr")
    watched = watch(context.new_page())
    watched.address = house.address
    yield Desk(watched)
    context.close()
    assert watched.complaints == []


def test_walking_within_a_list_and_back_to_it(desk: Desk) -> None:
    page = desk.watched.page
    desk.open(LIST)
    names = page.locator("tbody tr .person a").all_inner_texts()
    desk.press(page.locator("tbody tr .person a").nth(2))
    expect(page.locator(".paging")).to_contain_text(re.compile(r"^\s*3 / \d+"))
    expect(page.locator(".record-title .name")).to_have_text(names[2])
    desk.press(page.locator("[rel=next]"))
    expect(page.locator(".record-title .name")).to_have_text(names[3])
    desk.press(page.locator(".tabs a").nth(1))
    expect(page.locator(".paging")).to_contain_text(re.compile(r"^\s*4 / \d+"))
    desk.press(page.locator("[rel=prev]"))
    desk.press(page.locator("[rel=prev]"))
    expect(page.locator(".record-title .name")).to_have_text(names[1])
    desk.is_clean()
    desk.press(page.locator(".crumbs a").first)
    assert page.url == desk.watched.address + LIST
    assert page.locator("tbody tr .person a").all_inner_texts() == names


def test_an_activity_is_planned_beside_the_record_and_done_from_the_bell(desk: Desk) -> None:
    page = desk.watched.page
    desk.open(f"/staff/employee/{PERSON}?tab=career")
    page.locator(".composers summary").nth(0).click()
    page.locator("[name=text]").fill("演示备注")
    desk.press(page.locator("details[open] form button"))
    expect(page.locator(".stream .note").first).to_have_text("演示备注")
    page.locator(".composers summary").nth(1).click()
    page.locator("[name=summary]").fill("收取证书")
    page.locator("[name=due]").fill("2026-11-20")
    desk.is_clean()
    desk.press(page.locator("details[open] form button"))
    assert "tab=career" in page.url
    card = page.locator(".to-do").filter(has_text="收取证书")
    expect(card.locator(".text-danger")).to_contain_text("2026-11-20")
    expect(page.locator(".bell b")).to_have_text("1")
    page.locator(".bell").click()
    expect(page.locator(".bell-menu .to-do")).to_contain_text("收取证书")
    desk.is_clean()
    desk.press(page.locator(".bell-menu .to-do button"))
    assert page.url.endswith("/activities/")
    expect(page.locator(".bell b")).to_have_count(0)
    expect(page.locator("tbody tr")).to_have_count(0)


def test_nothing_typed_is_lost_unasked(desk: Desk) -> None:
    page = desk.watched.page
    dialog, path = page.locator("dialog[data-leaving]"), f"/staff/facts/{PERSON}/contact"
    desk.open(path)
    desk.press(page.locator(".crumbs a").nth(1))  # nothing was typed: nothing is asked
    desk.open(path)
    page.locator("[name=phone]").fill("12600000000")
    expect(page.locator(".will-change ins")).to_have_text("12600000000")
    page.locator(".crumbs a").nth(1).click()
    expect(dialog).to_be_visible()
    desk.is_clean()
    dialog.locator("[data-stay]").click()
    expect(page.locator("[name=phone]")).to_have_value("12600000000")
    page.locator(".crumbs a").nth(1).click()
    desk.press(dialog.locator("[data-go]"))
    desk.open(path)
    page.locator("[name=phone]").fill("12600000001")
    desk.press(page.get_by_role("link", name=said("Discard"), exact=True))
    desk.open(path)
    page.locator("[name=phone]").fill("12600000002")
    page.locator("[name=document]").fill("2026-1")
    page.locator("[name=start]").fill("2026-11-25")
    desk.press(page.locator(".control button"))  # saving asks nothing either
    assert f"/staff/employee/{PERSON}" in page.url


def test_closing_a_page_with_something_typed_is_asked(desk: Desk) -> None:
    page = desk.watched.page
    desk.open(f"/staff/leaving/{PERSON}")
    page.locator("[name=note]").press_sequentially("搬家")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
