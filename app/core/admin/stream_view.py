"""The routes of the side stream: write and strike out notes; plan, move, do and cancel activities."""

from datetime import date
from typing import ClassVar

from flask import flash, jsonify, request
from sqlalchemy.orm import Session

from app.core import access, activities, audit
from app.core.access import LOGGED_IN
from app.core.activities import Activity, Planned, Refused, StrangeNumbers
from app.core.admin.addresses import local_path
from app.core.admin.pages import Conflict, ConflictLine, FormPage, Input, InputGroup, Link
from app.core.admin.stream import activity_inputs, assignee_input, note_inputs
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.errors import Stale, ZiqiangError
from app.core.i18n import fill
from app.core.i18n import gettext as _
from app.core.modules import address_of, host_named

CONFIRMED = "confirmed"


class StreamView(SecureView):
    """Notes and new activities of a record."""

    endpoint: ClassVar[str] = "stream"
    address: ClassVar[str] = "/stream"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """Notes belong to records: the first page."""
        return "/"

    @page("/<host>/<int:record_id>/note", permission=LOGGED_IN)
    def note_form(self, session: Session, host: str, record_id: int) -> Answer:
        """The form of a note by itself."""
        return _note_form(session, host, record_id)

    @action("/<host>/<int:record_id>/note", permission=LOGGED_IN)
    def note(self, session: Session, host: str, record_id: int) -> Answer:
        """Write a note; one with ID numbers of strangers comes back to be confirmed."""
        _home(session, host, record_id)
        try:
            activities.write_note(session, host, record_id, request.form.get("text", ""), _confirmed())
        except Refused as error:
            return _note_form(session, host, record_id, error), 422
        flash(_("The note is written."), "good")
        return _back(session, host, record_id)

    @action("/note/<int:note_id>/strike", permission=LOGGED_IN)
    def strike(self, session: Session, note_id: int) -> Answer:
        """Strike a note out."""
        row = activities.strike_note(session, note_id, request.form.get("reason", ""))
        return _back(session, row.host, row.record_id)

    @page("/<host>/<int:record_id>/activity", permission=LOGGED_IN)
    def activity_form(self, session: Session, host: str, record_id: int) -> Answer:
        """The form of an activity by itself."""
        return _activity_form(session, host, record_id)

    @action("/<host>/<int:record_id>/activity", permission=LOGGED_IN)
    def activity(self, session: Session, host: str, record_id: int) -> Answer:
        """Plan an activity."""
        _home(session, host, record_id)
        asked = request.form
        planned = Planned(
            asked.get("kind", ""),
            asked.get("summary", ""),
            day_typed(asked.get("due", "")),
            asked.get("assignee", ""),
            asked.get("more", ""),
        )
        try:
            row = activities.plan(session, host, record_id, planned, _confirmed())
        except Refused as error:
            return _activity_form(session, host, record_id, error), 422
        flash(_("Planned for %(login)s until %(due)s.") % {"login": row.assignee_login, "due": row.due}, "good")
        return _back(session, host, record_id)

    @page("/<host>/<int:record_id>/assignees", permission=LOGGED_IN)
    def assignees(self, session: Session, host: str, record_id: int) -> Answer:
        """Whom ?q= may mean, of those who may open the record."""
        kind = host_named(session, host)
        address_of(session, kind, record_id, kind.writes_notes)
        found = activities.proposed(session, kind, record_id, request.args.get("q", "").strip()[:100])
        return jsonify([{"value": login, "label": login} for login in found])


class ActivityView(SecureView):
    """One activity."""

    endpoint: ClassVar[str] = "activity"
    address: ClassVar[str] = "/activity"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """One's own activities."""
        return "/activities/"

    @page("/<int:activity_id>", permission=LOGGED_IN)
    def show(self, session: Session, activity_id: int) -> Answer:
        """The record it is about."""
        return activities.address_of_activity(session, activity_id)

    @action("/<int:activity_id>/done", permission=LOGGED_IN)
    def done(self, session: Session, activity_id: int) -> Answer:
        """Close it as done."""
        row = activities.done(session, activity_id)
        flash(_("Done: %(summary)s") % {"summary": row.summary}, "good")
        return local_path(request.form.get("next"), "/activities/")

    @action("/<int:activity_id>/cancel", permission=LOGGED_IN)
    def cancel(self, session: Session, activity_id: int) -> Answer:
        """Close it as not to be done."""
        row = activities.cancel(session, activity_id, request.form.get("reason", ""))
        return _back(session, row.host, row.record_id)

    @page("/<int:activity_id>/reassign", permission=LOGGED_IN)
    def ask(self, session: Session, activity_id: int) -> Answer:
        """The form that gives it to somebody else or moves its day."""
        row = activities.activity_met(session, activity_id, writing=True)
        return _move_form(session, row, row.assignee_login, row.due.isoformat())

    @action("/<int:activity_id>/reassign", permission=LOGGED_IN)
    def reassign(self, session: Session, activity_id: int) -> Answer:
        """Give it to somebody else, or move its day; both versions where somebody else was faster."""
        row = activities.activity_met(session, activity_id, writing=True)
        login, due, version = (request.form.get(name, "") for name in ("assignee", "due", "row_version"))
        try:
            activities.reassign(session, activity_id, login, day_typed(due), version)
        except Stale:
            return _move_form(session, row, login, due, conflict=_conflict(session, row, login, due)), 409
        except Refused as error:
            return _move_form(session, row, login, due, error), 422
        flash(_("Planned for %(login)s until %(due)s.") % {"login": row.assignee_login, "due": row.due}, "good")
        return _back(session, row.host, row.record_id)


def day_typed(text: str) -> date | None:
    """The day of a date field; None where it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _confirmed() -> bool:
    return request.form.get(CONFIRMED) == "1"


def _home(session: Session, host_name: str, record_id: int) -> str:
    """The record's page, for one who may write its notes."""
    host = host_named(session, host_name)
    return address_of(session, host, record_id, host.writes_notes)


def _back(session: Session, host_name: str, record_id: int) -> str:
    """Where the form came from, else the record's page."""
    return local_path(request.form.get("next"), _home(session, host_name, record_id))


def _came_from() -> tuple[tuple[str, str], ...]:
    came = local_path(request.form.get("next") or request.args.get("next"), "")
    return (("next", came),) if came else ()


def _said(error: ZiqiangError | None) -> tuple[str, ...]:
    return (fill(error.message, error.values),) if error else ()


def _confirming(error: ZiqiangError | None) -> tuple[Input, ...]:
    """The tick that confirms ID numbers of people who are not on file."""
    if not isinstance(error, StrangeNumbers):
        return ()
    label = _("These are no data of people in the organisation's care: keep the text as it is")
    return (Input(CONFIRMED, label, "checkbox", wide=True),)


def _note_form(session: Session, host_name: str, record_id: int, error: ZiqiangError | None = None) -> FormPage:
    home = _home(session, host_name, record_id)
    inputs = (*note_inputs(request.form.get("text", "")), *_confirming(error))
    return FormPage(
        _("Write a note"),
        (Link(_(host_named(session, host_name).label), home),),
        f"/stream/{host_name}/{record_id}/note",
        (InputGroup("", inputs, _("A note is never changed; it can be struck out for a reason.")),),
        _("Write"),
        home,
        hidden=_came_from(),
        errors=_said(error),
    )


def _activity_form(session: Session, host_name: str, record_id: int, error: ZiqiangError | None = None) -> FormPage:
    home = _home(session, host_name, record_id)
    typed = request.form if request.method == "POST" else {"assignee": access.actor_of(session).login}
    inputs = (*activity_inputs(host_name, record_id, typed.get), *_confirming(error))
    return FormPage(
        _("Plan an activity"),
        (Link(_(host_named(session, host_name).label), home),),
        f"/stream/{host_name}/{record_id}/activity",
        (InputGroup("", inputs),),
        _("Plan"),
        home,
        hidden=_came_from(),
        errors=_said(error),
    )


def _move_form(
    session: Session,
    row: Activity,
    login: str,
    due: str,
    error: ZiqiangError | None = None,
    conflict: Conflict | None = None,
) -> FormPage:
    home = _home(session, row.host, row.record_id)
    inputs = (
        assignee_input(row.host, row.record_id, login),
        Input("due", _("Until"), "date", due, required=True),
    )
    return FormPage(
        _("Change the activity"),
        (Link(_(host_named(session, row.host).label), home),),
        f"/activity/{row.id}/reassign",
        (InputGroup(row.summary, inputs),),
        _("Save"),
        home,
        activities.version_of(row),
        errors=_said(error),
        conflict=conflict,
        hidden=_came_from(),
    )


def _conflict(session: Session, row: Activity, login: str, due: str) -> Conflict:
    """Both versions, and who saved the other one when, as the log has it."""
    written = audit.done_to(session, Activity.__tablename__, row.id)
    lines = (
        ConflictLine(_("Who does it"), login, row.assignee_login),
        ConflictLine(_("Until"), due, row.due.isoformat()),
    )
    who = written[0].actor if written else ""
    when = written[0].at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if written else ""
    return Conflict(who, when, lines, f"/activity/{row.id}/reassign")
