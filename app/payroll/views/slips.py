"""The slips of a run as a list, and the list of one's own payslips (工资条)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Session

from app.core.access import actor_of
from app.core.admin.lists import Dimension, ListField, ListView, Measure, Record, reads
from app.core.admin.pages import Button, person
from app.core.admin.views import OF_VIEW, Answer, page
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind
from app.payroll.permissions import PAY_OWN, RUN_READ
from app.payroll.queries import run_lists
from app.payroll.queries.run_lists import NAME_KEY, SLIPS
from app.payroll.rules.names import SLIP_STATES
from app.payroll.views.wording import level_and_step, month_of, run_url, slip_state, slip_url
from app.staff import queries as staff
from app.staff.permissions import SENSITIVE_REVEAL


def _column(name: str) -> Any:
    return lambda record, names: record[name]


MONEY = (
    ListField("gross", N_("Gross pay"), _column("gross"), Kind.MONEY, (SLIPS.gross,)),
    ListField("contributions", N_("Contributions"), _column("contributions"), Kind.MONEY, (SLIPS.contributions,)),
    ListField("tax", N_("Individual income tax"), _column("tax"), Kind.MONEY, (SLIPS.tax,)),
    ListField("net", N_("Net pay"), _column("net"), Kind.MONEY, (SLIPS.net,)),
)
STATUS = ListField(
    "status",
    N_("Status"),
    lambda record, names: _(SLIP_STATES.get(record["status"], record["status"])),
    order=(SLIPS.status,),
    draw=lambda record, names: slip_state(record["status"]),
)
PLACE = (
    ListField("post", N_("Post"), _column("post"), order=(SLIPS.post,)),
    ListField(
        "level",
        N_("Level and step"),
        lambda record, names: level_and_step(record["level"], record["step"]),
        order=(SLIPS.level, SLIPS.step),
    ),
)


class SlipsView(ListView):
    """The slips of a run."""

    endpoint: ClassVar[str] = "payroll_slips"
    address: ClassVar[str] = "/payroll/runs/<int:run_id>/slips"
    permission: ClassVar[str] = RUN_READ
    title: ClassVar[str] = N_("Payslips")
    placeholder: ClassVar[str] = N_("Name, number, pinyin or initials…")
    empty: ClassVar[str] = N_("No payslip matches. Take a condition away.")
    default_sort: ClassVar[str] = "number"
    counted: ClassVar[str] = N_("Payslips")
    starts: ClassVar[Mapping[str, str]] = {"v.rows": "branch", "v.measures": "gross,contributions,tax,net"}
    keys = (SLIPS.id,)
    subjects = (SLIPS.employee_id,)
    fields = (
        ListField(
            "name",
            N_("Name"),
            _column("name"),
            order=(NAME_KEY,),
            draw=lambda record, names: person(record["name"]),
        ),
        ListField("number", N_("Number"), _column("employee_number"), order=(SLIPS.position,)),
        ListField("branch", N_("Branch"), _column("branch"), order=(SLIPS.branch_position, SLIPS.branch), width_mm=34),
        ListField(
            "station", N_("Workstation"), _column("station"), order=(SLIPS.station_position, SLIPS.station), width_mm=34
        ),
        *PLACE,
        *MONEY,
        STATUS,
    )
    dimensions = (
        Dimension(
            "status",
            N_("Status"),
            SLIPS.status,
            called=lambda value, names: _(SLIP_STATES.get(value, value)),
            facet=True,
        ),
        Dimension("branch", N_("Branch"), SLIPS.branch, facet=True),
        Dimension("station", N_("Workstation"), SLIPS.station),
        Dimension("post", N_("Post"), SLIPS.post),
        Dimension("level", N_("Level"), SLIPS.level),
        Dimension("gross", N_("Gross pay"), SLIPS.gross, "money"),
        Dimension("net", N_("Net pay"), SLIPS.net, "money"),
    )
    measures = (
        Measure("gross", N_("Gross pay"), SLIPS.gross, "money"),
        Measure("contributions", N_("Contributions"), SLIPS.contributions, "money"),
        Measure("tax", N_("Individual income tax"), SLIPS.tax, "money"),
        Measure("net", N_("Net pay"), SLIPS.net, "money"),
    )

    @page("/", permission=OF_VIEW)
    def index(self, session: Session, run_id: int) -> Answer:
        """The page of the list that the address asks for."""
        return self.shown(session)

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, run_id: int, form: str) -> Answer:
        """Everything that matches, as a workbook or CSV; logged before it is sent."""
        run = run_lists.run_by_id(session, run_id)
        return self.exported(session, form, key=month_of(run.month))

    def heading(self, session: Session) -> str:
        """Whose month the slips are of."""
        run = run_lists.run_by_id(session, (request.view_args or {})["run_id"])
        return _("Payslips of %(month)s") % {"month": month_of(run.month)}

    def statement(self, session: Session) -> AnySelect:
        """The slips the user may meet."""
        return run_lists.slips_list()

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """Those of the run."""
        found: ColumnElement[bool] = SLIPS.run_id == (request.view_args or {}).get("run_id")
        return found

    def matching(self, typed: str) -> ColumnElement[bool]:
        """By name, number, pinyin or initials."""
        return run_lists.slip_named_like(typed)

    def people_of(self, session: Session, lines: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """By number or name; by ID number for whoever may see these of everybody she meets."""
        return staff.ids_of_lines(session, lines, reads(session, SENSITIVE_REVEAL, RUN_READ))

    def record_url(self, record: Record) -> str:
        """The slip."""
        return slip_url(record["run_id"], record["employee_number"])

    def row_tone(self, record: Record) -> Any:
        """A slip that cannot be paid is red."""
        return None if record["status"] == "OK" else "danger"

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Back to the run."""
        return (Button(_("Pay run"), run_url((request.view_args or {})["run_id"]), "arrow-left"),)


class OwnSlipsView(ListView):
    """One's own payslips, of approved months."""

    endpoint: ClassVar[str] = "payroll_own_slips"
    address: ClassVar[str] = "/payroll/my-payslips"
    permission: ClassVar[str] = PAY_OWN
    title: ClassVar[str] = N_("My payslips")
    empty: ClassVar[str] = N_("There is no payslip yet. It appears here once the month is approved.")
    default_sort: ClassVar[str] = "-month"
    keys = (SLIPS.id,)
    fields = (
        ListField("month", N_("Month"), lambda record, names: month_of(record["month"]), order=(SLIPS.month,)),
        *PLACE,
        *MONEY,
        STATUS,
    )

    def statement(self, session: Session) -> AnySelect:
        """Slips of sealed runs."""
        return run_lists.own_slips()

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """Those of the one who looks."""
        subject = actor_of(session).subject
        found: ColumnElement[bool] = SLIPS.employee_number == subject if subject else false()
        return found

    def record_url(self, record: Record) -> str:
        """The slip."""
        return slip_url(record["run_id"], record["employee_number"])
