"""Change requests (变更申请): the list, and one with its fields, proofs and state."""

from datetime import datetime
from typing import ClassVar

from flask import flash, request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.attachments_view import attachments_block
from app.core.admin.lists import Dimension, ListField, ListView, Record
from app.core.admin.pages import Block, Button, Fact, Facts, Input, Link, Notice, RecordPage, Step, day, pill, text
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.db import AnySelect
from app.core.errors import NotFound, Stale, ZiqiangError
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.staff import queries, services
from app.staff.permissions import BANK_CONFIRM, CHANGE_READ, SELF, SENSITIVE_REVEAL, STAFF_WRITE
from app.staff.queries import requests as asked
from app.staff.rules.requests import APPROVED, ASKED, CLOSED, CONFIRM, OPEN, REQUEST_STATES, UNDECIDED
from app.staff.services import Verdict
from app.staff.views import deciding
from app.staff.views.request_parts import STATE_NAMES, STATE_TONES, Shown, lines_table, shown_of, versions_of
from app.staff.views.secrets import log_reveal, reveal_button

LIST = "/staff/requests/"
HOST = "staff.change_request"
TABLE = asked.REQUESTS


class RequestsView(ListView):
    """Change requests."""

    endpoint: ClassVar[str] = "staff_requests"
    address: ClassVar[str] = "/staff/requests"
    permission: ClassVar[str] = CHANGE_READ
    title: ClassVar[str] = N_("Change requests")
    placeholder: ClassVar[str] = N_("Name, number, pinyin or initials…")
    empty: ClassVar[str] = N_("No request is here. Who works here sends one from her own file.")
    default_sort: ClassVar[str] = "-made"
    keys = (TABLE.id,)
    fields = (
        ListField("number", N_("Request"), lambda record, names: record["number"], order=(TABLE.number,)),
        ListField("name", N_("Name"), lambda record, names: record["name"], order=(queries.TODAY.name_key,)),
        ListField("employee", N_("Number"), lambda record, names: record["employee"], order=(queries.TODAY.number,)),
        ListField("made", N_("Sent"), lambda record, names: _moment(record["made_at"]), order=(TABLE.made_at,)),
        ListField("reason", N_("Reason"), lambda record, names: record["reason"]),
        ListField(
            "state",
            N_("Status"),
            lambda record, names: _(STATE_NAMES[record["state"]]),
            order=(TABLE.state,),
            draw=lambda record, names: pill(_(STATE_NAMES[record["state"]]), STATE_TONES[record["state"]]),
        ),
    )
    dimensions = (
        Dimension(
            "state",
            N_("Status"),
            TABLE.state,
            called=lambda value, names: _(STATE_NAMES.get(value, value)),
            facet=True,
            rank=lambda value, names: REQUEST_STATES.index(value),
        ),
    )

    def statement(self, session: Session) -> AnySelect:
        """The requests the user may meet."""
        return asked.requests_list()

    def narrowed(self, session: Session) -> ColumnElement[bool] | None:
        """Who only confirms accounts meets the requests that hold one."""
        return asked.requests_met(session)

    def matching(self, typed: str) -> ColumnElement[bool]:
        """By the person's name, number, pinyin or initials."""
        return queries.named_like(typed)

    def record_url(self, record: Record) -> str:
        """The request."""
        return f"/staff/request/{record['key']}"


class RequestView(SecureView):
    """One change request."""

    endpoint: ClassVar[str] = "staff_request"
    address: ClassVar[str] = "/staff/request"

    @page("/", permission=CHANGE_READ)
    def index(self, session: Session) -> Answer:
        """There is no request without a number: the list."""
        return LIST

    @page("/<int:request_id>", permission=CHANGE_READ)
    def show(self, session: Session, request_id: int) -> Answer:
        """The request and how far it is."""
        return _page(session, shown_of(session, request_id))

    @action("/<int:request_id>/withdraw", permission=SELF)
    def withdraw(self, session: Session, request_id: int) -> Answer:
        """Take one's own request back."""
        services.withdraw(session, request_id)
        flash(_("The request is taken back."), "good")
        return f"/staff/request/{request_id}"

    @action("/<int:request_id>/reveal", permission=SENSITIVE_REVEAL)
    def reveal(self, session: Session, request_id: int) -> Answer:
        """Show the account asked for in full, for a reason that is logged before it is shown."""
        shown = shown_of(session, request_id)
        key, reason = request.form.get("line", ""), request.form.get("reason", "").strip()
        line = next((one for one in shown.lines if str(one.id) == key and asked.askable_of(one).secret), None)
        if line is None:
            raise NotFound(what=N_("field"), key=key)
        if not reason:
            return _page(session, shown, Notice(_("Say what you need it for."), "warning")), 422
        detail = {"field": "bank_account", "reason": reason[:200], "request": shown.request.number}
        log_reveal(session, shown.employee.number, detail)
        return _page(session, shown, opened=line.id)

    @page("/<int:request_id>/decide", permission=STAFF_WRITE)
    def decide(self, session: Session, request_id: int) -> Answer:
        """The form to decide field by field."""
        return deciding.form_page(session, _decidable(session, request_id), {})

    @action("/<int:request_id>/decide", permission=STAFF_WRITE)
    def save(self, session: Session, request_id: int) -> Answer:
        """Decide; what was changed meanwhile comes back with both values."""
        shown = _decidable(session, request_id)
        try:
            services.decide(session, request_id, deciding.decision_of(shown, request.form))
        except Stale as error:
            return deciding.form_page(session, shown, request.form, error), 409
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return deciding.form_page(session, shown, request.form, error), 422
        flash(_("Decided."), "good")
        return f"/staff/request/{request_id}"

    @action("/<int:request_id>/confirm", permission=BANK_CONFIRM)
    def confirm(self, session: Session, request_id: int) -> Answer:
        """Confirm, or refuse, what another person approved."""
        approved = request.form.get("verdict") == "approve"
        verdict = Verdict(approved, request.form.get("why", "").strip())
        try:
            services.confirm(session, request_id, verdict, versions_of(request.form))
        except ZiqiangError as error:
            if error.status not in (409, 422):
                raise
            notice = Notice(deciding.in_words(error), "danger")
            return _page(session, shown_of(session, request_id), notice), error.status
        flash(_("Confirmed and recorded.") if approved else _("Refused."), "good")
        return f"/staff/request/{request_id}"


def _decidable(session: Session, request_id: int) -> Shown:
    """A request the acting user may decide on: that permission over that very person."""
    shown = shown_of(session, request_id)
    queries.employee_met(session, shown.request.employee_id, STAFF_WRITE)
    return shown


def _page(session: Session, shown: Shown, notice: Notice | None = None, opened: int | None = None) -> RecordPage:
    one = shown.request
    notices = [notice] if notice else []
    if shown.stale:
        notices.append(Notice(_("Something was changed since she asked: compare what is recorded now."), "warning"))
    return RecordPage(
        one.number,
        (Link(_("Change requests"), LIST),),
        (_about(shown), lines_table(session, shown), *_secret(session, shown, opened)),
        subtitle=f"{shown.name} · {shown.employee.number}",
        avatar=shown.name[:1],
        buttons=_buttons(session, shown),
        steps=_steps(one.state, one.needs_second),
        panels=attachments_block(session, HOST, one.id),
        notices=tuple(notices),
    )


def _about(shown: Shown) -> Facts:
    one = shown.request
    person = text(shown.name, "" if shown.own else f"/staff/employee/{shown.employee.number}")
    facts = (
        Fact(_("Name"), person),
        Fact(_("Sent"), text(_moment(one.made_at))),
        Fact(_("Reason"), text(one.reason)),
        *(Fact(_("From"), day(start)) for start in sorted({line.start for line in shown.lines if line.start})),
    )
    return Facts("", facts)


def _secret(session: Session, shown: Shown, opened: int | None) -> tuple[Block, ...]:
    """The account asked for, masked, with the button that reveals it."""
    facts = []
    for line in shown.lines:
        one = asked.askable_of(line)
        if one.secret and line.after_cipher:
            value = asked.value_after(session, line)
            asks = line.id != opened and may(session, SENSITIVE_REVEAL)
            url = f"/staff/request/{shown.request.id}/reveal"
            button = reveal_button(url, (("line", str(line.id)),)) if asks else None
            facts.append(Fact(_(one.label), text(value if line.id == opened else asked.shown(one, value)), button))
    return (Facts(_("The account asked for"), tuple(facts)),) if facts else ()


def _buttons(session: Session, shown: Shown) -> tuple[Button, ...]:
    address, states = f"/staff/request/{shown.request.id}", {line.state for line in shown.lines}
    if shown.own:
        if not states & set(UNDECIDED):
            return ()
        sure = _("What is not decided yet is taken back.")
        return (Button(_("Take back"), f"{address}/withdraw", "x", "danger", post=True, confirm=sure),)
    buttons = []
    if ASKED in states and asked.over(session, shown.request, STAFF_WRITE):
        buttons.append(Button(_("Decide"), f"{address}/decide", "checklist", "primary"))
    if APPROVED in states and asked.over(session, shown.request, BANK_CONFIRM):
        buttons += _confirming(shown, address)
    return tuple(buttons)


def _confirming(shown: Shown, address: str) -> list[Button]:
    seen = tuple((f"version-{kind}", version) for kind, version in shown.versions.items())
    sure = _("You have compared the account with the proof. Pay goes there from the day given.")
    why = Input("why", _("Why"), required=True)
    yes, no = (("verdict", "approve"), *seen), (("verdict", "refuse"), *seen)
    url = f"{address}/confirm"
    return [
        Button(_("Confirm"), url, "check", "primary", post=True, confirm=sure, hidden=yes),
        Button(_("Refuse"), url, "x", "danger", post=True, asks=(why,), hidden=no),
    ]


def _steps(state: str, needs_second: bool) -> tuple[Step, ...]:
    order = [OPEN, *([CONFIRM] if needs_second else []), CLOSED]
    place = order.index(state)
    return tuple(
        Step(_(STATE_NAMES[one]), "current" if at == place else "done" if at < place else "ahead")
        for at, one in enumerate(order)
    )


def _moment(instant: object) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if isinstance(instant, datetime) else ""
