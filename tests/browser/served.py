"""The product as people run it: `ziqiang` in processes of its own, and its pages opened in a browser as somebody."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.core.i18n import CHINESE, gettext, use_language
from tests.browser.conftest import Watched

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
PASSWORD = "Sieben Enten am See 7"


def said(message: str, **values: Any) -> str:
    """A text of the screens in Chinese."""
    with use_language(CHINESE):
        return gettext(message) % values if values else gettext(message)


@dataclass(frozen=True)
class Product:
    """`ziqiang` on one data folder and one database, each command in a process of its own."""

    data: Path
    url: str

    def command(self, *words: str) -> list[str]:
        """The whole command line."""
        return [sys.executable, "-m", "app.core.cli", "--data", str(self.data), "--db", self.url, *words]

    def do(self, *words: str) -> str:
        """Run a command that must succeed; what it printed."""
        environment = {**os.environ, "ZIQIANG_LANGUAGE": "en"}
        done = subprocess.run(
            self.command(*words), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def one_time_password(self, *words: str) -> str:
        """Run a command that prints a one-time password; the password."""
        found = re.search(r"One-time password of \S+: (\S+)", self.do(*words))
        assert found is not None
        return found[1]

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve pages and run jobs, as `ziqiang serve` does; the address, without a slash at its end."""
        with subprocess.Popen(
            self.command("serve", "--port", "0"),
            cwd=ROOT,
            env={**os.environ, "ZIQIANG_LANGUAGE": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
                assert found is not None
                yield found[0]
            finally:
                process.terminate()
                _out, errors = process.communicate(timeout=PATIENCE)
            assert " ERROR " not in errors, errors
            assert process.returncode == 0


@dataclass(frozen=True)
class Visitor:
    """Somebody before the screens: every page she meets is clean, or the test fails."""

    watched: Watched

    @property
    def page(self) -> Page:
        return self.watched.page

    def look(self) -> None:
        """Look at the page as it stands: axe finds nothing, it does not scroll sideways, and it has one heading."""
        assert self.watched.violations() == []
        assert not too_wide(self.page), f"{self.page.url} is wider than the screen"
        expect(self.page.locator("h1")).to_have_count(1)

    def open(self, path: str) -> None:
        """Open a page and look at it."""
        answer = self.page.goto(self.watched.address + path)
        assert answer is not None
        assert answer.status == 200, path
        self.look()

    def press(self, place: Locator) -> None:
        """Press something that leads to another page, and look at that."""
        with self.page.expect_navigation():
            place.click()
        self.look()

    def button(self, message: str, within: str = "main") -> Locator:
        """The button or link of that text."""
        place = self.page.locator(within)
        name = said(message)
        return place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))

    def enter(self, login: str, password: str) -> None:
        """Fill in the log-in page and send it."""
        self.page.goto(f"{self.watched.address}/login")
        self.look()
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(password)
        self.press(self.button("Log in"))

    def change_password(self, present: str, new: str) -> None:
        """Fill in the page that asks for another password and send it."""
        for name, value in (("present", present), ("new", new), ("again", new)):
            self.page.locator(f"[name={name}]").fill(value)
        self.press(self.button("Change password"))

    def leave(self) -> None:
        """Log out by the account menu."""
        self.page.locator(".account > summary").click()
        self.look()
        self.press(self.button("Log out", ".account"))


def too_wide(page: Page) -> bool:
    """Whether the page as a whole scrolls sideways."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wider
