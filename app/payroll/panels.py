"""What payroll adds to pages of others: pay on an employee's page, and figures on the first page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.access import actor_of
from app.core.admin.pages import Block, Column, Row, Table, Tile, amount, text
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import FigureTile, Panel, SmartButton
from app.core.periods import Month
from app.payroll.permissions import PAY_OWN, PAY_READ, RUN_APPROVE, RUN_MAKE, RUN_READ
from app.payroll.queries import run_lists
from app.payroll.queries.run_lists import Sums
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
    """The net total of the latest run."""
    run = run_lists.latest_run(session)
    if run is None:
        return Tile(_("Net pay"), "—", RUNS_URL, _("No month is calculated yet."), icon="cash")
    sums = run_lists.sums_of_runs(session, [run.id]).get(run.id, Sums())
    values = {"month": Month.of(run.month), "people": f"{sums.people:,}", "state": _(RUN_STATES[run.state])}
    note = _("%(people)s people · %(state)s") % values
    label = _("Net pay of %(month)s") % values
    return Tile(label, amount(sums.net).text, f"{RUNS_URL}{run.id}/", note, icon="cash")


def _drafts(session: Session) -> Tile:
    """Runs that wait for the approval of a second person."""
    count = run_lists.runs_waiting(session)
    return Tile(
        _("Pay runs waiting for approval"),
        str(count),
        f"{RUNS_URL}?f.state=calculated",
        tone="warning" if count else "plain",
        icon="clock",
    )


def _for_you(session: Session) -> Tile:
    """Runs that the one who looks can approve: those that somebody else made."""
    count = run_lists.runs_waiting(session, actor_of(session).login)
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


TILES = (
    FigureTile(RUN_READ, _net, 20),
    FigureTile(RUN_MAKE, _drafts, 21),
    FigureTile(RUN_APPROVE, _for_you, 22),
    FigureTile(PAY_OWN, _own, 23),
)
