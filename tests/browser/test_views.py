"""A list looked at otherwise, in a real browser: pivot, chart, calendar and kanban, clean in every dress."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import MILLISECONDS, Watched, watch
from tests.browser.demo_house import DemoHouse, demo_house
from tests.browser.served import Visitor, too_wide

EMPLOYEES = "/staff/employees/"
VIEWS = (
    "?view=pivot&v.rows=branch,post&v.cols=status&v.measures=count,age",
    "?view=chart&v.kind=stacked",
    "?view=chart&v.rows=education&v.cols=&v.kind=pie",
    "?view=calendar&v.by=hired~&v.day=1",
    "?view=kanban&v.lanes=branch",
)
DRAWN = "() => [...document.querySelectorAll('.chart-canvas canvas')].filter((one) => one.width > 200).length"
INK = """() => {
  const canvas = document.querySelector('.chart-canvas canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let at = 0; at < pixels.length; at += 40) if (pixels[at + 3] === 255) colours.add(pixels[at]);
  return colours.size;
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    with demo_house(tmp_path_factory.mktemp("views") / "data") as made:
        yield made


def looking(
    house: DemoHouse, browser: Browser, login: str, theme: str, language: str, size: tuple[int, int]
) -> Watched:
    """A page of somebody who is logged in and chose so."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    context.set_default_timeout(MILLISECONDS)
    house.log_in(context, login)
    chosen = {"theme": theme, "language": language}.items()
    context.add_cookies([{"name": name, "value": value, "url": house.address} for name, value in chosen])
    watched = watch(context.new_page())
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    watched.address = house.address
    return watched


def chart_is_drawn(page: Page) -> None:
    """The canvas is there and has colours on it."""
    page.wait_for_function(DRAWN)
    assert page.evaluate(INK) > 2


def test_from_a_pivot_to_the_people_behind_a_figure(house: DemoHouse, browser: Browser) -> None:
    watched = looking(house, browser, "hr", "light", "zh_Hans_CN", (1366, 768))
    visitor, page = Visitor(watched), watched.page
    visitor.open(EMPLOYEES)
    visitor.press(page.locator(".views a").nth(3))
    expect(page.locator(".pivot tfoot td").last).to_have_text("438")
    with page.expect_navigation():
        page.locator("select[name='v.rows']").nth(1).select_option("post")
    visitor.look()
    groups = page.locator(".pivot tr.group-row")
    below = page.locator(".pivot tbody tr.depth-1").first
    groups.first.locator(".fold").click()
    expect(below).to_be_hidden()
    groups.first.locator(".fold").click()
    expect(below).to_be_visible()
    figure = below.locator("td a").first
    count = int(figure.inner_text())
    visitor.press(figure)
    expect(page.locator("tbody tr")).to_have_count(min(count, 80))
    expect(page.locator(".chip")).to_have_count(3)
    assert watched.complaints == []
    page.context.close()


def test_a_pivot_is_taken_along_as_a_workbook_with_numbers(house: DemoHouse, browser: Browser) -> None:
    watched = looking(house, browser, "finance", "light", "zh_Hans_CN", (1366, 768))
    page = watched.page
    page.goto(f"{house.address}/payroll/runs/{house.latest_run()}/slips/?view=pivot")
    shown = page.locator(".pivot tfoot td").last.inner_text().replace(",", "")
    page.locator(".control-end details.pop summary").first.click()
    with page.expect_download() as started:
        page.locator(".control-end a[download]").first.click()
    sheet = load_workbook(BytesIO(started.value.path().read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[sheet.max_row]][-1] == pytest.approx(float(shown))
    page.context.close()


def test_a_chart_is_drawn_and_a_bar_opens_its_list(house: DemoHouse, browser: Browser) -> None:
    watched = looking(house, browser, "hr", "light", "zh_Hans_CN", (1366, 768))
    visitor, page = Visitor(watched), watched.page
    visitor.open(f"{EMPLOYEES}?view=chart&v.rows=status&v.cols=&v.kind=bar")
    chart_is_drawn(page)
    page.locator(".chart-table summary").click()
    visitor.look()
    behind = page.locator(".chart-table tbody a").first
    url, count = behind.get_attribute("href") or "", behind.inner_text()
    box = page.locator(".chart-canvas").bounding_box()
    assert box is not None
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.8)
    assert page.url.endswith(url)
    expect(page.locator(".paging")).to_contain_text(count)
    assert watched.complaints == []
    page.context.close()


def test_the_calendar_is_walked_by_keyboard(house: DemoHouse, browser: Browser) -> None:
    watched = looking(house, browser, "hr", "light", "zh_Hans_CN", (1366, 768))
    visitor, page = Visitor(watched), watched.page
    visitor.open(f"{EMPLOYEES}?view=calendar&v.by=hired~")
    month = page.locator(".month h2").inner_text()
    page.locator(".month a[rel=prev]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".month h2").inner_text() != month
    visitor.look()
    entry = page.locator(".month-grid li a").first
    name = re.split("[ ,]", entry.inner_text())[0]
    entry.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(name)
    assert watched.complaints == []
    page.context.close()


@pytest.mark.parametrize(
    ("theme", "language", "size"),
    [("dark", "zh_Hans_CN", (1366, 768)), ("light", "en", (390, 844))],
    ids=["dark desk", "English phone"],
)
def test_every_view_is_clean_in_every_dress(
    house: DemoHouse, browser: Browser, theme: str, language: str, size: tuple[int, int]
) -> None:
    watched = looking(house, browser, "hr", theme, language, size)
    found = []
    for view in VIEWS:
        watched.page.goto(house.address + EMPLOYEES + view)
        if "chart" in view:
            chart_is_drawn(watched.page)
        found += [f"{view}: {one}" for one in watched.violations()]
        found += [f"{view}: wider than the screen"] if too_wide(watched.page) else []
    assert found + watched.complaints == []
    watched.page.context.close()
