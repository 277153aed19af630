"""The lists behind counts and figures: who is due, and who belongs to a figure of a chart."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from flask import request
from sqlalchemy import ColumnElement, literal
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.lists import ListField, Names, Record
from app.core.admin.pages import Button, Cell, ListPage, day, text
from app.core.admin.views import OF_VIEW, Answer, page
from app.core.boards import once
from app.core.db import AnySelect
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.periods import Month, day_before
from app.core.tables.layout import Kind
from app.staff import queries
from app.staff.permissions import STAFF_READ
from app.staff.reports import LABELS
from app.staff.rules import bands
from app.staff.rules.retirement import category_of, retirement_month
from app.staff.views.employees import EmployeesView

SHORT = ("name", "number", "branch", "unit", "post", "status")
_fields = {one.name: one for one in EmployeesView.fields}
NEAR_DAYS = 90


def _argument(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))


def _due(record: Record, names: Names) -> date | None:
    """The day by which; of somebody retiring the last of the month, of a probation its last day."""
    value = record["due"]
    if value is None:
        return None
    name = _argument("name")
    if name == "retirement":
        category = category_of(record["sex"], names["women"]["category"])  # type: ignore[arg-type]
        return retirement_month(Month.of(value), category).last
    return day_before(value) if name == "probation" else value  # type: ignore[no-any-return]


def _drawn(record: Record, names: Names) -> Cell:
    due = _due(record, names)
    if due is None:
        return text(None)
    left = (due - clock.today()).days
    if left < 0:
        return day(due, _("overdue"), "danger")
    return day(due, _("%(days)s days") % {"days": left}, "warning" if left <= NEAR_DAYS else None)


class DueView(EmployeesView):
    """Who is due for something: just those whom a count of the board counts."""

    endpoint: ClassVar[str] = "staff_due"
    address: ClassVar[str] = "/staff/due/<name>"
    permission: ClassVar[str] = STAFF_READ
    host: ClassVar[str] = ""
    empty: ClassVar[str] = N_("Nobody: nothing needs to be done here.")
    default_sort: ClassVar[str] = "due"
    fields = (*(_fields[name] for name in SHORT[:-1]), _fields["status"])

    @page("/", permission=OF_VIEW)
    def index(self, session: Session, name: str) -> Answer:
        """The page of the list that the address asks for."""
        queries.due_named(name)
        return self.titled(session, _(LABELS[name]))

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, name: str, form: str) -> Answer:
        """Everything that matches, as a workbook or CSV; logged before it is sent."""
        queries.due_named(name)
        return self.exported(session, form, key=name)

    def titled(self, session: Session, title: str) -> ListPage:
        """The page under a title of its own."""
        return replace(self.list_page(session), title=title)
