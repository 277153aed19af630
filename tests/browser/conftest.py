"""A real Chromium for tests: one browser a process, a page that notes everything a user would not want."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

ARGUMENTS = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --hide-scrollbars"
).split()
MILLISECONDS = 15_000
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass
class Watched:
    """A browser page with what went wrong on it so far."""

    page: Page
    address: str = ""
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Note warnings and errors of the console, refusals of the security policy among them."""
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def see(self, request: Request) -> None:
        """Note a request that leaves this host."""
        if not request.url.startswith((self.address, "about:")):
            self.complaints.append(f"foreign request: {request.url}")

    def check(self, response: Response) -> None:
        """Note a page of ours that comes without the strict security policy."""
        if response.request.resource_type == "document" and response.url.startswith("http"):
            policy = response.headers.get("content-security-policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy:
                self.complaints.append(f"policy of {response.url}: {policy}")

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands, one line an element."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html'][:160]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def watch(page: Page) -> Watched:
    """Listen to a page from now on."""
    one = Watched(page)
    page.on("console", one.hear)
    page.on("pageerror", lambda error: one.complaints.append(f"script: {error}"))
    page.on("request", one.see)
    page.on("response", one.check)
    return one


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium, with a Chinese font whatever the machine has."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("The browser tests need Chromium; install it with: sudo apt-get install -y chromium")
    folder = tmp_path_factory.mktemp("fonts")
    fonts = Path(pylopdf_fonts_zh_cn.sans_path()).parent
    (folder / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=folder / "cache"), encoding="utf-8")
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program, args=arguments, env=environment, timeout=MILLISECONDS
        )
        yield launched
        launched.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page of a fresh context; whatever it complained about fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(MILLISECONDS)
    one = watch(context.new_page())
    yield one
    context.close()
    assert one.complaints == []
