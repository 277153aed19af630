"""All payslips of one person, for those who may read her pay."""

from dataclasses import replace
from typing import ClassVar

from flask import request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core.admin.lists import ListField, ListView, Record
from app.core.admin.pages import Button
from app.core.admin.views import OF_VIEW, Answer, page
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.payroll.permissions import PAY_READ
from app.payroll.queries import run_lists
from app.payroll.queries.run_lists import SLIPS
from app.payroll.views.slips import MONEY, PLACE, STATUS
from app.payroll.views.wording import month_of, slip_url
from app.staff import queries as staff


class PersonSlipsView(ListView):
    """The payslips of one person."""

    endpoint: ClassVar[str] = "payroll_person_slips"
    address: ClassVar[str] = "/payroll/people/<int:employee_id>/slips"
    permission: ClassVar[str] = PAY_READ
    title: ClassVar[str] = N_("Payslips")
    empty: ClassVar[str] = N_("There is no payslip yet.")
    default_sort: ClassVar[str] = "-month"
    keys = (SLIPS.id,)
    fields = (
        ListField("month", N_("Month"), lambda record, names: month_of(record["month"]), order=(SLIPS.month,)),
        *PLACE,
        *MONEY,
        STATUS,
    )

    @page("/", permission=OF_VIEW)
    def index(self, session: Session, employee_id: int) -> Answer:
        """The list, for whoever may read the pay of this very person."""
        person = staff.employee_met(session, employee_id, PAY_READ)
        shown = self.shown(session)
        named = _("Payslips of %(number)s") % {"number": person.number}
        return replace(shown, title=named) if hasattr(shown, "title") else shown

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, employee_id: int, form: str) -> Answer:
        """Everything that matches, as a workbook or CSV; logged before it is sent."""
        return self.exported(session, form, key=staff.employee_met(session, employee_id, PAY_READ).number)

    def statement(self, session: Session) -> AnySelect:
        """The slips the user may meet."""
        return run_lists.slips_list()

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """Those of the person."""
        found: ColumnElement[bool] = SLIPS.employee_id == (request.view_args or {}).get("employee_id")
        return found

    def record_url(self, record: Record) -> str:
        """The slip."""
        return slip_url(record["run_id"], record["employee_number"])

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Back to the person."""
        return (Button(_("Employee"), f"/staff/employee/id/{(request.view_args or {})['employee_id']}", "arrow-left"),)
