"""The list of employees: today's list, one row a person."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import may
from app.core.admin.form_buttons import form_buttons
from app.core.admin.lists import ListFacet, ListField, ListView, Names, Record
from app.core.admin.pages import Button, Cell, Input, Tone, day, person, pill
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind
from app.staff import queries
from app.staff.permissions import STAFF_READ, STAFF_WRITE
from app.staff.rules.status import ACTIVE, JOINING, LEFT, PROBATION, STATUSES

STATUS_NAMES = {ACTIVE: N_("At work"), PROBATION: N_("On probation"), JOINING: N_("Joining"), LEFT: N_("Left")}
TONES: dict[str, Tone] = {ACTIVE: "good", PROBATION: "info", JOINING: "warning", LEFT: "muted"}
WARN_DAYS = 60
"""So many days before a contract's end the list warns."""

_list = queries.TODAY


def contract_end(record: Record, today: date) -> Cell:
    """The end of the contract, with a warning when it is near or past and the person still works."""
    end = record["contract_end"]
    if end is None or record["status"] == LEFT:
        return day(end)
    left = (end - today).days
    if left < 0:
        return day(end, _("overdue"), "danger")
    return day(end, _("%(days)s days") % {"days": left}, "warning") if left <= WARN_DAYS else day(end)


class EmployeesView(ListView):
    """Employees."""

    endpoint: ClassVar[str] = "staff_employees"
    address: ClassVar[str] = "/staff/employees"
    permission: ClassVar[str] = STAFF_READ
    host: ClassVar[str] = "staff.employees"
    title: ClassVar[str] = N_("Employees")
    placeholder: ClassVar[str] = N_("Name, number, pinyin or initials…")
    empty: ClassVar[str] = N_("Nobody matches. Take a condition away, or import a roster.")
    default_sort: ClassVar[str] = "number"
    keys = (_list.employee_id,)
    fields = (
        ListField(
            "name",
            N_("Name"),
            lambda record, names: record["name"],
            order=(_list.name_key,),
            draw=lambda record, names: person(record["name"]),
        ),
        ListField("number", N_("Number"), lambda record, names: record["number"], order=(_list.number,)),
        ListField(
            "branch",
            N_("Branch"),
            lambda record, names: names["units"].get(record["branch_id"]),
            order=(_list.branch_id,),
        ),
        ListField("unit", N_("Workstation"), lambda record, names: station_of(record, names), order=(_list.unit_id,)),
        ListField(
            "post", N_("Post"), lambda record, names: names["posts"].get(record["post_id"]), order=(_list.post_id,)
        ),
        ListField(
            "level",
            N_("Level and step"),
            lambda record, names: grading_of(record, names),
            order=(_list.level_id, _list.step),
        ),
        ListField("education", N_("Education"), lambda record, names: record["education"], order=(_list.education,)),
        ListField("hired", N_("Hired"), lambda record, names: record["hire_date"], Kind.DATE, (_list.hire_date,)),
        ListField(
            "contract_end",
            N_("Contract ends"),
            lambda record, names: record["contract_end"],
            Kind.DATE,
            (_list.contract_end,),
            draw=lambda record, names: contract_end(record, clock.today()),
        ),
        ListField(
            "status",
            N_("Status"),
            lambda record, names: _(STATUS_NAMES[record["status"]]),
            order=(_list.status,),
            draw=lambda record, names: pill(_(STATUS_NAMES[record["status"]]), TONES[record["status"]]),
        ),
    )
    facets = (
        ListFacet(
            "status",
            N_("Status"),
            _list.status,
            lambda value, names: _(STATUS_NAMES.get(value, value)),
            rank=lambda value, names: STATUSES.index(value),
        ),
        ListFacet(
            "branch", N_("Branch"), _list.branch_id, lambda value, names: names["units"].get(value, str(value)), int
        ),
        ListFacet("education", N_("Education"), _list.education, lambda value, names: value),
        ListFacet("post", N_("Post"), _list.post_id, lambda value, names: names["posts"].get(value, str(value)), int),
    )

    def statement(self, session: Session) -> AnySelect:
        """Everybody on today's list whom the user may meet."""
        return queries.todays_list()

    def names(self, session: Session) -> Names:
        """Names of units, posts and levels."""
        return queries.names_today(session)

    def matching(self, typed: str) -> ColumnElement[bool]:
        """By name, number, pinyin or initials."""
        return queries.named_like(typed)

    def record_url(self, record: Record) -> str:
        """The employee's page."""
        return f"/staff/employee/{record['number']}"

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Import, for those who may."""
        on = clock.today()
        forms = form_buttons(session, "staff.employees", 0, on, (Input("day", _("As at"), "date", on.isoformat()),))
        if not may(session, STAFF_WRITE):
            return forms
        return (
            Button(_("New"), "/staff/hiring/", "plus", "primary"),
            Button(_("Import"), "/imports/roster", "upload"),
            *forms,
        )


def station_of(record: Record, names: Names) -> str | None:
    """The workstation; nothing for somebody in the branch office."""
    return names["units"].get(record["unit_id"]) if record["unit_id"] != record["branch_id"] else None


def grading_of(record: Record, names: Names) -> str | None:
    """Level and step as they are said: 五级 2 档."""
    level = names["levels"].get(record["level_id"])
    return _("%(level)s, step %(step)s") % {"level": level, "step": record["step"]} if level else None
