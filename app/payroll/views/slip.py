"""Somebody's payslip (工资条) of a month: every line with its amount, and why it is what it is."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import may, scope_of
from app.core.admin.downloads import download
from app.core.admin.lists.walk import position_of, way_back
from app.core.admin.pages import (
    Button,
    Column,
    ExplanationLine,
    ExplanationPage,
    Fact,
    Facts,
    Link,
    Notice,
    Panel,
    Row,
    Table,
    amount,
    text,
)
from app.core.admin.views import Answer, SecureView, log_reading, page
from app.core.i18n import gettext as _
from app.core.periods import Month
from app.payroll import reports
from app.payroll.permissions import PAY_READ, RUN_READ
from app.payroll.queries import run_lists
from app.payroll.rules.explain import Explanation, explain
from app.payroll.rules.names import CONTRIBUTIONS, EARNINGS, ITEMS
from app.payroll.rules.problems import PROBLEMS
from app.payroll.rules.values import CONTRIBUTION_ITEMS, EMPLOYER_ITEMS
from app.payroll.views import reasons
from app.payroll.views.wording import (
    RUNS_URL,
    level_and_step,
    money,
    month_of,
    run_badge,
    run_state,
    run_url,
    slip_url,
    slips_url,
)

DEDUCTIONS = (*CONTRIBUTION_ITEMS, "TAX", "OTHER")


class SlipView(SecureView):
    """One payslip."""

    endpoint: ClassVar[str] = "payroll_slip"
    address: ClassVar[str] = "/payroll/slips/<int:run_id>/<number>"

    @page("/", permission=PAY_READ)
    def index(self, session: Session, run_id: int, number: str) -> Answer:
        """The slip and its explanation; logged before it is shown."""
        run = run_lists.run_by_id(session, run_id)
        stored, slip = reports.slip_of(session, run, number)
        lines = {line.code: line for line in explain(slip)}
        others = run_lists.slips_of_person(session, stored.employee_id)
        answer = ExplanationPage(
            _("%(name)s: payslip of %(month)s") % {"name": stored.name, "month": month_of(run.month)},
            _crumbs(session, run),
            _("Net pay"),
            money(stored.net),
            _lines(lines),
            subtitle="　".join(
                filter(
                    None,
                    (number, stored.branch, stored.station, stored.post, level_and_step(stored.level, stored.step)),
                )
            ),
            badges=(run_badge(run.state),),
            buttons=_buttons(session, stored),
            panels=(*_employer(session, lines), _other_months(others, run_id)),
            notices=_notices(stored),
        )
        key = f"{number} {month_of(run.month)}"
        log_reading(audit.Kind.READ, "read.explanation", object_table="payroll_slips", object_key=key)
        return answer

    @page("/payslip.pdf", permission=PAY_READ)
    def pdf(self, session: Session, run_id: int, number: str) -> Answer:
        """The payslip as a document; logged before it is sent."""
        run = run_lists.run_by_id(session, run_id)
        month = Month.of(run.month)
        content = reports.payslip(session, month, number, run_lists.entity_of(session, run).code)
        log_reading(audit.Kind.EXPORT, "export.slip", object_table="payroll_slips", object_key=f"{number} {month}")
        return download(content, f"{_('Payslip')} {month} {number}.pdf")


def _crumbs(session: Session, run: Any) -> tuple[Link, ...]:
    """The way here: through the run, or for somebody's own slip through her payslips."""
    if not may(session, RUN_READ):
        return (Link(_("My payslips"), "/payroll/my-payslips/"),)
    title = _("Pay run of %(month)s") % {"month": month_of(run.month)}
    return (
        Link(_("Pay runs"), RUNS_URL),
        Link(title, run_url(run.id)),
        Link(_("Payslips"), way_back(slips_url(run.id))),
    )


def _lines(lines: Mapping[str, Explanation]) -> tuple[ExplanationLine, ...]:
    """Earnings and their total, deductions and theirs, in the order of the sheet."""
    withheld = sum(lines[code].amount for code in DEDUCTIONS)
    return (
        *(reasons.line(_(ITEMS[code]), lines[code]) for code in EARNINGS),
        ExplanationLine(_("Gross pay"), money(lines["GROSS"].amount), reasons.rule(lines["GROSS"])),
        *(reasons.line(_(ITEMS[code]), lines[code]) for code in DEDUCTIONS),
        ExplanationLine(_("Total deductions"), money(withheld), reasons.rule(lines["NET"])),
    )


def _buttons(session: Session, stored: Any) -> tuple[Button, ...]:
    """The payslip as a document, the person, and the neighbours in the run."""
    here = slip_url(stored.run_id, stored.employee_number)
    buttons = [Button(_("Payslip (PDF)"), f"{here}payslip.pdf", "download", "primary")]
    if scope_of(session, RUN_READ):
        buttons.append(Button(_("Employee"), f"/staff/employee/{stored.employee_number}", "user"))
        before, after = _beside(session, stored)
        if before:
            buttons.append(Button(_("Previous payslip"), before, "chevron-left"))
        if after:
            buttons.append(Button(_("Next payslip"), after, "chevron-right"))
    return tuple(buttons)


def _beside(session: Session, stored: Any) -> tuple[str, str]:
    """The slips before and after: in the list one came from, else in the run."""
    position = position_of(session)
    if position is not None:
        return position.previous_url, position.next_url
    numbers = run_lists.neighbours(session, stored)
    before, after = (slip_url(stored.run_id, number) if number else "" for number in numbers)
    return before, after


def _employer(session: Session, lines: Mapping[str, Explanation]) -> tuple[Panel, ...]:
    """What the employer pays on top, for those who read runs."""
    if not may(session, RUN_READ):
        return ()
    shares = [(_(CONTRIBUTIONS[code]), lines[f"EMPLOYER_{code}"].amount) for code in EMPLOYER_ITEMS]
    shares.append((_("Employer cost"), lines["EMPLOYER_TOTAL"].amount))
    facts = Facts("", tuple(Fact(label, amount(fen)) for label, fen in shares))
    return (Panel(_("The employer pays on top"), (facts,)),)


def _other_months(slips: Sequence[Mapping[str, Any]], run_id: int) -> Panel:
    """The person's latest months but this one."""
    columns = (
        Column(_("Month")),
        Column(_("Gross pay"), right=True),
        Column(_("Net pay"), right=True),
        Column(_("State")),
    )
    rows = tuple(
        Row(
            (
                text(month_of(slip["month"]), slip_url(slip["run_id"], slip["employee_number"])),
                amount(slip["gross"]),
                amount(slip["net"], tone="danger" if slip["status"] != "OK" else None),
                run_state(slip["state"]),
            )
        )
        for slip in slips
        if slip["run_id"] != run_id
    )
    return Panel(_("Other months"), (Table("", columns, rows, empty=_("There is no other payslip yet.")),))


def _notices(stored: Any) -> tuple[Notice, ...]:
    if stored.status == "OK":
        return ()
    return (Notice(_(PROBLEMS.get(stored.status, stored.status)), "danger"),)
