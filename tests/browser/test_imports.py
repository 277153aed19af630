"""The import wizard and the grid in a real browser: a GBK table with headings of its own becomes people's facts.

HR matches the columns, pastes the right value over a red cell, looks at what changes and applies it. Finance pastes a
block from Excel into the month's inputs.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.core import access, clock
from app.core.jobs import run_waiting
from app.payroll.models import MonthGrade
from app.staff.models import Grading, StaffToday
from tests.browser.conftest import Watched, watch
from tests.browser.demo_house import TODAY, DemoHouse, demo_house
from tests.browser.served import said, too_wide

SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(paste);
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    with demo_house(tmp_path_factory.mktemp("imports") / "data") as made:
        yield made


def enter(house: DemoHouse, browser: Browser, login: str, size: str = "desk") -> Watched:
    """A watched page of somebody."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=SIZES[size])  # type: ignore[arg-type]
    house.log_in(context, login)
    watched = watch(context.new_page())
    watched.address = house.address
    return watched


def look(watched: Watched) -> None:
    """The page as it stands is clean."""
    assert watched.violations() == []
    assert not too_wide(watched.page)
    expect(watched.page.locator("h1")).to_have_count(1)
    assert watched.complaints == []


def run_job(house: DemoHouse, page: Page) -> int:
    """Run the job whose page is open; its number."""
    number = int(page.url.rpartition("/")[2])
    with clock.frozen(TODAY):
        assert run_waiting(house.system) == 1
    return number


def two_people(house: DemoHouse) -> list[tuple[str, int]]:
    """Numbers of two people whose step can go up by a row of the scale, and their steps."""
    with house.system.reading(access.operator()) as session:
        statement = select(StaffToday.number, StaffToday.step).where(StaffToday.status == "active", StaffToday.step < 3)
        found = session.execute(statement.order_by(StaffToday.number).limit(2)).all()
    assert len(found) == 2
    return [(number, step) for number, step in found]


def test_a_table_with_headings_of_its_own_is_matched_mended_and_applied(house: DemoHouse, browser: Browser) -> None:
    people = two_people(house)
    lines = ["员工代号,从哪天起,改什么,改成", *(f"{number},2026-11-16,档次,{step + 1}" for number, step in people)]
    lines[2] = lines[2].replace("2026-11-16", "下个月")
    watched = enter(house, browser, "hr")
    page = watched.page
    page.goto(f"{house.address}/imports/changes")
    look(watched)
    content = "\r\n".join(lines).encode("gbk")
    page.locator("[name=file]").set_input_files({"name": "调档.csv", "mimeType": "text/csv", "buffer": content})
    page.locator("form.stacked button").click()
    page.wait_for_url("**/jobs/*")
    page.goto(f"{house.address}/imports/result/{run_job(house, page)}")
    page.wait_for_url("**/match")
    look(watched)
    expect(page.get_by_role("alert")).to_contain_text("变动日期")
    for heading, field in (("从哪天起", "start"), ("改什么", "field"), ("改成", "value")):
        page.get_by_label(heading, exact=True).select_option(field)
    page.get_by_role("button", name=said("Check the file")).click()
    page.wait_for_url("**/jobs/*")
    page.goto(f"{house.address}/imports/result/{run_job(house, page)}")
    look(watched)
    page.get_by_role("link", name=said("Fix in the browser")).click()
    expect(page.locator("form.ready")).to_be_visible()
    look(watched)
    bad = page.locator("td[aria-invalid=true]")
    expect(bad).to_have_text("下个月")
    bad.click()
    page.evaluate(PASTE, "2026年11月16日\n")
    expect(page.locator("td.changed")).to_have_text("2026年11月16日")
    page.keyboard.press("Control+z")
    expect(page.locator("td[aria-invalid=true]")).to_have_text("下个月")
    page.keyboard.press("Control+y")
    look(watched)
    page.locator("[data-save]").click()
    page.wait_for_url("**/jobs/*")
    page.goto(f"{house.address}/imports/result/{run_job(house, page)}")
    look(watched)
    expect(page.locator("main")).to_contain_text(people[1][0])
    page.get_by_role("button", name=said("Apply"), exact=True).click()
    page.wait_for_url("**/jobs/*")
    page.goto(f"{house.address}/imports/result/{run_job(house, page)}")
    expect(page.get_by_role("heading", name=said("Applied"), exact=True)).to_be_visible()
    look(watched)
    page.goto(f"{house.address}/imports/history")
    expect(page.locator("tbody tr").first).to_contain_text("调档.csv")
    look(watched)
    with house.system.reading(access.operator()) as session:
        steps = select(StaffToday.number, Grading.step).join(Grading, Grading.employee_id == StaffToday.employee_id)
        steps = steps.where(Grading.start == date(2026, 11, 16), Grading.known_to.is_(None))
        assert {(number, step + 1) for number, step in people} <= {tuple(row) for row in session.execute(steps)}
    page.context.close()


@pytest.mark.parametrize(("size", "month"), [("desk", "2027-01"), ("phone", "2027-02")])
def test_a_block_from_excel_is_pasted_into_the_month(house: DemoHouse, browser: Browser, size: str, month: str) -> None:
    watched = enter(house, browser, "finance", size)
    page = watched.page
    page.goto(f"{house.address}/payroll/inputs/?month={month}")
    expect(page.locator("form.ready")).to_be_visible()
    look(watched)
    page.locator("tbody tr").nth(0).locator("td").first.click()
    page.evaluate(PASTE, '优秀\t"1,200.50"\n没有这种\t800\n')
    dialog = page.locator("dialog.grid-paste")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".bad")).to_have_text("没有这种")
    assert watched.violations() == []
    dialog.locator("[data-take]").click()
    expect(page.locator("td.changed")).to_have_count(4)
    page.locator("[data-save]").click()
    expect(page.locator(".grid-message")).to_contain_text("没有这种")
    expect(page.locator("td[aria-invalid=true]")).to_have_count(1)
    page.keyboard.type("合格")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(page.locator("tbody tr").nth(2).locator("td").first).to_have_text("合格")
    look(watched)
    with page.expect_navigation():
        page.locator("[data-save]").click()
    expect(page.locator("tbody tr").nth(2).locator("td").first).to_have_text("合格")
    with house.system.reading(access.operator()) as session:
        entered = select(MonthGrade.grade).where(MonthGrade.month == date.fromisoformat(f"{month}-01"))
        assert sorted(session.scalars(entered)) == ["优秀", "合格", "合格"]
    look(watched)
    page.context.close()
