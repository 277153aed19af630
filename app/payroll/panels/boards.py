"""The board of finance and the tiles of payroll: what the months cost, and how the last differs from the one before."""

from sqlalchemy.orm import Session

from app.core.admin.pages import ChartBlock, Panel
from app.core.boards import once
from app.core.charts import Chart, Series
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Board, BoardTile
from app.payroll.permissions import RUN_READ
from app.payroll.queries import costs
from app.payroll.rules.names import EARNINGS

RUNS_URL = "/payroll/runs/"
STEPS = {**EARNINGS, "OTHER": N_("Other items"), costs.EMPLOYER: N_("Employer's contributions")}


def monthly_cost(session: Session) -> Panel | None:
    """Gross pay and employer's contributions, month by month."""
    months = once(session, costs.monthly_costs)
    if not months:
        return None
    urls = tuple(f"{RUNS_URL}{one.run_id}/" for one in months)
    series = (
        Series(_("Gross pay"), tuple(one.gross for one in months), urls),
        Series(_("Employer's contributions"), tuple(one.employer for one in months), urls),
    )
    categories = tuple(str(one.month) for one in months)
    chart = Chart(_("Monthly pay cost"), "stacked", categories, series, "money", _("Month"), in_order=True)
    return Panel(chart.title, (ChartBlock(chart),), _("in yuan"))


def month_bridge(session: Session) -> Panel | None:
    """From the cost of the month before to that of the latest, item by item."""
    months = once(session, costs.monthly_costs)
    if len(months) < 2:
        return None
    before, after = months[-2:]
    steps = costs.bridge(before, after)
    categories = (str(before.month), *(_(STEPS[item]) for item in steps), str(after.month))
    values = (before.total, *steps.values(), after.total)
    run = f"{RUNS_URL}{after.run_id}/"
    urls = (f"{RUNS_URL}{before.run_id}/", *(run for _step in steps), run)
    chart = Chart(
        _("Pay cost: month on month"),
        "bar",
        categories,
        (Series(_("Yuan"), values, urls),),
        "money",
        _("Item"),
        in_order=True,
        shape="bridge",
    )
    return Panel(chart.title, (ChartBlock(chart),), _("what made the difference, in yuan"))


BOARDS = (Board("finance", N_("Finance board"), ("finance_head", "finance"), 30),)
MONEY = ("finance", "leader")
BOARD_TILES = (
    BoardTile("payroll.monthly_cost", N_("Monthly pay cost"), RUN_READ, monthly_cost, MONEY, 2, 5),
    BoardTile("payroll.bridge", N_("Pay cost: month on month"), RUN_READ, month_bridge, MONEY, 2, 6),
)
