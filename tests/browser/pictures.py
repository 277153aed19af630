"""Make the pictures of the README from the demo organisation: python -m tests.browser.pictures docs/pictures

Needs Chromium, poppler-utils and the packages of the tests, as `./ziqiang test` sets them up.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from app.core import clock
from app.core.i18n import CHINESE
from app.core.periods import Month
from app.payroll import reports
from tests.browser.conftest import ARGUMENTS, FONTS
from tests.browser.demo_house import PERSON, TODAY, DemoHouse, demo_house

DESK, PHONE = (1366, 768), (390, 844)
DOTS_PER_INCH = 66


def main(out: Path) -> None:
    """Draw every picture into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_house(Path(folder) / "data") as house, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts(Path(folder)))},
        )
        run = house.ids()["run"]
        for name, login, path, size, theme in (
            ("list", "hr", "/staff/employees/", DESK, "light"),
            ("list-dark", "hr", "/staff/employees/?f.status=probation&f.status=active", DESK, "dark"),
            ("list-phone", "hr", "/staff/employees/", PHONE, "light"),
            ("employee", "hr", f"/staff/employee/{PERSON}", DESK, "light"),
            ("run", "finance_head", f"/payroll/runs/{run}/", DESK, "light"),
            ("slip", "finance", f"/payroll/slips/{run}/{PERSON}/", DESK, "light"),
        ):
            take(browser, house, out / f"{name}.png", login, path, size, theme)
        draw_sheet(house, Path(folder), out / "sheet")
        browser.close()


def fonts(folder: Path) -> Path:
    """A font configuration with the packaged Chinese font."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415

    place = Path(pylopdf_fonts_zh_cn.sans_path()).parent
    written = folder / "fonts.conf"
    written.write_text(FONTS.format(fonts=place, cache=folder / "cache"), encoding="utf-8")
    return written


def take(
    browser: Browser, house: DemoHouse, file: Path, login: str, path: str, size: tuple[int, int], theme: str
) -> None:
    """A picture of a screen, as somebody sees it in Chinese."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    house.log_in(context, login)
    chosen = {"language": CHINESE, "theme": theme}.items()
    context.add_cookies([{"name": name, "value": value, "url": house.address} for name, value in chosen])
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(house.address + path)
    page.screenshot(path=file)
    context.close()


def draw_sheet(house: DemoHouse, folder: Path, out: Path) -> None:
    """The first page of the month's allowance sheet."""
    actor = house.system.actor("finance_head")
    with clock.frozen(TODAY), house.system.reading(actor) as session:
        drawn = reports.sheet(session, Month.of(clock.today()), "pdf", None, None)
    (folder / "sheet.pdf").write_bytes(drawn)
    options = ["-png", "-r", str(DOTS_PER_INCH), "-f", "1", "-singlefile"]
    subprocess.run(["pdftoppm", *options, str(folder / "sheet.pdf"), str(out)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
