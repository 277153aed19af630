"""Make the pictures of the README from the demo organisation: python -m tests.browser.pictures docs/pictures

The demo stands still on a fixed day, so the same program makes the same pictures. Needs Chromium, poppler-utils and
the packages of the tests, as `./ziqiang test` sets them up.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from app.core import clock
from app.core.i18n import CHINESE
from app.core.periods import Month
from app.payroll import reports
from tests.browser.conftest import running_browser
from tests.browser.demo_house import PERSON, TODAY, DemoHouse, demo_house

DESK, PHONE = (1366, 768), (390, 844)
DOTS_PER_INCH = 66
COLOURS_OF_SCREENS, COLOURS_OF_PAPER = 128, 32
NEXT_CONTRACTS = "/staff/employees/?f.status=active&f.status=probation&sort=contract_end"


@dataclass(frozen=True)
class View:
    """What a picture shows: a screen as somebody sees it, after some of its lines were unfolded."""

    name: str
    login: str
    path: str
    size: tuple[int, int] = DESK
    theme: str = "light"
    unfolded: tuple[int, ...] = ()


def views(run: int) -> tuple[View, ...]:
    """The screens to show; `run` is the latest pay run."""
    return (
        View("list", "hr", NEXT_CONTRACTS),
        View("list-dark", "hr", NEXT_CONTRACTS, theme="dark"),
        View("list-phone", "hr", NEXT_CONTRACTS, PHONE),
        View("employee", "hr", f"/staff/employee/{PERSON}"),
        View("run", "finance_head", f"/payroll/runs/{run}/"),
        View("slip", "finance", f"/payroll/slips/{run}/{PERSON}/", unfolded=(1, 3)),
        View("home", "leader", "/"),
        View("pivot", "leader", "/staff/employees/?view=pivot"),
        View("year", "hr_head", "/year/"),
        View("entry", "finance", "/payroll/inputs/"),
        View("my", "employee", "/my/", PHONE),
    )


def main(out: Path) -> None:
    """Draw every picture into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with demo_house(folder / "data") as house, running_browser(folder) as browser:
            for view in views(house.latest_run()):
                take(browser, house, view, out / f"{view.name}.png")
            draw_sheet(house, folder, out / "sheet.png")


def take(browser: Browser, house: DemoHouse, view: View, file: Path) -> None:
    """A picture of a screen, in Chinese."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    house.log_in(context, view.login)
    chosen = {"language": CHINESE, "theme": view.theme}.items()
    context.add_cookies([{"name": name, "value": value, "url": house.address} for name, value in chosen])
    page = context.new_page()
    page.set_viewport_size({"width": view.size[0], "height": view.size[1]})
    page.goto(house.address + view.path)
    for place in view.unfolded:
        page.locator(".lines > li > details > summary").nth(place).click()
    page.mouse.move(0, 0)
    page.screenshot(path=file, animations="disabled")
    context.close()
    shrink(file, COLOURS_OF_SCREENS)


def draw_sheet(house: DemoHouse, folder: Path, file: Path) -> None:
    """The first page of the month's allowance sheet."""
    actor = house.system.actor("finance_head")
    with clock.frozen(TODAY), house.system.reading(actor) as session:
        drawn = reports.sheet(session, Month.of(clock.today()), "pdf", None, None)
    (folder / "sheet.pdf").write_bytes(drawn)
    options = ["-png", "-r", str(DOTS_PER_INCH), "-f", "1", "-singlefile"]
    subprocess.run(["pdftoppm", *options, str(folder / "sheet.pdf"), str(file.with_suffix(""))], check=True)
    shrink(file, COLOURS_OF_PAPER)


def shrink(file: Path, colours: int) -> None:
    """Make a picture small: what is drawn has few colours."""
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
