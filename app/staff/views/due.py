"""The lists behind counts and figures: who is due, and who belongs to a figure of a chart."""

from datetime import date
from typing import ClassVar

from flask import request
from sqlalchemy import ColumnElement, literal
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.lists import ListField, Names, Record
from app.core.admin.pages import Button, Cell, day, text
from app.core.admin.views import OF_VIEW, Answer, page
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
from app.staff.rules.retirement import Category, category_of, retirement_month
from app.staff.views.employees import EmployeesView

BEFORE_DUE = ("name", "number", "branch", "unit", "post")
COLUMNS = {one.name: one for one in EmployeesView.fields}
NEAR_DAYS = 90
TITLES = {
    "age": N_("Age %(value)s"),
    "service": N_("Years of service: %(value)s"),
    "unit": N_("People of %(value)s"),
    "qualification": N_("With the qualification %(value)s"),
    "left": N_("Left in %(value)s"),
    "joined": N_("Joined since %(value)s"),
}


def _argument(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))


def due_day(record: Record, names: Names) -> date | None:
    """The day by which; of somebody retiring the end of the month, of a probation its last day."""
    value: date | None = record["due"]
    if value is None:
        return None
    name = _argument("name")
    if name == "retirement":
        category = category_of(record["sex"], Category(names["women"]["age"]))
        return retirement_month(Month.of(value), category).last
    return day_before(value) if name == "probation" else value


def _drawn(record: Record, names: Names) -> Cell:
    due = due_day(record, names)
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
    empty: ClassVar[str] = N_("Nobody: nothing needs to be done here.")
    fields: ClassVar[tuple[ListField, ...]] = (  # type: ignore[assignment]
        *(COLUMNS[name] for name in BEFORE_DUE),
        ListField("due", N_("Due"), due_day, Kind.DATE, draw=_drawn),
        COLUMNS["status"],
    )

    @page("/", permission=OF_VIEW)
    def index(self, session: Session, name: str) -> Answer:
        """The page of the list that the address asks for."""
        return self.shown(session)

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, name: str, form: str) -> Answer:
        """Everything that matches, as a workbook or CSV; logged before it is sent."""
        return self.exported(session, form, key=_(LABELS.get(name, "")))

    def statement(self, session: Session) -> AnySelect:
        """Everybody on today's list with the day by which."""
        column = queries.due_day(_argument("name"), clock.today())
        return queries.todays_list().add_columns((literal(None) if column is None else column).label("due"))

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """Those who are due."""
        return queries.who_is_due(session, _argument("name"))

    def names(self, session: Session) -> Names:
        """Names of units, posts and levels; and which age of retirement women have."""
        return {**super().names(session), "women": {"age": queries.women_category(session).value}}

    def heading(self, session: Session) -> str:
        """What they are due for."""
        queries.due_named(_argument("name"))
        return _(LABELS[_argument("name")])

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Back to the board."""
        return (Button(_("Needs attention"), "/attention/", "arrow-left"),)


class FiguresView(EmployeesView):
    """Who belongs to a figure of a chart."""

    endpoint: ClassVar[str] = "staff_figures"
    address: ClassVar[str] = "/staff/figures/<what>/<value>"
    permission: ClassVar[str] = STAFF_READ
    empty: ClassVar[str] = N_("Nobody belongs to this figure now.")

    @page("/", permission=OF_VIEW)
    def index(self, session: Session, what: str, value: str) -> Answer:
        """The page of the list that the address asks for."""
        return self.shown(session)

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, what: str, value: str, form: str) -> Answer:
        """Everything that matches, as a workbook or CSV; logged before it is sent."""
        return self.exported(session, form, key=self.heading(session))

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """Those of the figure."""
        return queries.group_of(session, _argument("what"), _argument("value"))

    def heading(self, session: Session) -> str:
        """What the figure counts."""
        what, value = _argument("what"), _argument("value")
        if what not in TITLES:
            raise NotFound(what=N_("list"), key=what)
        return _(TITLES[what]) % {"value": _in_words(session, what, value)}

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Back to the boards."""
        return (Button(_("Home"), "/", "arrow-left"),)


def _in_words(session: Session, what: str, value: str) -> str:
    """The value of the address as people say it."""
    if what == "age":
        sex, _dash, first = value.partition("-")
        return f"{bands.name_of(bands.AGES, int(first))} {sex}"
    if what == "service":
        return bands.name_of(bands.SERVICE, int(value))
    if what == "unit":
        return queries.unit_names(session).get(int(value), value)
    return value
