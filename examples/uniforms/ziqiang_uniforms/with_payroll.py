"""What changes while payroll is installed: the laundry allowance (服装洗涤补贴) is an earning of the month."""

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.events import Receiver
from app.core.modules import Partnership
from app.payroll.events import FactColumns, FactRequest, PayFact, collecting_pay_facts
from app.payroll.queries.pay_facts import dated_facts
from ziqiang_uniforms.models import LaundryAllowance

LAUNDRY = PayFact("uniforms.laundry", "服装洗涤补贴", "INPUTS")
"""What holds last in a month counts, whole."""


def answer(_session: Session, request: FactRequest) -> FactColumns:
    """Everybody's allowance, in one statement."""
    document = func.coalesce(LaundryAllowance.document, "")
    return dated_facts(request, LAUNDRY.name, LaundryAllowance, LaundryAllowance.amount, document)


PARTNERSHIP = Partnership(receivers=(Receiver(collecting_pay_facts, answer),), contributions=(LAUNDRY,))
