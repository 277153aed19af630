"""Boards in a real browser: figures open lists, tiles are moved by buttons and by hand, a branch ticks her step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import MILLISECONDS, Watched, watch
from tests.browser.demo_house import DemoHouse, demo_house
from tests.browser.served import Visitor, too_wide

SIZES = {"desk": (1366, 768), "phone": (390, 844)}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    with demo_house(tmp_path_factory.mktemp("boards") / "data") as made:
        yield made


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


def visitor(house: DemoHouse, browser: Browser, contexts: list[BrowserContext], login: str) -> Visitor:
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768}, reduced_motion="reduce"
    )
    contexts.append(context)
    context.set_default_timeout(MILLISECONDS)
    house.log_in(context, login)
    watched: Watched = watch(context.new_page())
    watched.address = house.address
    return Visitor(watched)


def test_a_count_and_a_chart_open_the_people_behind_them(
    house: DemoHouse, browser: Browser, contexts: list[BrowserContext]
) -> None:
    leader = visitor(house, browser, contexts, "leader")
    leader.open("/")
    page = leader.page
    expect(page.locator(".chart-canvas canvas").first).to_be_visible()
    tile = page.locator("[data-tile='staff.service']")
    tile.locator("summary").click()
    link = tile.locator(".chart-table a").nth(1)
    count = link.inner_text()
    leader.press(link)
    expect(page.locator(".paging")).to_contain_text(count)
    leader.open("/attention/")
    figure = page.locator("a.tile[href*='/staff/due/registration-over/']")
    count = figure.locator("strong").inner_text()
    leader.press(figure)
    expect(page.locator(".paging")).to_contain_text(count)
    assert leader.watched.complaints == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("theme", "language"), [("light", "zh_Hans_CN"), ("dark", "en")])
def test_every_board_is_clean(
    house: DemoHouse, browser: Browser, contexts: list[BrowserContext], size: str, theme: str, language: str
) -> None:
    paths = {
        "leader": ("/",),
        "hr": ("/?arrange=1", "/year/2026/"),
        "branch": ("/", "/year/2026/staff.health_checks"),
        "finance": ("/attention/",),
    }
    for login, visited in paths.items():
        one = visitor(house, browser, contexts, login)
        chosen = {"language": language, "theme": theme}.items()
        contexts[-1].add_cookies([{"name": name, "value": value, "url": house.address} for name, value in chosen])
        width, height = SIZES[size]
        one.page.set_viewport_size({"width": width, "height": height})
        for path in visited:
            one.open(path)
            assert not too_wide(one.page)
        assert one.watched.complaints == []


def test_a_first_page_is_arranged_by_buttons_and_by_hand(
    house: DemoHouse, browser: Browser, contexts: list[BrowserContext]
) -> None:
    hr = visitor(house, browser, contexts, "hr_head")
    hr.open("/")
    page = hr.page
    names = page.locator("[data-tile]")
    before = [tile.get_attribute("data-tile") for tile in names.all()]
    hr.press(page.locator("a[href='/?arrange=1']"))
    first, second = before[0], before[1]
    hr.press(page.locator(f"[data-tile='{first}'] .tile-moves form").nth(1).locator("button"))
    assert [tile.get_attribute("data-tile") for tile in names.all()][:2] == [second, first]
    with page.expect_navigation():
        page.locator(f"[data-tile='{second}']").drag_to(page.locator(f"[data-tile='{first}']"))
    assert [tile.get_attribute("data-tile") for tile in names.all()][:2] == [first, second]
    hr.press(page.locator("[data-tile='staff.turnover'] .tile-moves form").last.locator("button"))
    expect(page.locator("[data-tile='staff.turnover']")).to_have_count(0)
    page.locator(".arranging select[name=tile]").select_option("staff.turnover")
    hr.press(page.locator(".arranging button"))
    expect(page.locator("[data-tile]").last).to_have_attribute("data-tile", "staff.turnover")
    page.locator(".control details.pop > summary").click()
    hr.press(page.locator(".control .pop-body button"))
    hr.open("/")
    assert [tile.get_attribute("data-tile") for tile in names.all()] == before
    assert hr.watched.complaints == []


def test_a_branch_ticks_her_step_and_headquarters_sees_it(
    house: DemoHouse, browser: Browser, contexts: list[BrowserContext]
) -> None:
    branch = visitor(house, browser, contexts, "branch")
    branch.open("/year/")
    page = branch.page
    branch.press(page.locator("a.year-card[href$='staff.agreements']"))
    steps = page.locator(".year-steps li")
    expect(steps).to_have_count(1)
    steps.locator("summary").click()
    page.locator(".pop-body [name=note]").fill("演示")
    branch.press(page.locator(".pop-body button"))
    expect(steps).to_contain_text("演示")
    hr = visitor(house, browser, contexts, "hr")
    hr.open("/year/2026/staff.agreements")
    expect(hr.page.locator(".year-steps li")).to_have_count(11)
    expect(hr.page.locator(".year-steps li", has_text="演示")).to_have_count(1)
    assert [*branch.watched.complaints, *hr.watched.complaints] == []
