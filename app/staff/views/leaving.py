"""Leaving (办理离职): the last working day, why, and by which document."""

from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.inputs import inputs_of
from app.core.admin.lists.walk import carried
from app.core.admin.pages import Change, Conflict, ConflictLine, FormPage, InputGroup, Link, WillChange
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, Stale, ZiqiangError
from app.core.events import gather
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.staff import reports, services
from app.staff.events import ChangeAhead, asking_what_it_touches
from app.staff.forms import LeavingForm
from app.staff.permissions import STAFF_WRITE
from app.staff.reports import Profile
from app.staff.rules.facts import FactRow, version_of
from app.staff.services import FactWritten

KIND = "employment"


class LeavingView(SecureView):
    """Leaving."""

    endpoint: ClassVar[str] = "staff_leaving"
    address: ClassVar[str] = "/staff/leaving"

    @page("/", permission=STAFF_WRITE)
    def index(self, session: Session) -> Answer:
        """Somebody leaves: the list says who."""
        return "/staff/employees/"

    @page("/<number>", permission=STAFF_WRITE)
    def show(self, session: Session, number: str) -> Answer:
        """The form, filled with the last working day that is recorded."""
        profile, row = _employed(session, number)
        return _page(profile, LeavingForm(data={"end": row.end}), version_of(profile.rows, KIND))

    @action("/<number>", permission=STAFF_WRITE)
    def save(self, session: Session, number: str) -> Answer:
        """Record the last working day; a form that is wrong or stale comes back with everything that was typed."""
        profile, row = _employed(session, number)
        form, version = LeavingForm(request.form), request.form.get("row_version", "")
        if not form.validate():
            return _page(profile, form, version), 422
        try:
            services.record_fact(session, number, _written(row, form.data, version))
        except Stale as error:
            newest = version_of(profile.rows, KIND)
            return _page(profile, form, newest, error, _conflict(number, row, form.data)), 409
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _page(profile, form, version, error), 422
        flash(_("The last working day is recorded: %(day)s.") % {"day": form.data["end"]}, "good")
        return carried(f"/staff/employee/{number}?tab=career")

    @action("/<number>/preview", permission=STAFF_WRITE)
    def preview(self, session: Session, number: str) -> Answer:
        """What saving would change; nothing is written."""
        profile, row = _employed(session, number)
        form = LeavingForm(request.form)
        end = form.data.get("end")
        if end is None or end == row.end:
            return WillChange(())
        before = row.end.isoformat() if row.end else _("open")
        first = min(end, row.end) if row.end else end
        touched = gather(asking_what_it_touches, session, ChangeAhead(profile.employee_id, KIND, first))
        return WillChange(
            (Change(_("Last working day"), before, end.isoformat()),),
            _("The employment ends with this day."),
            tuple(line for one in touched for line in one.value),
        )


def _employed(session: Session, number: str) -> tuple[Profile, FactRow]:
    """The person and the employment that ends; NotFound for somebody without one."""
    profile = reports.profile(session, number, clock.today())
    row = profile.current(KIND) or next(iter(profile.of_kind(KIND)), None)
    if row is None:
        raise NotFound(what=N_("employment"), key=number)
    return profile, row


def _written(row: FactRow, data: dict[str, Any], version: str) -> FactWritten:
    """The employment as it was, with its last working day."""
    return FactWritten(
        KIND, {}, row.start, True, data["document"], data["note"], version, data["end"], row.key, ends=True
    )


def _page(
    profile: Profile,
    form: LeavingForm,
    version: str,
    error: ZiqiangError | None = None,
    conflict: Conflict | None = None,
) -> FormPage:
    own = carried(f"/staff/employee/{profile.number}")
    return FormPage(
        _("Leaving"),
        (Link(_("Employees"), "/staff/employees/"), Link(profile.name, own)),
        carried(f"/staff/leaving/{profile.number}"),
        (InputGroup(_("Last working day and why"), inputs_of(form)),),
        _("Save"),
        own,
        version,
        errors=(fill(error.message, error.values),) if error else (),
        conflict=conflict,
        preview_url=f"/staff/leaving/{profile.number}/preview",
    )


def _conflict(number: str, row: FactRow, data: dict[str, Any]) -> Conflict:
    theirs = row.end.isoformat() if row.end else _("open")
    lines = (
        ConflictLine(_("Last working day"), data["end"].isoformat(), theirs),
        ConflictLine(_("Document"), data["document"], row.document or ""),
    )
    when = row.known_from.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Conflict(row.recorded_by or "", when, lines, f"/staff/leaving/{number}")
