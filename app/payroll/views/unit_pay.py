"""Pay by unit: what the units were paid in each run, made to be crossed by month and branch."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from app.core.admin.lists import Dimension, ListField, ListView, Measure, Names, Record
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind
from app.payroll.permissions import RUN_READ
from app.payroll.queries import unit_pay
from app.payroll.queries.unit_pay import BRANCHES, RUNS, TOTALS
from app.payroll.rules.names import RUN_STATES
from app.payroll.views.wording import month_of, run_state, run_url
from app.staff import queries as staff

STATES = tuple(RUN_STATES)


def _money(name: str, label: str, *order: Any) -> ListField:
    return ListField(name, label, lambda record, names: record[name], Kind.MONEY, order)


def _unit(value: int, names: Names) -> str:
    return names["units"].get(value, str(value))


class UnitPayView(ListView):
    """Pay of the units, run by run."""

    endpoint: ClassVar[str] = "payroll_units"
    address: ClassVar[str] = "/payroll/units"
    permission: ClassVar[str] = RUN_READ
    title: ClassVar[str] = N_("Pay by unit")
    empty: ClassVar[str] = N_("No pay run matches. Calculate a month to make one.")
    default_sort: ClassVar[str] = "-month"
    counted: ClassVar[str] = N_("Units paid")
    starts: ClassVar[Mapping[str, str]] = {"v.rows": "branch", "v.cols": "month:month", "v.measures": "net"}
    keys = (TOTALS.id,)
    fields = (
        ListField("month", N_("Month"), lambda record, names: month_of(record["month"]), order=(RUNS.month,)),
        ListField(
            "branch",
            N_("Branch"),
            lambda record, names: _unit(record["branch_id"], names),
            order=(BRANCHES.c.branch_id,),
            width_mm=40,
        ),
        ListField(
            "unit",
            N_("Unit"),
            lambda record, names: _unit(record["unit_id"], names),
            order=(TOTALS.unit_id,),
            width_mm=40,
        ),
        ListField("people", N_("People"), lambda record, names: record["people"], Kind.INTEGER, (TOTALS.people,)),
        _money("gross", N_("Gross pay")),
        _money("contributions", N_("Contributions")),
        _money("tax", N_("Individual income tax")),
        _money("net", N_("Net pay"), TOTALS.amount),
        _money("employer", N_("Employer cost")),
        ListField(
            "state",
            N_("State"),
            lambda record, names: _(RUN_STATES.get(record["state"], record["state"])),
            order=(RUNS.state,),
            draw=lambda record, names: run_state(record["state"]),
        ),
    )
    dimensions = (
        Dimension(
            "state",
            N_("State"),
            RUNS.state,
            called=lambda value, names: _(RUN_STATES.get(value, value)),
            facet=True,
            rank=lambda value, names: STATES.index(value) if value in STATES else len(STATES),
        ),
        Dimension("branch", N_("Branch"), BRANCHES.c.branch_id, called=_unit, facet=True, read=int),
        Dimension("unit", N_("Unit"), TOTALS.unit_id, called=_unit, read=int),
        Dimension("month", N_("Month"), RUNS.month, "date"),
    )
    measures = (
        Measure("people", N_("People paid"), TOTALS.people, "number"),
        Measure("gross", N_("Gross pay"), unit_pay.GROSS, "money"),
        Measure("contributions", N_("Contributions"), unit_pay.WITHHELD, "money"),
        Measure("tax", N_("Individual income tax"), unit_pay.TAX, "money"),
        Measure("net", N_("Net pay"), TOTALS.amount, "money"),
        Measure("employer", N_("Employer cost"), unit_pay.EMPLOYER, "money"),
    )

    def statement(self, session: Session) -> AnySelect:
        """Every unit of every run."""
        return unit_pay.unit_pay_list()

    def names(self, session: Session) -> Names:
        """Names of the units."""
        return staff.names_today(session)

    def record_url(self, record: Record) -> str:
        """The run."""
        return run_url(record["run_id"])
