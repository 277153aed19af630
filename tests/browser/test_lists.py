"""Lists in a real browser: the filter builder, groups, columns, favourites, many found at once, a batch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched
from tests.browser.demo_house import TOKEN, OnThatDay
from tests.browser.gallery import serving
from tests.browser.served import too_wide
from tests.web_house import PASSWORD, whole_organisation

LIST = "/staff/employees/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The 24 people of case-small, served in this process."""
    folder = tmp_path_factory.mktemp("lists")
    case = Path(__file__).parents[1] / "cases" / "case-small"
    with whole_organisation(folder / "data", f"sqlite:///{folder / 'ziqiang.db'}", case, approved=False) as web:
        web.app.wsgi_app = OnThatDay(web.app.wsgi_app)  # type: ignore[method-assign]
        with serving(web.app) as served:
            yield served


@pytest.fixture
def page(watched: Watched, address: str) -> Page:
    """A page of somebody of HR."""
    watched.address = address
    request = watched.page.context.request
    found = TOKEN.search(request.get(f"{address}/login").text())
    assert found is not None
    form = {"login": "hr", "password": PASSWORD, "csrf_token": found[1]}
    assert request.post(f"{address}/login", form=form, max_redirects=0).status == 302
    return watched.page


def _clean(watched: Watched) -> None:
    assert watched.violations() == []
    assert not too_wide(watched.page)


def test_a_filter_is_built_grouped_and_kept(watched: Watched, page: Page, address: str) -> None:
    page.goto(address + LIST + "?sort=number")
    page.keyboard.press("Alt+f")
    builder = page.locator(".builder")
    builder.locator(".condition select").nth(0).select_option("hired")
    builder.locator(".condition select").nth(1).select_option("after")
    builder.locator(".values input").fill("2015-01-01")
    builder.locator(".more button").nth(1).click()
    inner = builder.locator(".conditions.inner")
    inner.locator(".condition select").nth(0).select_option("status")
    inner.locator(".condition select").nth(1).select_option("in")
    inner.locator(".choices input").first.check()
    _clean(watched)
    with page.expect_navigation():
        page.locator(".filter .btn-primary").click()
    expect(page.locator(".chip")).to_have_count(2)
    _clean(watched)

    page.locator(".grouping summary").click()
    with page.expect_navigation():
        page.locator(".grouping a").first.click()
    with page.expect_navigation():
        page.locator(".group-row a").first.click()
    expect(page.locator(".group-row a[aria-expanded=true]")).to_have_count(1)
    assert page.locator("tbody .person").count() > 0
    _clean(watched)

    page.locator(".favourites summary").click()
    page.locator(".keep [name=name]").fill("新进人员")
    page.locator(".keep [name=default]").check()
    _clean(watched)
    with page.expect_navigation():
        page.locator(".keep .btn-primary").click()
    page.goto(address + LIST)
    expect(page.locator(".chip")).to_have_count(3)
    with page.expect_navigation():
        page.locator(".chip a").first.click()
    expect(page.locator(".chip")).to_have_count(2)


def test_columns_are_chosen_and_ordered(watched: Watched, page: Page, address: str) -> None:
    page.goto(address + LIST + "?sort=number")
    before = page.locator("thead th").all_inner_texts()
    page.locator(".columns-choice summary").click()
    rows = page.locator(".columns-choice li")
    rows.nth(2).locator("button").first.click()
    rows.nth(5).locator("input").uncheck()
    _clean(watched)
    with page.expect_navigation():
        page.locator(".columns-choice .btn-primary").click()
    after = page.locator("thead th").all_inner_texts()
    first = len(before) - len(page.locator(".columns-choice li").all())  # the column of ticks
    expected = [*before[: first + 1], before[first + 2], before[first + 1], *before[first + 3 :]]
    expected.remove(before[first + 5])
    assert after == expected


def test_many_are_found_and_chosen_on_a_phone(watched: Watched, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + LIST + "?sort=number")
    page.locator(".search-tools details").last.locator("summary").click()
    page.locator("[name=lines]").fill("ZQ0001\nZQ0003\t站长\n没有此人")
    _clean(watched)
    with page.expect_navigation():
        page.locator("[action=find-many] .btn-primary").click()
    expect(page.locator("tbody .person")).to_have_count(2)
    expect(page.locator(".notice.tone-warning")).to_contain_text("没有此人")
    page.locator("tbody .tick input").first.check()
    _clean(watched)
    with page.expect_navigation():
        page.locator(".selection-bar button").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    _clean(watched)
    with page.expect_navigation():
        page.locator(".buttons .btn-primary").click()
    assert "/jobs/" in page.url
