"""What payroll brings to the board of what needs attention."""

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core.access import actor_of
from app.core.i18n import N_
from app.core.modules import Attention
from app.payroll.permissions import RUN_APPROVE, RUN_MAKE, RUN_READ
from app.payroll.queries import costs, run_lists
from app.payroll.record_rules import people_of_runs

WAITING = "/payroll/runs/?f.state=calculated"


def waiting(_session: Session) -> Select[int]:
    """Runs that wait for the approval of a second person."""
    return costs.count_waiting()


def for_you(session: Session) -> Select[int]:
    """Runs that the one who looks can approve: those that somebody else made."""
    return costs.count_waiting(actor_of(session).login)


def problems(session: Session) -> int | Select[int]:
    """What is wrong with the slips of the latest month, of whom the one who looks may know."""
    people = people_of_runs(session)
    if people is None:
        return costs.count_problems()
    run = run_lists.latest_run(session)
    return len(run_lists.problems_of(session, run, people)) if run else 0


ATTENTIONS = (
    Attention("payroll.for_you", N_("Pay runs waiting for your approval"), RUN_APPROVE, for_you, WAITING, 1),
    Attention("payroll.waiting", N_("Pay runs waiting for approval"), RUN_MAKE, waiting, WAITING, 2, "info"),
    Attention(
        "payroll.problems",
        N_("Payslips with problems in the latest run"),
        RUN_READ,
        problems,
        "/payroll/runs/problems",
        3,
        "danger",
    ),
)
