"""The way from an empty organisation to an approved month, in a real browser against real processes.

HR records the people, finance calculates, a second person approves. Every page on the way is looked at: axe finds
nothing, the console stays silent, no request leaves this host, and the security policy is strict.
"""

import csv
import json
import re
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, expect

from app.core.capitals import capital_amount
from app.core.i18n import CHINESE
from app.core.money import fen_from_yuan
from tests.browser.conftest import Watched
from tests.browser.served import PASSWORD, Product, Visitor, said

MONTH = "2026-10"
NUMBER, NAME, PINYIN = "ZQ0028", "田婷娥", "tianting"
OTHER = "雷佑"
JOB_ENDS = 60_000


@dataclass(frozen=True)
class Clerk(Visitor):
    """A visitor who does her work by the case's workbooks."""

    case: Path

    def work_off(self) -> None:
        """Watch a job from start to end on its page, which nobody loads again."""
        page = self.page
        expect(page.locator("[data-job] progress")).to_be_visible()
        page.evaluate("window.notLoadedAgain = true")
        state = page.locator("[data-state]")
        expect(state).to_have_attribute("data-state", re.compile("done|failed"), timeout=JOB_ENDS)
        assert page.evaluate("window.notLoadedAgain") is True
        assert state.get_attribute("data-state") == "done", page.locator("main").inner_text()
        self.look()

    def bring_in(self, kind: str) -> None:
        """Upload a workbook, see what it would do, apply it, and see what it did."""
        page = self.page
        self.open("/imports/")
        self.press(page.locator(f'main a[href="/imports/{kind}"]'))
        if page.locator("[name=month]").count():
            page.locator("[name=month]").fill(MONTH)
        page.locator("[name=file]").set_input_files(self.case / f"{kind}.xlsx")
        self.press(self.button("Check the file"))
        self.work_off()
        self.press(self.button("See the result"))
        expect(
            page.get_by_text(said("No errors. The import can be applied; it is applied whole or not at all."))
        ).to_be_visible()
        self.press(self.button("Apply"))
        self.work_off()
        self.press(self.button("See the result"))
        expect(page.get_by_role("heading", name=said("Applied"), exact=True)).to_be_visible()

    def fetch(self, form: str) -> Path:
        """Download the allowance sheet of the run whose page is open."""
        pop = self.page.locator("details.pop").filter(has_text=said("Allowance sheet")).first
        if pop.get_attribute("open") is None:
            pop.locator("summary").click()
            self.look()
        pop.locator("[name=form]").select_option(form)
        with self.page.expect_download() as started:
            pop.locator("form button").click()
        return kept(started.value, form)


def kept(download: Download, form: str) -> Path:
    """The downloaded file, under the name it came with."""
    assert download.suggested_filename.startswith(said("Allowance sheet"))
    assert download.suggested_filename.endswith(f".{form}")
    assert download.failure() is None
    return download.path()


def records_staff(clerk: Clerk) -> None:
    """HR: the organisation and the roster come in; the list is searched, narrowed, sorted and turned."""
    page = clerk.page
    clerk.bring_in("organisation")
    clerk.bring_in("roster")
    clerk.open("/staff/organisation/")
    clerk.open("/staff/employees/?size=20")
    expect(page.locator("tbody tr")).to_have_count(20)
    clerk.press(page.locator(".paging a[rel=next]"))
    expect(page.locator("tbody tr")).to_have_count(9)
    clerk.press(page.locator("thead a").filter(has_text=said("Number")))
    expect(page.locator("tbody tr").first).to_contain_text("ZQ0029")
    clerk.press(page.locator("#facets a").filter(has_text="姑苏区自强服务社"))
    expect(page.locator("tbody tr")).to_have_count(15)
    clerk.press(page.locator(".chip a"))
    page.locator(".search [type=search]").fill(PINYIN)
    with page.expect_navigation():
        page.locator(".search [type=search]").press("Enter")
    clerk.look()
    expect(page.locator("tbody tr")).to_have_count(1)
    clerk.press(page.get_by_role("link", name=NAME, exact=True))


def corrects_a_fact(clerk: Clerk) -> None:
    """HR: an error in the education of the person whose page is open is corrected, and the stream says so."""
    page = clerk.page
    expect(page.locator("main")).to_contain_text("中专")
    clerk.press(page.get_by_label(said("Change: %(what)s", what=said("Education and background"))))
    page.locator("[name=mode][value=correction]").check()
    page.locator("[name=education]").fill("大专")
    page.locator("[name=start]").fill("2026-10-09")
    page.locator("[name=document]").fill("苏自强〔2026〕99号")
    clerk.press(clerk.button("Save"))
    change = page.locator(".stream .change").first
    expect(change.locator("del")).to_have_text("中专")
    expect(change.locator("ins")).to_have_text("大专")
    expect(page.locator(".stream")).to_contain_text("苏自强〔2026〕99号")
    clerk.open(f"/staff/employee/{NUMBER}?tab=contracts")


def calculates(clerk: Clerk) -> None:
    """Finance: the month is calculated, and a slip says how it came about; the maker may not approve."""
    page = clerk.page
    clerk.open("/payroll/runs/")
    clerk.press(clerk.button("Calculate a month"))
    page.locator("[name=month]").fill(MONTH)
    page.locator("[name=payment_month]").fill(json.loads((clerk.case / "case.json").read_text())["payment_month"])
    clerk.press(clerk.button("Calculate", ".control"))
    clerk.work_off()
    clerk.press(clerk.button("Pay run"))
    expect(page.locator(".tile").filter(has_text=said("Net pay"))).to_contain_text(grouped(totals(clerk.case)["NET"]))
    run = page.url
    expect(clerk.button("Approve")).to_have_count(0)
    token = page.locator("[name=csrf_token]").first.get_attribute("value")
    refused = page.request.post(f"{run}approve", form={"csrf_token": token or ""})
    assert refused.status == 403
    assert said("This is not open to you") in refused.text()
    clerk.press(page.locator(".tabs a").filter(has_text=said("Payslips")))
    clerk.press(page.get_by_role("link", name=OTHER, exact=True))
    wanted = rows(clerk.case)["ZQ0005"]
    expect(page.locator(".grand strong")).to_have_text(grouped(wanted["NET"]))
    for line in page.locator(".lines > li > details").all():
        line.locator("summary").first.click()
    clerk.look()
    seniority = page.locator(".lines > li").filter(has_text=said("Seniority allowance"))
    expect(seniority).to_contain_text(grouped(wanted["SENIORITY"]))
    expect(seniority.locator(".why").first).to_be_visible()


def approves(clerk: Clerk) -> None:
    """The head of finance: approves what is shown, and takes the sheet as a workbook and as a document."""
    page = clerk.page
    clerk.open("/payroll/runs/")
    clerk.press(page.locator("tbody a").first)
    clerk.open(page.url.removeprefix(clerk.watched.address) + "?tab=problems")
    clerk.press(page.locator(".tabs a").first)
    pop = page.locator("details.pop").filter(has_text=said("Approve")).first
    pop.locator("summary").click()
    expect(pop).to_contain_text(grouped(totals(clerk.case)["NET"]))
    clerk.look()
    clerk.press(pop.locator("form button"))
    expect(page.locator(".stages [aria-current=step]")).to_have_text(said("Approved"))
    check_workbook(clerk.fetch("xlsx"), clerk.case)
    check_document(clerk.fetch("pdf"), clerk.case)


def totals(case: Path) -> dict[str, str]:
    """The sums of the payable slips, in yuan."""
    found: dict[str, str] = json.loads((case / "expected-totals.json").read_text(encoding="utf-8"))["total"]
    return found


def rows(case: Path) -> dict[str, dict[str, str]]:
    """The expected rows of the sheet by number."""
    with (case / "expected-sheet.csv").open(encoding="utf-8", newline="") as file:
        return {row["工号"]: row for row in csv.DictReader(file)}


def grouped(yuan: str) -> str:
    """An amount as it is written on screens and documents."""
    return f"{float(yuan):,.2f}"


def check_workbook(file: Path, case: Path) -> None:
    """The workbook holds everybody payable and the right sums, as numbers."""
    sheet = load_workbook(BytesIO(file.read_bytes())).worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    payable = sum(row["STATUS"] == "OK" for row in rows(case).values())
    last = next(row for row in reversed(found) if row[0] == f"合计（{payable} 人）")
    numbers = {round(value, 2) for value in last if isinstance(value, int | float)}
    assert {float(totals(case)[code]) for code in ("GROSS", "NET", "TAX")} <= numbers
    people = {str(value) for row in found for value in row if re.fullmatch(r"ZQ\d{4}", str(value))}
    assert people >= {number for number, row in rows(case).items() if row["STATUS"] == "OK"}
    assert [f"实发合计（大写）：{capital_amount(fen_from_yuan(totals(case)['NET']))}"] == [
        str(row[0]) for row in found if "大写" in str(row[0])
    ]


def check_document(file: Path, case: Path) -> None:
    """The document says the right sums in figures and capitals, and its Chinese is drawn, not only named."""
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, timeout=60).stdout
    net = totals(case)["NET"]
    assert [line for line in text.splitlines() if "合计" in line and grouped(net) in line]
    assert capital_amount(fen_from_yuan(net)) in re.sub(r"\s", "", text)
    assert "田婷娥" in text
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, timeout=60).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "fonts are not embedded"
    picture = file.with_name(f"{file.name}-page")
    subprocess.run(["pdftoppm", "-r", "60", "-gray", "-singlefile", str(file), str(picture)], check=True, timeout=60)
    drawn = picture.with_name(f"{picture.name}.pgm").read_bytes()
    dark = sum(value < 128 for value in drawn[20:])
    assert 0.005 < dark / len(drawn) < 0.3, "the page is empty, or black"


@pytest.fixture
def logins(product: Product) -> dict[str, str]:
    """An empty organisation with three users; their one-time passwords."""
    product.one_time_password("init")
    return {
        role: product.one_time_password("user", "add", role, "--role", role)
        for role in ("hr", "finance", "finance_head")
    }


@pytest.fixture
def product(data_dir: Path, database_url: str) -> Product:
    """The command line on an empty folder and database."""
    return Product(data_dir, database_url)


def comes_in(clerk: Clerk, login: str, given: str) -> None:
    """Log in with a one-time password: nothing opens before it is changed."""
    clerk.enter(login, given)
    expect(clerk.page).to_have_url(re.compile("/account/password"))
    clerk.page.goto(f"{clerk.watched.address}/staff/employees/")
    expect(clerk.page).to_have_url(re.compile("/account/password"))
    clerk.change_password(given, PASSWORD)
    expect(clerk.page.locator(".account")).to_contain_text(login)


def test_from_an_empty_organisation_to_an_approved_month(
    watched: Watched, product: Product, logins: dict[str, str], cases: Path
) -> None:
    clerk = Clerk(watched, cases / "case-small")
    with product.serving() as watched.address:
        comes_in(clerk, "finance", logins["finance"])
        assert clerk.page.locator("html").get_attribute("lang") == CHINESE.replace("_CN", "").replace("_", "-")
        clerk.bring_in("pay-scale")
        clerk.leave()
        comes_in(clerk, "hr", logins["hr"])
        records_staff(clerk)
        corrects_a_fact(clerk)
        clerk.bring_in("changes")
        clerk.bring_in("opening-balances")
        clerk.bring_in("monthly-inputs")
        clerk.leave()
        clerk.enter("finance", PASSWORD)
        calculates(clerk)
        clerk.leave()
        comes_in(clerk, "finance_head", logins["finance_head"])
        approves(clerk)
        clerk.leave()
        clerk.page.goto(f"{watched.address}/payroll/runs/")
        expect(clerk.page).to_have_url(re.compile("/login"))
