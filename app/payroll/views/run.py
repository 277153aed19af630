"""A pay run (发放批次): its state and next steps, sums, problems, the rules used, and its documents."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import actor_of, scope_of
from app.core.admin.downloads import download
from app.core.admin.form_buttons import form_buttons
from app.core.admin.lists.walk import carried, position_of, way_back
from app.core.admin.pages import Button, Choice, Input, Link, Notice, RecordPage, Step, Tab
from app.core.admin.views import Answer, SecureView, action, log_reading, page
from app.core.i18n import gettext as _
from app.core.periods import Month
from app.payroll import reports, services
from app.payroll.jobs import enqueue_calculation, enqueue_document
from app.payroll.permissions import PAY_RELEASE, RUN_APPROVE, RUN_MAKE, RUN_READ
from app.payroll.queries import run_lists, scale_lists
from app.payroll.queries.run_lists import Sums
from app.payroll.record_rules import people_of_runs
from app.payroll.rules.names import RUN_STATES
from app.payroll.views import rules_used, run_history, run_parts
from app.payroll.views.runs import job_url
from app.payroll.views.wording import RUNS_URL, grouped, money, month_of, run_badge, run_url, slips_url

AT_ONCE = 2000
"""So many people's documents are drawn while one waits; longer ones by a job."""

BRANCHES, PROBLEMS, RULES = "branches", "problems", "rules"


class RunView(SecureView):
    """One pay run."""

    endpoint: ClassVar[str] = "payroll_run"
    address: ClassVar[str] = "/payroll/runs/<int:run_id>"

    @page("/", permission=RUN_READ)
    def index(self, session: Session, run_id: int) -> Answer:
        """The run, with the tab that ?tab= names."""
        run = run_lists.run_by_id(session, run_id)
        before = run_lists.run_before(session, run)
        overview = run_lists.overview_of(session, run)
        now = overview.sums
        earlier = run_lists.sums_of_runs(session, [before.id]).get(before.id) if before else None
        problems = run_lists.problems_of(session, run, people_of_runs(session))
        entity = run_lists.entity_of(session, run)
        tab = request.args.get("tab", BRANCHES)
        blocks: tuple[Any, ...] = (run_parts.tiles(now, earlier), run_parts.facts(run, entity.name, now))
        if tab == PROBLEMS:
            blocks = (run_parts.problem_table(run, problems),)
        elif tab == RULES:
            blocks = rules_used.blocks(run, scale_lists.drafts_of_run(session, run))
        else:
            tab = BRANCHES
            blocks += (run_parts.branch_table(run.id, overview.branches, now),)
        return RecordPage(
            _("Pay run of %(month)s") % {"month": month_of(run.month)},
            (Link(_("Pay runs"), way_back(RUNS_URL)),),
            blocks,
            subtitle=entity.name,
            badges=(run_badge(run.state),),
            buttons=(
                *_steps_offered(session, run, now, earlier),
                *_documents(run, overview.units, now.people),
                *_own_forms(session, run, overview.units),
            ),
            steps=_status_bar(run.state),
            tabs=_tabs(run, tab, now.people, len(problems)),
            notices=_notices(session, run, len(problems)),
            position=position_of(session),
            stream=run_history.stream(session, run) if tab != RULES else None,  # the tables of rules take the width
        )

    @action("/recalculate", permission=RUN_MAKE)
    def recalculate(self, session: Session, run_id: int) -> Answer:
        """Start calculating the month anew, from what is known now."""
        run = run_lists.run_by_id(session, run_id)
        month, payment = Month.of(run.month), Month.of(run.payment_month)
        return job_url(enqueue_calculation(session, month, payment, run_lists.entity_of(session, run).code))

    @action("/approve", permission=RUN_APPROVE)
    def approve(self, session: Session, run_id: int) -> Answer:
        """Approve the content that the approver saw, and seal it."""
        run = run_lists.run_by_id(session, run_id)
        entity = run_lists.entity_of(session, run).code
        services.approve_run(session, Month.of(run.month), entity, request.form.get("seen", ""))
        return run_url(run_id)

    @action("/paid", permission=PAY_RELEASE)
    def paid(self, session: Session, run_id: int) -> Answer:
        """Say that the money has been paid out."""
        run = run_lists.run_by_id(session, run_id)
        services.mark_paid(session, Month.of(run.month), run_lists.entity_of(session, run).code)
        return run_url(run_id)

    @page("/sheet", permission=RUN_READ)
    def sheet(self, session: Session, run_id: int) -> Answer:
        """The allowance sheet of the whole, or of one branch or station."""
        return _sent(session, run_id, "sheet", request.args.get("form", ""), request.args.get("unit") or None)

    @page("/cost.csv", permission=RUN_READ)
    def cost(self, session: Session, run_id: int) -> Answer:
        """The employer's shares."""
        return _sent(session, run_id, "cost", "csv")

    @page("/payslips.pdf", permission=RUN_READ)
    def payslips(self, session: Session, run_id: int) -> Answer:
        """Everybody's payslips as one PDF."""
        return _sent(session, run_id, "slips", "pdf")

    @action("/documents", permission=RUN_READ)
    def draw(self, session: Session, run_id: int) -> Answer:
        """Start drawing a long document, and go on to the job."""
        run, asked = run_lists.run_by_id(session, run_id), request.form
        job_id = enqueue_document(
            session, run.id, asked.get("what", ""), asked.get("form", ""), asked.get("unit") or None
        )
        return job_url(job_id)


def _sent(session: Session, run_id: int, what: str, form: str, unit: str | None = None) -> Answer:
    """A document, once it stands in the log that it was taken."""
    run = run_lists.run_by_id(session, run_id)
    drawn = reports.document(session, run, what, form, unit)
    detail = {"unit": unit} if unit else None
    facts = {"object_table": "payroll_runs", "object_key": month_of(run.month), "detail": detail}
    log_reading(audit.Kind.EXPORT, f"export.{what}", **facts)
    return download(drawn.content, drawn.file_name)


def _status_bar(state: str) -> tuple[Step, ...]:
    """Draft, calculated, approved, paid: where the run stands."""
    states = list(RUN_STATES)
    here = states.index(state) if state in states else 0
    return tuple(
        Step(_(RUN_STATES[one]), "done" if place < here else "current" if place == here else "ahead")
        for place, one in enumerate(states)
    )


def _tabs(run: Any, active: str, people: int, problems: int) -> tuple[Tab, ...]:
    return (
        Tab(_("By branch"), carried(run_url(run.id)), active == BRANCHES),
        Tab(_("Payslips"), slips_url(run.id), count=people),
        Tab(_("Problems"), carried(run_url(run.id, PROBLEMS)), active == PROBLEMS, problems),
        Tab(_("Rules used"), carried(run_url(run.id, RULES)), active == RULES),
    )


def _steps_offered(session: Session, run: Any, now: Sums, earlier: Sums | None) -> tuple[Button, ...]:
    """What the user may do next with the run."""
    at = run_url(run.id)
    if run.state == "calculated" and scope_of(session, RUN_MAKE).everywhere:
        return (Button(_("Calculate anew"), f"{at}recalculate", "refresh", post=True),)
    own = run.made_by == actor_of(session).login
    if run.state == "calculated" and not own and scope_of(session, RUN_APPROVE).everywhere:
        asked = approval_question(run, now, earlier)
        hidden = (("seen", run.content_hash),)
        return (Button(_("Approve"), f"{at}approve", "check", "primary", True, asked, hidden=hidden),)
    if run.state == "approved" and scope_of(session, PAY_RELEASE).everywhere:
        asked = _("Has the money of %(month)s been paid out? Net pay: %(net)s, %(people)s people.")
        values = {"month": month_of(run.month), "net": money(now.net), "people": now.people}
        return (Button(_("Mark as paid"), f"{at}paid", "cash", "primary", True, asked % values),)
    return ()


def approval_question(run: Any, now: Sums, earlier: Sums | None) -> str:
    """What is approved: net pay, people, what changed since last month, and the hash of the content."""
    values = {"net": money(now.net), "people": now.people, "hash": grouped(run.content_hash)}
    if earlier is None:
        return (
            _("Net pay %(net)s for %(people)s people; there is no run of the month before. Content: %(hash)s") % values
        )
    values["difference"] = run_parts.signed(now.net - earlier.net)
    return (
        _("Net pay %(net)s for %(people)s people, %(difference)s against the month before. Content: %(hash)s") % values
    )


def _documents(run: Any, units: Mapping[str, str], people: int) -> tuple[Button, ...]:
    """The documents that can be fetched; long ones are drawn by a job."""
    at, long = run_url(run.id), people > AT_ONCE
    choices = tuple(Choice(code, name) for code, name in units.items())
    forms = tuple(Choice(one, one.upper()) for one in reports.DOCUMENTS["sheet"][1])
    asks = (
        Input("unit", _("Unit"), "select", choices=(Choice("", _("Everything")), *choices)),
        Input("form", _("Format"), "select", "xlsx", choices=forms),
    )
    to_job = f"{at}documents"
    slips = (("what", "slips"), ("form", "pdf"))
    return (
        Button(
            _("Allowance sheet"), to_job if long else f"{at}sheet", "table", post=long, asks=asks,
            hidden=(("what", "sheet"),) if long else (),
        ),
        Button(
            _("Payslips (PDF)"), to_job if long else f"{at}payslips.pdf", "file-text", post=long,
            hidden=slips if long else (),
        ),
        Button(_("Employer cost (CSV)"), f"{at}cost.csv", "file-spreadsheet"),
    )  # fmt: skip


def _own_forms(session: Session, run: Any, units: Mapping[str, str]) -> tuple[Button, ...]:
    """The organisation's own forms in force in the run's month, of everything or of one unit."""
    choices = (Choice("", _("Everything")), *(Choice(code, name) for code, name in units.items()))
    asks = (Input("unit", _("Unit"), "select", choices=choices),)
    return form_buttons(session, "payroll.run", run.id, Month.of(run.month).last, asks)


def _notices(session: Session, run: Any, problems: int) -> tuple[Notice, ...]:
    found = []
    if run.uses_draft_scale and run.state == "calculated":
        text = _("This run uses drafts of the pay scale or the parameters; approving the run approves them too.")
        found.append(Notice(text, "warning", (Link(_("Rules used"), run_url(run.id, RULES)),)))
    if problems:
        text = _("%(count)s problems: these people are not in the sums.") % {"count": problems}
        found.append(Notice(text, "danger", (Link(_("Problems"), run_url(run.id, PROBLEMS)),)))
    approver = scope_of(session, RUN_APPROVE).everywhere
    if run.state == "calculated" and approver and run.made_by == actor_of(session).login:
        found.append(Notice(_("You made this run: a second person must approve it."), "info"))
    return tuple(found)
