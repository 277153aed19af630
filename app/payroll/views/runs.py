"""The list of pay runs (发放批次), and calculating a month."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import authorize_everywhere, scope_of
from app.core.admin.lists import Dimension, ListField, ListView, Measure, Record
from app.core.admin.pages import Button, Choice, FormPage, Input, InputGroup, Link, Notice
from app.core.admin.views import Answer, action, page
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.periods import Month
from app.core.tables.layout import Kind
from app.payroll.jobs import enqueue_calculation
from app.payroll.permissions import PAY_READ, RUN_MAKE, RUN_READ
from app.payroll.queries import run_lists
from app.payroll.queries.run_lists import RUNS, YEAR_OF_RUN, Sums
from app.payroll.rules.names import RUN_STATES
from app.payroll.views.wording import RUNS_URL, month_of, run_state, run_url

STATES = tuple(RUN_STATES)
NO_MONTH = N_("Write the month as year and month, such as 2026-10.")

FIGURES = (
    ("gross", N_("Gross pay"), "GROSS"),
    ("tax", N_("Individual income tax"), "TAX"),
    ("net", N_("Net pay"), "NET"),
    ("employer", N_("Employer cost"), "EMPLOYER_TOTAL"),
)


def _sum(name: str) -> Any:
    return lambda record, names: getattr(record["sums"], name)


class RunsView(ListView):
    """Pay runs."""

    endpoint: ClassVar[str] = "payroll_runs"
    address: ClassVar[str] = "/payroll/runs"
    permission: ClassVar[str] = RUN_READ
    title: ClassVar[str] = N_("Pay runs")
    empty: ClassVar[str] = N_("No pay run matches. Calculate a month to make one.")
    default_sort: ClassVar[str] = "-month"
    counted: ClassVar[str] = N_("Pay runs")
    starts: ClassVar[Mapping[str, str]] = {"v.rows": "month:month", "v.measures": "net"}
    keys = (RUNS.id,)
    fields = (
        ListField("month", N_("Month"), lambda record, names: month_of(record["month"]), order=(RUNS.month,)),
        ListField("entity", N_("Legal entity"), lambda record, names: record["entity"], width_mm=50),
        ListField(
            "state",
            N_("State"),
            lambda record, names: _(RUN_STATES.get(record["state"], record["state"])),
            order=(RUNS.state,),
            draw=lambda record, names: run_state(record["state"]),
        ),
        ListField("people", N_("People"), _sum("people"), Kind.INTEGER),
        ListField("gross", N_("Gross pay"), _sum("gross"), Kind.MONEY),
        ListField("net", N_("Net pay"), _sum("net"), Kind.MONEY),
        ListField("employer", N_("Employer cost"), _sum("employer"), Kind.MONEY),
        ListField("made_by", N_("Made by"), lambda record, names: record["made_by"], order=(RUNS.made_by,)),
        ListField(
            "approved_by", N_("Approved by"), lambda record, names: record["approved_by"], order=(RUNS.approved_by,)
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
        Dimension("month", N_("Month"), RUNS.month, "date"),
        Dimension("year", N_("Year"), YEAR_OF_RUN, facet=True, read=int, rank=lambda value, names: -value),
    )

    def figures(self, session: Session) -> tuple[Measure, ...]:
        """The sums of the runs, as far as the user may read pay."""
        return tuple(
            Measure(name, label, run_lists.sum_of_run(item), "money", permission=PAY_READ)
            for name, label, item in FIGURES
        )

    def statement(self, session: Session) -> AnySelect:
        """Every run."""
        return run_lists.runs_list()

    def completed(self, session: Session, records: Sequence[Record]) -> Sequence[Record]:
        """The runs, each with its sums."""
        sums = run_lists.sums_of_runs(session, [record["key"] for record in records])
        return [{**record, "sums": sums.get(record["key"], Sums())} for record in records]

    def record_url(self, record: Record) -> str:
        """The run's page."""
        return run_url(record["key"])

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Calculating a month, for those who make runs."""
        if not scope_of(session, RUN_MAKE).everywhere:
            return ()
        return (Button(_("Calculate a month"), f"{RUNS_URL}new", "calculator", "primary"),)

    @page("/new", permission=RUN_MAKE)
    def new(self, session: Session) -> Answer:
        """The form that asks which month is to be calculated."""
        authorize_everywhere(session, RUN_MAKE)
        return _form(session, {})

    @page("/problems", permission=RUN_READ)
    def problems(self, session: Session) -> Answer:
        """What is wrong with the slips of the latest run."""
        latest = run_lists.latest_run(session)
        return RUNS_URL if latest is None else f"{run_url(latest.id)}?tab=problems"

    @action("/calculate", permission=RUN_MAKE)
    def calculate(self, session: Session) -> Answer:
        """Start calculating a month, and go on to the job."""
        authorize_everywhere(session, RUN_MAKE)
        typed = {name: request.form.get(name, "").strip() for name in ("month", "payment_month", "entity")}
        try:
            month = Month.parse(typed["month"])
            payment = Month.parse(typed["payment_month"]) if typed["payment_month"] else None
        except ValueError:
            return _form(session, typed, (_(NO_MONTH),)), 422
        return job_url(enqueue_calculation(session, month, payment, typed["entity"] or None))


def job_url(job_id: int) -> str:
    """The page that shows how far a job is."""
    return f"/jobs/{job_id}"


def _form(session: Session, typed: dict[str, str], errors: tuple[str, ...] = ()) -> FormPage:
    """The form, with the month after the last run when nothing was typed."""
    latest = run_lists.latest_run(session)
    proposed = Month.of(latest.month).plus(latest.state in ("approved", "paid")) if latest else Month.of(clock.today())
    entities = run_lists.legal_entities(session)
    month = typed.get("month", str(proposed))
    inputs = (
        Input("month", _("Month"), "month", month, required=True, help=_("The month people are paid for.")),
        Input(
            "payment_month",
            _("Payment month"),
            "month",
            typed.get("payment_month", ""),
            help=_("The month the money is paid in, which decides the tax. Empty: the same month."),
        ),
        Input(
            "entity",
            _("Legal entity"),
            "select",
            typed.get("entity", entities[0].code if entities else ""),
            choices=tuple(Choice(entity.code, entity.name) for entity in entities),
        ),
    )
    told = _("A month that is calculated already and not approved is calculated anew, from what is known now.")
    return FormPage(
        _("Calculate a month"),
        (Link(_("Pay runs"), RUNS_URL),),
        f"{RUNS_URL}calculate",
        (InputGroup(_("Pay run"), inputs),),
        _("Calculate"),
        RUNS_URL,
        errors=errors,
        notices=(Notice(told),),
    )
