"""The list of employees: today's list, one row a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import may
from app.core.admin.form_buttons import form_buttons
from app.core.admin.lists import BatchAction, Dimension, ListField, ListView, Measure, Names, Record, reads
from app.core.admin.pages import Button, Cell, Column, Input, Row, Table, Tone, day, person, pill, text
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind
from app.staff import queries
from app.staff.jobs import enqueue_registrations
from app.staff.permissions import PERSONAL_READ, SENSITIVE_REVEAL, STAFF_READ, STAFF_WRITE
from app.staff.rules.status import ACTIVE, JOINING, LEFT, PROBATION, STATUSES

STATUS_NAMES = {ACTIVE: N_("At work"), PROBATION: N_("On the probation tier"), JOINING: N_("Joining"), LEFT: N_("Left")}
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


def forms_to_draw(session: Session, employee_ids: Sequence[int]) -> Table:
    """Whose registration forms will be drawn."""
    names = queries.names_today(session)["units"]
    rows = (
        Row((person(one.name), text(one.number), text(names.get(one.unit_id or 0)), text(_("A form is drawn"))))
        for one in queries.people_with_ids(session, employee_ids)
    )
    labels = (N_("Name"), N_("Number"), N_("Unit"), N_("What happens"))
    return Table("", tuple(Column(_(label)) for label in labels), tuple(rows))


def draw_forms(session: Session, employee_ids: Sequence[int]) -> str:
    """Start the job that draws them; its page."""
    return f"/jobs/{enqueue_registrations(session, employee_ids)}"


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
    counted: ClassVar[str] = N_("People")
    starts: ClassVar[Mapping[str, str]] = {
        "v.rows": "branch",
        "v.cols": "status",
        "v.lanes": "status",
        "v.by": "contract_end",
    }
    yearly: ClassVar[tuple[str, ...]] = ("hired", "birth")
    keys = (_list.employee_id,)
    subjects = (_list.employee_id,)
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
    dimensions = (
        Dimension(
            "status",
            N_("Status"),
            _list.status,
            called=lambda value, names: _(STATUS_NAMES.get(value, value)),
            facet=True,
            rank=lambda value, names: STATUSES.index(value),
        ),
        Dimension(
            "branch",
            N_("Branch"),
            _list.branch_id,
            called=lambda value, names: unit(value, names),
            facet=True,
            read=int,
        ),
        Dimension("education", N_("Education"), _list.education, facet=True),
        Dimension(
            "post",
            N_("Post"),
            _list.post_id,
            called=lambda value, names: names["posts"].get(value, str(value)),
            facet=True,
            read=int,
        ),
        Dimension("unit", N_("Unit"), _list.unit_id, called=lambda value, names: unit(value, names), read=int),
        Dimension(
            "level",
            N_("Level"),
            _list.level_id,
            called=lambda value, names: names["levels"].get(value, str(value)),
            read=int,
            rank=lambda value, names: list(names["levels"]).index(value) if value in names["levels"] else -1,
        ),
        Dimension("step", N_("Step"), _list.step, "number"),
        Dimension("sex", N_("Sex"), _list.sex),
        Dimension("name", N_("Name"), _list.name, "text"),
        Dimension("number", N_("Number"), _list.number, "text"),
        Dimension("hired", N_("Hired"), _list.hire_date, "date"),
        Dimension("left", N_("Last working day"), _list.leave_date, "date"),
        Dimension("contract_end", N_("Contract ends"), _list.contract_end, "date"),
    )

    batch = (
        BatchAction(
            "registrations", N_("Registration forms"), PERSONAL_READ, forms_to_draw, draw_forms, "printer", most=500
        ),
    )

    def statement(self, session: Session) -> AnySelect:
        """Everybody on today's list whom the user may meet."""
        return queries.todays_list()

    def figures(self, session: Session) -> tuple[Measure, ...]:
        """Ages and years of service, averaged."""
        age = queries.age_of(_list.employee_id)
        return (
            Measure("age", N_("Average age"), age, "number", "average", PERSONAL_READ),
            Measure("service", N_("Average years of service"), queries.service_today(), "number", "average"),
        )

    def names(self, session: Session) -> Names:
        """Names of units, posts and levels."""
        return queries.names_today(session)

    def matching(self, typed: str) -> ColumnElement[bool]:
        """By name, number, pinyin or initials."""
        return queries.named_like(typed)

    def people_of(self, session: Session, lines: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """By number or name; by ID number for whoever may see these of everybody she meets."""
        return queries.ids_of_lines(session, lines, reads(session, SENSITIVE_REVEAL, STAFF_READ))

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


def unit(value: int, names: Names) -> str:
    """The name of a unit."""
    return names["units"].get(value, str(value))


def station_of(record: Record, names: Names) -> str | None:
    """The workstation; nothing for somebody in the branch office."""
    return names["units"].get(record["unit_id"]) if record["unit_id"] != record["branch_id"] else None


def grading_of(record: Record, names: Names) -> str | None:
    """Level and step as they are said: 五级 2 档."""
    level = names["levels"].get(record["level_id"])
    return _("%(level)s, step %(step)s") % {"level": level, "step": record["step"]} if level else None
