"""What payroll adds to pages of others: pay on an employee's page, and figures on the first page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.access import actor_of
from app.core.admin.pages import Block, Column, Row, Table, Tile, amount, text
from app.core.boards import counted, once
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import FigureTile, OwnPage, PaletteAction, Panel, SmartButton
from app.core.periods import Month
from app.payroll.permissions import INPUT_WRITE, PAY_OWN, PAY_READ, RUN_APPROVE, RUN_MAKE, RUN_READ
from app.payroll.queries import costs, run_lists
from app.payroll.rules.names import RUN_STATES

RUNS_URL = "/payroll/runs/"


def _pay(session: Session, employee_id: int) -> Sequence[Block]:
    """Somebody's last twelve payslips."""
    columns = (
        Column(_("Month")),
        Column(_("Gross pay"), right=True),
        Column(_("Net pay"), right=True),
        Column(_("State")),
    )
    rows = tuple(
        Row(
            (
                text(Month.of(slip["month"]), f"/payroll/slips/{slip['run_id']}/{slip['employee_number']}/"),
                amount(slip["gross"]),
                amount(slip["net"], tone=None if slip["status"] == "OK" else "danger"),
                text(_(RUN_STATES.get(slip["state"], slip["state"]))),
            )
        )
        for slip in run_lists.slips_of_person(session, employee_id)
    )
    return (Table("", columns, rows, empty=_("There is no payslip yet.")),)


PANELS = (Panel("staff.employee", "pay", N_("Payslips of the last months"), PAY_READ, _pay, order=50),)

SMART_BUTTONS = (
    SmartButton(
        "staff.employee",
        "payslips",
        N_("Payslips"),
        "receipt",
        PAY_READ,
        run_lists.slips_counted,
        lambda session, employee_id: f"/payroll/people/{employee_id}/slips",
        30,
    ),
)


def _net(session: Session) -> Tile:
    """The net total of the latest pay month."""
    months = once(session, costs.monthly_costs)
    if not months:
        return Tile(_("Net pay"), "—", RUNS_URL, _("No month is calculated yet."), icon="cash")
    cost = months[-1]
    values = {"month": cost.month, "people": f"{cost.people:,}", "state": _(RUN_STATES[cost.state])}
    note = _("%(people)s people · %(state)s") % values
    label = _("Net pay of %(month)s") % values
    return Tile(label, amount(cost.items.get(costs.NET, 0)).text, f"{RUNS_URL}{cost.run_id}/", note, icon="cash")


def _waiting(session: Session, name: str) -> int:
    """The count that stands on the board of what needs attention."""
    return next((one.count for one in once(session, counted) if one.attention.name == name), 0)


def _drafts(session: Session) -> Tile:
    """Runs that wait for the approval of a second person."""
    count = _waiting(session, "payroll.waiting")
    return Tile(
        _("Pay runs waiting for approval"),
        str(count),
        f"{RUNS_URL}?f.state=calculated",
        tone="warning" if count else "plain",
        icon="clock",
    )


def _for_you(session: Session) -> Tile:
    """Runs that the one who looks can approve: those that somebody else made."""
    count = _waiting(session, "payroll.for_you")
    return Tile(
        _("Waiting for your approval"),
        str(count),
        f"{RUNS_URL}?f.state=calculated",
        tone="warning" if count else "good",
        icon="clipboard-check",
    )


def _own(session: Session) -> Tile:
    """One's own latest payslip."""
    slip = run_lists.own_latest(session, actor_of(session).subject or "")
    if slip is None:
        return Tile(_("My payslips"), "—", "/payroll/my-payslips/", icon="receipt")
    url = f"/payroll/slips/{slip['run_id']}/{slip['employee_number']}/"
    return Tile(_("My payslip"), str(Month.of(slip["month"])), url, icon="receipt")


def _latest(session: Session) -> str:
    """The month of one's latest payslip."""
    slip = run_lists.own_latest(session, actor_of(session).subject or "")
    return str(Month.of(slip["month"])) if slip else "—"


OWN_PAGES = (OwnPage("payslips", N_("My payslips"), "/payroll/my-payslips/", PAY_OWN, "receipt", _latest, 10),)
ACTIONS = (
    PaletteAction(N_("Calculate a month"), f"{RUNS_URL}calculate", RUN_MAKE, "payroll calculate 核算 算工资 薪酬", 10),
    PaletteAction(N_("Enter the month's inputs"), "/imports/monthly-inputs", INPUT_WRITE, "inputs 导入 月度数据", 20),
    PaletteAction(N_("My payslips"), "/payroll/my-payslips/", PAY_OWN, "payslip salary 工资条 工资单", 30),
)
TILES = (
    FigureTile(RUN_READ, _net, 20, N_("Net pay"), ("finance", "leader")),
    FigureTile(RUN_MAKE, _drafts, 21, N_("Pay runs waiting for approval"), ("finance",)),
    FigureTile(RUN_APPROVE, _for_you, 22, N_("Waiting for your approval"), ("finance",)),
    FigureTile(PAY_OWN, _own, 23, N_("My payslip")),
)
