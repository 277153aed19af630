"""Every screen of the product once, and one of each kind in both languages, both themes, at a desk and on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from app.core import clock
from tests.browser.conftest import MILLISECONDS, Watched, watch
from tests.browser.demo_house import LOGINS, PERSON, TODAY, DemoHouse, demo_house
from tests.browser.served import too_wide
from tests.records import addresses_of, records_of

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
SHOWN_ELSEWHERE = {"login.code", "login.two_factor_picture", "organisation_names.logo"}


@dataclass(frozen=True)
class Screens:
    """The house, and a browser context for each login, made when it is first asked for."""

    house: DemoHouse
    browser: Browser
    contexts: dict[str, BrowserContext]
    jobs: dict[str, int]

    def context(self, login: str) -> BrowserContext:
        if login not in self.contexts:
            made = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
            made.set_default_timeout(MILLISECONDS)
            if login:
                self.house.log_in(made, login)
            self.contexts[login] = made
        return self.contexts[login]

    def at(self, login: str, language: str, theme: str, size: str) -> Watched:
        """A page as somebody sees it, who chose so."""
        context = self.context(login)
        chosen = {"language": language, "theme": theme}.items()
        context.add_cookies([{"name": name, "value": value, "url": self.house.address} for name, value in chosen])
        watched = watch(context.new_page())
        width, height = SIZES[size]
        watched.page.set_viewport_size({"width": width, "height": height})
        watched.address = self.house.address
        return watched

    def addresses(self) -> dict[str, list[str]]:
        """The addresses of every reading route, filled with records of the demo."""
        with clock.frozen(TODAY):
            records = {**records_of(self.house.system, PERSON), "job_id": self.jobs["bad"]}
        found = addresses_of(self.house.app, self.house.system, records)
        return {endpoint: paths for endpoint, paths in found.items() if endpoint not in SHOWN_ELSEWHERE}

    def reader(self, path: str) -> str:
        """Somebody who may open the address; what it answers is a page, a file, or another address."""
        for login in LOGINS:
            if self.context(login).request.get(self.house.address + path, max_redirects=0).status < 400:
                return login
        raise AssertionError(f"nobody may open {path}")


@pytest.fixture(scope="module")
def screens(browser: Browser, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Screens]:
    with demo_house(tmp_path_factory.mktemp("screens") / "data") as house:
        made = Screens(house, browser, {}, {})
        page = made.context("hr").new_page()
        made.jobs["bad"] = house.check_workbook(page, "roster", cases / "case-public" / "roster-bad.xlsx")
        made.jobs["good"] = house.check_workbook(page, "organisation", cases / "case-small" / "organisation.xlsx")
        page.close()
        yield made
        for context in made.contexts.values():
            context.close()


def faults(watched: Watched, path: str) -> list[str]:
    """What is wrong with a page: its status, what axe finds, what it complained about, how wide it is."""
    answer = watched.page.goto(watched.address + path)
    assert answer is not None
    found = [] if answer.status == 200 else [f"status {answer.status}"]
    found += watched.violations()
    if too_wide(watched.page):
        found.append("wider than the screen")
    if watched.page.locator("h1").count() != 1:
        found.append(f"{watched.page.locator('h1').count()} main headings")
    found += watched.complaints
    watched.complaints.clear()
    return [f"{path}: {one}" for one in found]


def test_every_screen_is_clean(screens: Screens) -> None:
    found: list[str] = []
    visited = 0
    pages: dict[str, Watched] = {}
    for paths in screens.addresses().values():
        for path in paths:
            login = "" if path == "/login" else screens.reader(path)
            answer = screens.context(login).request.get(screens.house.address + path, max_redirects=0)
            if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
                if login not in pages:
                    pages[login] = screens.at(login, "zh_Hans_CN", "light", "desk")
                found += faults(pages[login], path)
                visited += 1
    assert found == []
    assert visited > 30


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_every_kind_of_screen_is_clean_everywhere(screens: Screens, language: str, theme: str, size: str) -> None:
    run = screens.house.latest_run()
    kinds = {
        "": ("/login",),
        "hr": (
            "/staff/employees/",
            f"/staff/employee/{PERSON}",
            f"/staff/facts/{PERSON}/post",
            "/",
            "/staff/organisation/",
            f"/jobs/{screens.jobs['good']}",
            f"/imports/result/{screens.jobs['bad']}",
            "/no-such-page",
        ),
        "employee": ("/my/", "/my/change", "/my/data", "/payroll/my-payslips/"),
        "finance_head": (f"/payroll/runs/{run}/", f"/payroll/slips/{run}/{PERSON}/"),
    }
    found: list[str] = []
    for login, paths in kinds.items():
        watched = screens.at(login, language, theme, size)
        for path in paths:
            found += [one for one in faults(watched, path) if not (path == "/no-such-page" and "404" in one)]
            if watched.page.locator("html").get_attribute("data-bs-theme") != theme:
                found.append(f"{path}: another theme than chosen")
        watched.page.close()
    assert found == []
