"""All payslips of one person, for those who may read her pay."""

from typing import ClassVar

from sqlalchemy.orm import Session

from app.core.admin.pages import BoardPage, Button, Column, Row, Table, amount, text
from app.core.admin.views import Answer, SecureView, page
from app.core.i18n import gettext as _
from app.payroll.permissions import PAY_READ
from app.payroll.queries import run_lists
from app.payroll.views.wording import month_of, run_state, slip_url
from app.staff import queries as staff

MOST = 600
"""Fifty years of months."""


class PersonSlipsView(SecureView):
    """The payslips of one person."""

    endpoint: ClassVar[str] = "payroll_person_slips"
    address: ClassVar[str] = "/payroll/people"

    @page("/", permission=PAY_READ)
    def index(self, session: Session) -> Answer:
        """Payslips belong to somebody: the list of employees."""
        return "/staff/employees/"

    @page("/<int:employee_id>/slips", permission=PAY_READ)
    def show(self, session: Session, employee_id: int) -> Answer:
        """Month by month, newest first, for whoever may read the pay of this very person."""
        person = staff.employee_met(session, employee_id, PAY_READ)
        labels = ((_("Month"), False), (_("Gross pay"), True), (_("Net pay"), True), (_("State"), False))
        rows = tuple(
            Row(
                (
                    text(month_of(slip["month"]), slip_url(slip["run_id"], slip["employee_number"])),
                    amount(slip["gross"]),
                    amount(slip["net"], tone=None if slip["status"] == "OK" else "danger"),
                    run_state(slip["state"]),
                )
            )
            for slip in run_lists.slips_of_person(session, employee_id, MOST)
        )
        table = Table(
            "", tuple(Column(label, right=right) for label, right in labels), rows, empty=_("There is no payslip yet.")
        )
        back = Button(_("Employee"), f"/staff/employee/{person.number}", "arrow-left")
        return BoardPage(_("Payslips of %(number)s") % {"number": person.number}, (table,), buttons=(back,))
