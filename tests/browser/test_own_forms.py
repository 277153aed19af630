"""A form of the organisation's own: uploaded, bound by its labels and by hand, previewed, put in force and used."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, expect

from tests.browser.conftest import MILLISECONDS, Watched, watch
from tests.browser.demo_house import PERSON, DemoHouse, demo_house
from tests.browser.served import said, too_wide


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    with demo_house(tmp_path_factory.mktemp("own-forms") / "data") as built:
        yield built


@pytest.fixture
def hr(browser: Browser, house: DemoHouse) -> Iterator[Watched]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(MILLISECONDS)
    house.log_in(context, "hr")
    one = watch(context.new_page())
    one.address = house.address
    yield one
    context.close()
    assert one.complaints == []


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A registration form with a list of certificates."""
    book = Workbook()
    sheet = book.active
    sheet.title = "登记表"
    sheet.append(["社工登记表"])
    sheet.append(["姓名", None, "性别", None])
    sheet.append(["单位：", None, None, None])
    sheet.append(["证书名称", "证书编号", "取得日期", None])
    sheet.append([None, None, None, None])
    sheet["A6"] = "本人签字"
    book.save(tmp_path / "登记表.xlsx")
    return tmp_path / "登记表.xlsx"


def clean(hr: Watched) -> None:
    assert hr.violations() == []
    assert not too_wide(hr.page)


def test_a_form_from_upload_to_use(hr: Watched, house: DemoHouse, form: Path, tmp_path: Path) -> None:
    page = hr.page
    page.goto(f"{house.address}/templates/new?source=staff.registration")
    clean(hr)
    page.locator("[name=file]").set_input_files(form)
    with page.expect_navigation():
        page.get_by_role("button", name=said("Upload"), exact=True).click()
    clean(hr)
    cell = page.locator("a[data-place]")
    expect(page.locator("td.bound")).to_have_count(6)

    page.locator("a[data-place=B6]").click()
    expect(page.locator("[data-chosen]")).to_have_text("B6")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-chosen]")).to_have_text("C6")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("[name=field]")).to_be_focused()
    page.locator("[name=field]").select_option(":number")
    page.locator("[name=before]").fill("工号：")
    with page.expect_navigation():
        page.get_by_role("button", name=said("Bind"), exact=True).click()
    expect(page.locator("td.bound")).to_have_count(7)
    page.locator("a[data-place=D2]").click()
    page.locator("[name=field]").select_option("")
    with page.expect_navigation():
        page.get_by_role("button", name=said("Bind"), exact=True).click()
    expect(page.locator("td.bound")).to_have_count(6)
    expect(cell.first).to_have_attribute("data-place", "A1")
    clean(hr)

    with page.expect_download() as download:
        page.get_by_role("link", name=said("Preview"), exact=True).click()
    download.value.save_as(tmp_path / "preview.xlsx")
    sheet = load_workbook(tmp_path / "preview.xlsx")["登记表"]
    assert sheet["B2"].value
    assert sheet["D2"].value is None

    page.get_by_text(said("Use from a day on"), exact=True).first.click()
    with page.expect_navigation():
        page.locator(".pop[open] button").click()
    expect(page.locator("form#bind")).to_have_count(0)
    clean(hr)
    page.goto(f"{house.address}/templates/")
    clean(hr)
    page.goto(f"{house.address}/staff/employee/{PERSON}")
    with page.expect_download() as download:
        page.get_by_role("link", name=said("%(name)s (own form)", name="登记表"), exact=True).click()
    content = Path(download.value.path()).read_bytes()
    sheet = load_workbook(BytesIO(content))["登记表"]
    assert any(str(row[1].value).startswith(f"工号：{PERSON}") for row in sheet.iter_rows())


def test_the_sheet_on_a_phone_and_in_the_dark(hr: Watched, house: DemoHouse, form: Path) -> None:
    page = hr.page
    page.set_viewport_size({"width": 390, "height": 844})
    cookies = [{"name": "theme", "value": "dark", "url": house.address}]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"{house.address}/templates/new?source=staff.registration")
    page.locator("[name=file]").set_input_files(form)
    page.locator("[name=name]").fill("另一张")
    with page.expect_navigation():
        page.get_by_role("button", name=said("Upload"), exact=True).click()
    clean(hr)
