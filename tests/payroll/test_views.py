"""The payroll screens: who opens what, scopes, approval of what was seen, one's own slips, set-based pages."""

import csv
import io
import re
from functools import cache
from pathlib import Path

import pytest

from app.core.money import fen_from_yuan
from tests.journeys.conftest import Stock
from tests.journeys.driver import MONTH
from tests.payroll.office import BRANCH, COLLEAGUE, OTHER_BRANCH, OWN, RUNS, Office

CASE = Path(__file__).parents[1] / "cases" / "case-small"
NEGATIVE = "ZQ0021"
READERS = ("clerk", "chief", "leader", "auditor")
STRANGERS = ("hr", "branch", "trainer", "sysadmin", OWN)
SCALES = "/payroll/scales/"
MINE = "/payroll/my-payslips/"


@cache
def sheet() -> dict[str, dict[str, str]]:
    """The expected sheet by number, without its total."""
    rows = list(csv.DictReader(io.StringIO((CASE / "expected-sheet.csv").read_text(encoding="utf-8"))))
    return {row["工号"]: row for row in rows[:-1]}


def numbers(branch: str) -> set[str]:
    return {number for number, row in sheet().items() if row["所属分社"] == branch}


def names(branch: str) -> set[str]:
    return {row["姓名"] for row in sheet().values() if row["所属分社"] == branch}


def found(text: str) -> set[str]:
    """The employee numbers in a text."""
    return set(re.findall(r"ZQ\d{4}", text))


def pages(office: Office) -> list[str]:
    """Every page that readers of runs open."""
    run, slip = office.run_url, office.slip_url(COLLEAGUE)
    return [
        *(RUNS, f"{RUNS}export.csv", run, f"{run}?tab=problems", f"{run}?tab=rules"),
        *(f"{run}slips/", f"{run}slips/export.xlsx", f"{run}slips/?q=ZQ&f.branch={BRANCH}&sort=-net"),
        *(f"{run}sheet?form=csv", f"{run}sheet?form=xlsx&unit={office.code_of(BRANCH)}", f"{run}cost.csv"),
        *(f"{run}sheet?form=pdf", f"{run}payslips.pdf", slip, f"{slip}payslip.pdf"),
        *(SCALES, f"{SCALES}1/", f"{SCALES}2/", f"{SCALES}3/"),
    ]


def test_readers_open_every_page(office: Office) -> None:
    for login in READERS:
        browser = office.browser(login)
        assert {path: browser.get(path).status_code for path in pages(office)} == dict.fromkeys(pages(office), 200)


def test_strangers_open_none(office: Office) -> None:
    for login in STRANGERS:
        browser = office.browser(login)
        refused = {path: browser.get(path).status_code for path in pages(office)}
        own = dict.fromkeys((path for path in pages(office) if path.startswith("/payroll/slips")), 404)
        wanted = dict.fromkeys(pages(office), 403) | (own if login == OWN else {})
        assert refused == wanted


def test_only_those_who_make_runs_see_the_form_and_the_buttons(office: Office) -> None:
    opened = {login: office.browser(login).get(f"{RUNS}new").status_code for login in (*READERS, *STRANGERS)}
    assert {login for login, status in opened.items() if status == 200} == {"clerk"}
    shown = {login: office.browser(login).get(office.run_url).text for login in READERS}
    assert {login for login, text in shown.items() if "/recalculate" in text} == {"clerk"}
    assert {login for login, text in shown.items() if "/approve" in text} == {"chief"}
    assert office.run().content_hash in shown["chief"]


def test_only_those_who_may_write_do(office: Office) -> None:
    seen = office.run().content_hash
    for login in (*READERS, *STRANGERS, "local"):
        if login != "clerk":
            assert office.post(login, "recalculate") == 403, login
            assert office.browser(login).post(f"{RUNS}calculate", "/", month=MONTH).status_code == 403
        if login != "chief":
            assert office.post(login, "approve", seen=seen) == 403, login
            assert office.post(login, "paid") == 403, login
    assert office.run().state == "calculated"


def test_a_form_without_the_token_is_refused(office: Office) -> None:
    chief = office.browser("chief")
    for path in ("approve", "paid"):
        assert chief.post_raw(office.run_url + path, seen=office.run().content_hash).status_code == 400
    clerk = office.browser("clerk")
    assert clerk.post_raw(f"{office.run_url}recalculate").status_code == 400
    assert clerk.post_raw(f"{RUNS}calculate", month=MONTH).status_code == 400
    assert office.work() == 0
    assert office.run().state == "calculated"


def test_what_does_not_exist_is_not_found(office: Office) -> None:
    clerk, run = office.browser("clerk"), office.run_url
    for path in (
        *(f"{RUNS}99/", f"{RUNS}99/slips/", f"{RUNS}99/cost.csv", f"{SCALES}99/", "/payroll/slips/99/ZQ0001/"),
        *(office.slip_url("ZQ9999"), f"{office.slip_url('ZQ9999')}payslip.pdf", f"{run}slips/export.exe"),
        *(f"{run}sheet", f"{run}sheet?form=exe", f"{run}sheet?form=csv&unit=nowhere"),
    ):
        assert clerk.get(path).status_code == 404, path


def test_a_run_page_shows_the_expected_sums(office: Office) -> None:
    text = office.browser("leader").get(office.run_url).text
    for amount in ("136,509.73", "96,374.51", "玖万陆仟叁佰柒拾肆元伍角壹分"):
        assert amount in text
    problems = office.browser("leader").get(f"{office.run_url}?tab=problems").text
    assert found(problems) == {NEGATIVE}
    assert "the net pay is negative" in problems


def test_the_slips_are_searched_narrowed_and_sorted(office: Office) -> None:
    clerk, slips = office.browser("clerk"), f"{office.run_url}slips/"
    assert found(clerk.get(slips).text) == set(sheet())
    assert found(clerk.get(f"{slips}?f.branch={BRANCH}").text) == numbers(BRANCH)
    assert found(clerk.get(f"{slips}?f.status=NEGATIVE_NET").text) == {NEGATIVE}
    assert found(clerk.get(f"{slips}?q=jyq").text) == {OWN}
    assert found(clerk.get(f"{slips}?q={sheet()[OWN]['姓名']}").text) == {OWN}
    lowest = min(sheet(), key=lambda number: fen_from_yuan(sheet()[number]["NET"]))
    listed = re.findall(r"/payroll/slips/\d+/(ZQ\d{4})/", clerk.get(f"{slips}?sort=net").text)
    assert (listed[0], len(listed)) == (lowest, len(sheet()))


def test_a_slip_explains_every_line(office: Office) -> None:
    text = office.browser("leader").get(office.slip_url(COLLEAGUE)).text
    row = sheet()[COLLEAGUE]
    for code in ("BASE", "LEVEL", "SENIORITY", "PERF", "GROSS", "PENSION", "HOUSING", "TAX", "NET"):
        assert f"{float(row[code]):,.2f}" in text, code
    for words in ("full years since", "Withheld before", "Declared base", "Pay scale of", "Rounding"):
        assert words in text, words
    assert f"/{OWN}/" in text
    assert "/ZQ0003/" in text


def test_a_branch_meets_its_own_people_alone(office: Office) -> None:
    local = office.browser("local")
    for path in pages(office):
        if "/payroll/slips/" in path:
            assert local.get(path).status_code == 404
        elif "export.xlsx" not in path and "form=xlsx" not in path and "pdf" not in path:
            text = local.get(path).text
            assert found(text) & numbers(OTHER_BRANCH) == set(), path
            assert [name for name in names(OTHER_BRANCH) if name in text] == [], path
            assert OTHER_BRANCH not in text, path
    listed = local.get(f"{office.run_url}slips/").text
    assert found(listed) == numbers(BRANCH)
    assert f"of {len(numbers(BRANCH))}<" in listed
    assert found(local.get(f"{office.run_url}slips/?f.branch={OTHER_BRANCH}").text) == set()
    assert found(local.get(f"{office.run_url}sheet?form=csv").text) == numbers(BRANCH)
    assert found(local.get(f"{office.run_url}cost.csv").text) == numbers(BRANCH)
    other = office.code_of(OTHER_BRANCH)
    assert local.get(f"{office.run_url}sheet?form=csv&unit={other}").status_code == 404
    net = sum(fen_from_yuan(row["NET"]) for row in sheet().values() if row["所属分社"] == BRANCH)
    assert f"{net // 100:,}.{net % 100:02d}" in local.get(office.run_url).text


def test_the_command_line_keeps_to_the_branch_too(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    for what in (("sheet", MONTH, "--format", "csv"), ("cost", MONTH)):
        office.line.do("payroll", *what, "--out", out, "--as", "local")
        assert found(out.read_text(encoding="utf-8")) == numbers(BRANCH)
    office.line.refused("payroll", "explain", COLLEAGUE, MONTH, "--as", "local")
    office.line.do("payroll", "explain", min(numbers(BRANCH)), MONTH, "--as", "local")
    for login in ("hr", OWN):
        office.line.refused("payroll", "sheet", MONTH, "--format", "csv", "--out", out, "--as", login)
    office.line.refused("payroll", "explain", OWN, MONTH, "--as", OWN)  # it is not approved


def test_every_download_and_slip_is_logged(office: Office) -> None:
    clerk, run, slip = office.browser("clerk"), office.run_url, office.slip_url(COLLEAGUE)
    for action, path in (
        *(("export.sheet", f"{run}sheet?form=csv"), ("export.cost", f"{run}cost.csv")),
        *(("export.slips", f"{run}payslips.pdf"), ("export.payroll_slips", f"{run}slips/export.csv")),
        *(("export.slip", f"{slip}payslip.pdf"), ("read.explanation", slip)),
    ):
        before = office.logged(action)
        assert clerk.get(path).status_code == 200
        assert office.logged(action) == before + 1, action


def test_a_long_document_is_drawn_by_a_job_within_the_scope(busy_office: Office) -> None:
    office = busy_office
    assert office.post("hr", "documents", what="slips", form="pdf") == 403
    asked = {"what": "sheet", "form": "csv", "unit": ""}
    jobs = {
        login: office.browser(login).post(f"{office.run_url}documents", "/", **asked) for login in ("clerk", "local")
    }
    slips = office.browser("clerk").post(f"{office.run_url}documents", "/", what="slips", form="pdf")
    before = office.logged("export.sheet")
    assert office.work() == 3
    assert office.logged("export.sheet") == before + 2
    for login, wanted in (("clerk", set(sheet())), ("local", numbers(BRANCH))):
        page = jobs[login].location
        assert f"{page}/files/document.csv" in office.browser(login).get(page).text
        assert found(office.browser(login).get(f"{page}/files/document.csv").text) == wanted
    assert office.browser("clerk").get(f"{slips.location}/files/document.pdf").data.startswith(b"%PDF")
    assert office.browser("chief").get(f"{slips.location}/files/document.pdf").status_code == 404


def test_the_first_page_and_the_employee_page_show_pay_to_those_who_may(office: Office) -> None:
    home = {login: office.browser(login).get("/").text for login in ("clerk", "chief", "leader", "hr", OWN)}
    assert {login for login, text in home.items() if "96,374.51" in text} == {"clerk", "chief", "leader"}
    assert {login for login, text in home.items() if "Waiting for your approval" in text} == {"chief"}
    assert {login for login, text in home.items() if "Pay runs waiting for approval" in text} == {"clerk"}
    page = f"/staff/employee/{COLLEAGUE}"
    assert "Payslips of the last months" in office.browser("clerk").get(page).text
    assert "Payslips of the last months" not in office.browser("hr").get(page).text


def test_a_month_is_calculated_as_a_job(busy_office: Office) -> None:
    office, before = busy_office, busy_office.run().id
    clerk = office.browser("clerk")
    assert clerk.post(f"{RUNS}calculate", "/", month="October", payment_month="", entity="").status_code == 422
    answer = clerk.post(f"{RUNS}calculate", "/", month=MONTH, payment_month="", entity="")
    assert (answer.status_code, answer.location.startswith("/jobs/")) == (303, True)
    assert office.post("clerk", "recalculate") == 303
    assert office.work() > 0
    text = clerk.get(answer.location).text
    assert f"{RUNS}{before}/" in text
    assert (office.run().made_by, office.run().id) == ("clerk", before)


def test_approval_is_of_what_was_seen(busy_office: Office) -> None:
    office = busy_office
    seen = office.run().content_hash
    assert seen in office.browser("chief").get(office.run_url).text
    office.line.import_("changes", CASE / "changes.xlsx")
    with office.system.writing(office.system.actor(None)) as session:
        session.connection().exec_driver_sql("UPDATE payroll_one_off_inputs SET amount = amount + 100")
    assert office.post("clerk", "recalculate") == 303
    office.work()
    assert office.run().content_hash != seen
    for stale in (seen, ""):
        assert office.post("chief", "approve", seen=stale) == 409
    assert office.run().state == "calculated"
    assert office.post("chief", "approve", seen=office.run().content_hash) == 303
    assert (office.run().state, office.run().approved_by) == ("approved", "chief")
    assert office.post("chief", "approve", seen=office.run().content_hash) == 409
    assert office.post("clerk", "recalculate") == 303
    office.work()
    assert office.run().state == "approved"


def test_only_an_approved_run_is_marked_as_paid_and_once(busy_office: Office) -> None:
    office = busy_office
    sealed = office.run().content_hash
    assert office.post("chief", "paid") == 409
    assert office.post("chief", "approve", seen=sealed) == 303
    assert office.post("clerk", "paid") == 403
    assert office.post("chief", "paid") == 303
    assert (office.run().state, office.run().content_hash) == ("paid", sealed)
    assert office.logged("run.paid") == 1
    assert office.post("chief", "paid") == 409
    assert office.post("chief", "approve", seen=sealed) == 409
    office.line.do("verify")


def test_a_social_worker_meets_her_own_approved_payslip_alone(busy_office: Office) -> None:
    office = busy_office
    own, mine, others = office.browser(OWN), office.slip_url(OWN), office.slip_url(COLLEAGUE)
    assert [own.get(path).status_code for path in (mine, f"{mine}payslip.pdf", MINE)] == [404, 404, 200]
    assert office.post("chief", "approve", seen=office.run().content_hash) == 303
    assert [own.get(path).status_code for path in (mine, f"{mine}payslip.pdf", others)] == [200, 200, 404]
    assert own.get(f"{others}payslip.pdf").status_code == 404
    text = own.get(mine).text
    assert sheet()[OWN]["NET"].replace("4438", "4,438") in text
    assert found(text) == {OWN}
    assert found(own.get(MINE).text) == {OWN}
    assert own.get(office.run_url).status_code == 403
    office.line.do("payroll", "explain", OWN, MONTH, "--as", OWN)
    office.line.refused("payroll", "explain", COLLEAGUE, MONTH, "--as", OWN)


PAGES = (("", 15), ("?tab=problems", 15), ("?tab=rules", 18), ("slips/", 15), ("slips/?q=z&sort=name", 15))


@pytest.mark.parametrize(("path", "most"), PAGES)
def test_statements_do_not_grow_with_people(stock: Stock, office: Office, path: str, most: int) -> None:
    counts = []
    many = Office.of(stock.copy("case-public run"))
    for one in (office, many):
        clerk, url = one.browser("clerk"), one.run_url + path
        assert clerk.get(url).status_code == 200
        with one.counting() as statements:
            clerk.get(url)
        counts.append(len(statements))
    many.system.database.close()
    assert counts[1] <= counts[0] <= most
