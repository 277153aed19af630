"""Self-service on a phone, the command palette by keyboard, menus of sub-pages, and paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core import clock
from app.core.jobs import run_waiting
from tests.browser.conftest import MILLISECONDS, Watched, watch
from tests.browser.demo_house import PERSON, TODAY, DemoHouse, demo_house
from tests.browser.served import said, too_wide

DESK, PHONE = (1366, 768), (390, 844)
CARD = "6222020000000000000"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    with demo_house(tmp_path_factory.mktemp("selfservice") / "data") as made:
        yield made


@pytest.fixture
def visitors(browser: Browser, house: DemoHouse) -> Iterator["Visitors"]:
    made = Visitors(browser, house)
    yield made
    assert [one for watched in made.watched for one in watched.complaints] == []
    for watched in made.watched:
        watched.page.context.close()


class Visitors:
    """People before screens of their own; what their pages complain about fails the test."""

    def __init__(self, browser: Browser, house: DemoHouse) -> None:
        self.browser, self.house = browser, house
        self.watched: list[Watched] = []

    def as_(self, login: str, size: tuple[int, int] = DESK) -> Watched:
        viewport = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=viewport)  # type: ignore[arg-type]
        context.set_default_timeout(MILLISECONDS)
        self.house.log_in(context, login)
        chosen = {"language": "zh_Hans_CN", "theme": "light"}.items()
        context.add_cookies([{"name": name, "value": value, "url": self.house.address} for name, value in chosen])
        one = watch(context.new_page())
        one.address = self.house.address
        self.watched.append(one)
        return one


def look(watched: Watched) -> None:
    """axe finds nothing, and the page does not scroll sideways."""
    assert watched.violations() == []
    assert not too_wide(watched.page)


def press(page: Page, name: str) -> None:
    """Press the button or link of that text in the page."""
    main = page.locator("main")
    with page.expect_navigation():
        main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True)).click()


def test_she_reads_her_slip_and_asks_for_a_change_on_her_phone(visitors: Visitors) -> None:
    her = visitors.as_("employee", PHONE)
    page = her.page
    page.goto(f"{her.address}/my/")
    look(her)
    with page.expect_navigation():
        page.locator(".tile", has_text=said("My payslips")).click()
    with page.expect_navigation():
        page.locator(".records tbody a").first.click()
    page.locator(".lines > li > details > summary").first.click()
    expect(page.locator(".why p").first).to_be_visible()
    look(her)
    page.goto(f"{her.address}/my/change")
    page.locator("[name=contact-phone]").fill("13900001234")
    page.locator("[name=bank_account-account]").fill(CARD)
    page.locator("[name=reason]").fill("换了手机号和工资卡")
    press(page, said("Send"))
    look(her)
    request = page.url
    expect(page.locator("main")).to_contain_text("13900001234")
    expect(page.locator("main")).not_to_contain_text(CARD)
    decide_and_confirm(visitors, request)
    page.goto(request)
    expect(page.locator("main")).to_contain_text(said("Approved and recorded"))
    look(her)


def decide_and_confirm(visitors: Visitors, request: str) -> None:
    """HR approves both fields, finance confirms the account."""
    hr, finance = visitors.as_("hr"), visitors.as_("finance")
    hr.page.goto(f"{request}/decide")
    look(hr)
    for choice in hr.page.locator("input[value=approve]").all():
        choice.check()
    press(hr.page, said("Save the decision"))
    look(hr)
    finance.page.goto(request)
    expect(finance.page.locator("main")).not_to_contain_text("13900001234")
    finance.page.locator("details.pop > summary", has_text=said("Confirm")).click()
    with finance.page.expect_navigation():
        finance.page.locator("details.pop[open] button").click()
    look(finance)


def test_she_takes_a_copy_of_her_data_and_sees_it_in_the_log(visitors: Visitors) -> None:
    her = visitors.as_("employee", PHONE)
    her.page.goto(f"{her.address}/my/data")
    look(her)
    press(her.page, said("Prepare my copy"))
    with clock.frozen(TODAY):
        assert run_waiting(visitors.house.system) == 1
    with her.page.expect_download() as taken:
        her.page.locator("a[href$='.zip']").click()
    assert taken.value.suggested_filename.endswith(f"-{PERSON}-2026-11-25.zip")
    her.page.goto(f"{her.address}/my/seen")
    expect(her.page.locator("main")).to_contain_text(said("Took a copy of all data"))
    look(her)


def test_the_palette_finds_people_pages_and_actions_by_keyboard(visitors: Visitors) -> None:
    hr = visitors.as_("hr")
    page = hr.page
    page.goto(f"{hr.address}/staff/employee/{PERSON}")
    page.keyboard.press("/")
    find, options = page.locator("#find"), page.locator(".found [role=option]")
    expect(find).to_be_focused()
    expect(options.first).to_be_visible()
    expect(page.locator(".found [aria-selected=true]")).to_have_count(0)
    page.keyboard.type(PERSON.lower())
    expect(page.locator(".found [aria-selected=true]")).to_contain_text(PERSON)
    look(hr)
    page.keyboard.press("Escape")
    expect(page.locator(".found")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("zzjg")
    expect(page.locator(".found [aria-selected=true]")).to_contain_text(said("Organisation"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/staff/organisation/")
    page.keyboard.press("Control+k")
    page.keyboard.type("hire")
    expect(page.locator(".found [aria-selected=true]")).to_contain_text(said("Hire somebody"))
    page.locator("#find").fill("dark")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    look(hr)


def test_the_palette_offers_what_was_opened_and_only_what_one_may(visitors: Visitors) -> None:
    her = visitors.as_("employee", PHONE)
    page = her.page
    page.goto(f"{her.address}/my/?tab=career")
    name = page.locator("h1").inner_text()
    page.goto(f"{her.address}/my/data")
    page.locator("#find").click()
    opened = page.locator(".found [role=group]", has_text=said("Recently opened"))
    expect(opened.locator("[role=option]")).to_have_text(name)
    look(her)
    page.keyboard.type("ruzhi")
    expect(page.locator(".found-none")).to_have_text(said("Nothing was found."))


def test_a_record_belongs_to_the_entry_of_its_list(visitors: Visitors) -> None:
    hr = visitors.as_("hr")
    for path in (f"/staff/employee/{PERSON}", f"/staff/facts/{PERSON}/post", "/staff/hiring/"):
        hr.page.goto(hr.address + path)
        expect(hr.page.locator(".modules [aria-current]")).to_have_text(said("Employees"))
    finance = visitors.as_("finance")
    run = visitors.house.latest_run()
    for path in (f"/payroll/runs/{run}/", f"/payroll/runs/{run}/slips/", f"/payroll/slips/{run}/{PERSON}/"):
        finance.page.goto(finance.address + path)
        expect(finance.page.locator(".modules [aria-current]")).to_have_text(said("Pay runs"))


def test_what_a_thumb_presses_is_large_enough_and_nothing_is_cut_off(visitors: Visitors) -> None:
    hr = visitors.as_("hr", PHONE)
    page = hr.page
    for path in ("/staff/employees/", f"/staff/employee/{PERSON}", f"/staff/facts/{PERSON}/post"):
        page.goto(hr.address + path)
        small = page.evaluate(
            "[...document.querySelectorAll('.topbar summary, .topbar .modules a, .bell, main .btn, .form-control')]"
            ".filter((one) => one.checkVisibility() && one.type !== 'checkbox' && one.type !== 'radio')"
            ".map((one) => [one.className, one.getBoundingClientRect().height])"
            ".filter(([name, height]) => height > 0 && height < 32)"
        )
        assert small == [], path
    last = page.locator(".modules a").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    page.locator(".apps > summary").click()
    expect(page.locator(".apps .menu-body")).to_be_in_viewport(ratio=1)


def test_paper_has_no_frame_and_light_colours(visitors: Visitors) -> None:
    hr = visitors.as_("hr")
    hr.page.context.add_cookies([{"name": "theme", "value": "dark", "url": hr.address}])
    hr.page.goto(f"{hr.address}/staff/employees/")
    hr.page.emulate_media(media="print")
    for hidden in (".topbar", ".facets", ".control .buttons", ".search"):
        expect(hr.page.locator(hidden).first).to_be_hidden()
    expect(hr.page.locator(".records thead")).to_be_visible()
    colours = hr.page.evaluate(
        "['body', '.records td'].map((place) => getComputedStyle(document.querySelector(place)))"
        ".map((style, at) => at ? style.color : style.backgroundColor)"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    whole = hr.page.evaluate("getComputedStyle(document.querySelector('.list .scroll')).overflowY")
    assert whole == "visible"
