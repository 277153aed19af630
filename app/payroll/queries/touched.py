"""What a change of somebody's facts means for pay: months that are approved already."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.i18n import gettext as _
from app.core.i18n import listed
from app.core.periods import Month
from app.payroll.models import PayRun
from app.payroll.queries.runs import SEALED
from app.staff.events import ChangeAhead

DECIDES_PAY = frozenset({"post", "grading", "probation", "contribution_base", "employment", "qualification"})
NAMED = 6
"""So many months are named; of more the first ones."""


def touched_by(session: Session, change: ChangeAhead) -> Sequence[str]:
    """The months from the change on whose runs are sealed, in a sentence; runs are no secret, slips are not asked."""
    if change.kind not in DECIDES_PAY:
        return ()
    first = Month.of(change.start).first
    statement = select(PayRun.month).where(PayRun.state.in_(SEALED), PayRun.month >= first).distinct()
    months = [str(Month.of(month)) for month in session.scalars(statement.order_by(PayRun.month))]
    if not months:
        return ()
    named = listed(months[:NAMED]) + (" …" if len(months) > NAMED else "")
    text = _(
        "Pay: months from then on that are approved already: %(months)s. Their payslips stay as they are; the"
        " difference is paid or withheld later."
    )
    return (text % {"months": named},)
