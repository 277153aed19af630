"""Every template in a real browser: both languages, both themes, a desk and a phone; nothing refused, axe content."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.i18n import gettext, use_language
from tests.browser.conftest import Watched
from tests.browser.gallery import CORE, make_gallery, serving
from tests.browser.samples import PAGES

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
ICONS = CORE.parents[1] / "frontend" / "icons.txt"


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of the running gallery."""
    with serving(make_gallery()) as address:
        yield address


@pytest.fixture
def at(gallery: str, watched: Watched) -> Watched:
    """A watched page that knows which requests stay at home."""
    watched.address = gallery
    return watched


def too_wide(page: Page) -> bool:
    """Whether the page as a whole scrolls sideways."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wider


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_clean(at: Watched, language: str, theme: str, size: str) -> None:
    width, height = SIZES[size]
    at.page.set_viewport_size({"width": width, "height": height})
    found: dict[str, list[str]] = {}
    for name in PAGES:
        answer = at.page.goto(f"{at.address}/{name}?language={language}&theme={theme}")
        assert answer is not None
        assert answer.status == 200
        found[name] = at.violations() + (["wider than the screen"] if too_wide(at.page) else [])
        assert at.page.locator("h1").count() == 1
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_watch_sees_what_is_wrong(at: Watched) -> None:
    at.page.goto(f"{at.address}/list")
    at.page.evaluate("document.querySelector('h1').style.color = '#eee'")
    at.page.evaluate("document.querySelector('main').append(new Image())")
    assert {line.partition(":")[0] for line in at.violations()} == {"color-contrast", "image-alt"}
    at.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\"></p>')")
    at.page.evaluate("fetch('http://localhost:9/').catch(() => null)")
    refused = " ".join(line for line in at.complaints if "Content Security Policy" in line)
    assert "inline style" in refused
    assert "localhost:9" in refused
    at.complaints.clear()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_opened_menus_and_forms_are_clean(at: Watched, theme: str, size: str) -> None:
    width, height = SIZES[size]
    at.page.set_viewport_size({"width": width, "height": height})
    found = []
    for name, openers in {"list": ".menu, .pop", "record": ".pop", "explanation": "main details"}.items():
        at.page.goto(f"{at.address}/{name}?theme={theme}")
        at.page.evaluate("document.querySelectorAll('.tick input').forEach((tick) => tick.checked || tick.click())")
        for place in range(at.page.locator(openers).count()):
            at.page.evaluate("([css, n]) => { document.querySelectorAll(css)[n].open = true }", [openers, place])
            found += at.violations()
            assert not too_wide(at.page)
            at.page.keyboard.press("Escape")
            at.page.evaluate("([css, n]) => { document.querySelectorAll(css)[n].open = false }", [openers, place])
    assert found == []


def test_the_theme_follows_the_system_when_it_shall(at: Watched) -> None:
    at.page.emulate_media(color_scheme="dark")
    at.page.goto(f"{at.address}/list?theme=auto")
    expect(at.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    at.page.emulate_media(color_scheme="light")
    expect(at.page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_choosing_rows_counts_them_and_shows_the_actions(at: Watched) -> None:
    at.page.goto(f"{at.address}/list?language=en")
    bar = at.page.locator(".selection-bar")
    expect(bar).to_be_hidden()
    at.page.locator("tbody .tick input").nth(1).check()
    at.page.locator("tbody .tick input").nth(3).check()
    expect(bar).to_be_visible()
    expect(at.page.locator("tbody tr.chosen")).to_have_count(2)
    with use_language("en"):
        expect(bar).to_contain_text(gettext("%(count)s selected") % {"count": 2})
    at.page.locator("input[name=all]").check()
    expect(bar).to_contain_text("1448")
    expect(at.page.locator("tbody tr.chosen")).to_have_count(20)
    with at.page.expect_request(lambda request: request.method == "POST") as sent:
        bar.get_by_role("button", name="续签合同").click()
    assert "csrf_token=token" in (sent.value.post_data or "")
    assert "all=1" in (sent.value.post_data or "")


def test_a_reason_is_asked_before_a_value_is_shown(at: Watched) -> None:
    at.page.goto(f"{at.address}/record")
    pop = at.page.locator(".facts .pop").first
    pop.locator("summary").click()
    expect(pop.get_by_label("查看事由")).to_be_focused()
    at.page.keyboard.press("Escape")
    expect(pop.locator("form")).to_be_hidden()
    pop.locator("summary").click()
    pop.get_by_label("查看事由").fill("办理社保")
    with at.page.expect_request(lambda request: request.method == "POST") as sent:
        pop.get_by_role("button").click()
    assert "csrf_token=token&reason=" in (sent.value.post_data or "")


def test_a_form_is_sent_once_however_often_it_is_pressed(at: Watched) -> None:
    sent: list[str] = []
    at.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    at.page.route("**/form", lambda route: route.fulfill(status=204))
    at.page.goto(f"{at.address}/form?language=en")
    at.page.evaluate("document.querySelectorAll('#record-form [required]').forEach((field) => field.value ||= 'x')")
    for _again in range(3):
        at.page.evaluate("document.getElementById('record-form').requestSubmit()")
    expect(at.page.locator("#record-form")).to_have_attribute("data-sent", "yes")
    assert len(sent) == 1


def test_a_job_is_followed_to_its_end(at: Watched) -> None:
    at.page.goto(f"{at.address}/job")
    expect(at.page.locator("[data-state]")).to_have_attribute("data-state", "done")
    expect(at.page.get_by_role("link", name="打开批次")).to_be_visible()


def test_the_keyboard_finds_people(at: Watched) -> None:
    at.page.goto(f"{at.address}/list")
    at.page.keyboard.press("Control+k")
    expect(at.page.locator("#find")).to_be_focused()
    at.page.keyboard.type("zjl")
    expect(at.page.locator(".found a")).to_contain_text("zjl")
    assert at.violations() == []
    at.page.keyboard.press("ArrowDown")
    at.page.keyboard.press("Enter")
    expect(at.page.get_by_role("heading", level=1)).to_have_text("郑佳玲")


def test_suggestions_fill_a_field(at: Watched) -> None:
    at.page.goto(f"{at.address}/form")
    at.page.locator("#f-unit").fill("de")
    expect(at.page.locator("#f-unit-list option")).to_have_attribute("value", "第二分社")


def test_everything_works_without_scripts(gallery: str, watched: Watched) -> None:
    watched.address = gallery
    browser = watched.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{gallery}/list")
        expect(page.locator(".selection-bar")).to_be_visible()
        page.locator(".apps summary").click()
        expect(page.locator(".apps .menu-body")).to_be_visible()
        page.goto(f"{gallery}/record")
        expect(page.locator(".as-at button")).to_be_visible()
    finally:
        context.close()


def test_every_icon_named_is_built() -> None:
    templates = [path.read_text(encoding="utf-8") for path in sorted((CORE / "templates").rglob("*.html"))]
    named = {name for text in templates for name in re.findall(r"icon\('([a-z0-9-]+)'\)", text)}
    named |= {"circle-check", "alert-triangle", "alert-circle", "arrow-up", "arrow-down", "arrows-sort"}
    assert named - set(ICONS.read_text(encoding="utf-8").split()) == set()


@pytest.mark.parametrize("kind", ["templates", "static/js", "static/css"])
def test_nothing_is_inline_and_nothing_is_foreign(kind: str) -> None:
    files = [path for path in sorted((CORE / kind).rglob("*")) if path.is_file()]
    assert files
    assert [found for path in files for found in _unwanted(path)] == []


def _unwanted(path: Path) -> list[str]:
    pattern = r"""\sstyle=|\son[a-z]+="|<style|<script(?! src=)|//[a-z0-9-]+\.[a-z]{2,}|data:image|innerHTML|\beval\("""
    return [f"{path.name}: {found}" for found in re.findall(pattern, path.read_text(encoding="utf-8"))]
