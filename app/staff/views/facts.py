"""Recording a fact of an employee: the form, and what happens when somebody else was faster."""

from datetime import date
from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.inputs import inputs_of
from app.core.admin.lists.walk import carried
from app.core.admin.pages import Conflict, ConflictLine, FormPage, InputGroup, Link
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, Stale, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.staff import reports, services
from app.staff.forms import CORRECTION, WHY, Choices, WhyForm, form_of
from app.staff.permissions import STAFF_WRITE
from app.staff.reports import Profile
from app.staff.rules.facts import BY_CODE, FactKind, FactRow, Form, version_of
from app.staff.services import FactWritten
from app.staff.views.ahead import as_stored, will_change
from app.staff.views.blocks import said

EDITABLE = (
    "assignment", "post", "grading", "contact", "residence", "emergency", "background", "identity",
    "contribution_base", "probation", "employment", "contract", "qualification",
)  # fmt: skip


class FactsView(SecureView):
    """Facts."""

    endpoint: ClassVar[str] = "staff_facts"
    address: ClassVar[str] = "/staff/facts"

    @page("/", permission=STAFF_WRITE)
    def index(self, session: Session) -> Answer:
        """Facts belong to somebody: the list."""
        return "/staff/employees/"

    @page("/<number>/<code>", permission=STAFF_WRITE)
    def show(self, session: Session, number: str, code: str) -> Answer:
        """The form for a new value, filled with what holds today; from which day the new one holds is not guessed."""
        return self._show(session, number, code, None)

    @page("/<number>/<code>/<int:key>", permission=STAFF_WRITE)
    def show_row(self, session: Session, number: str, code: str, key: int) -> Answer:
        """The form that corrects a row, filled with it."""
        return self._show(session, number, code, key)

    @action("/<number>/<code>", permission=STAFF_WRITE)
    def save(self, session: Session, number: str, code: str) -> Answer:
        """Record a new value; a form that is wrong or stale comes back with everything that was typed."""
        return self._save(session, number, code, None)

    @action("/<number>/<code>/<int:key>", permission=STAFF_WRITE)
    def save_row(self, session: Session, number: str, code: str, key: int) -> Answer:
        """Correct a row."""
        return self._save(session, number, code, key)

    @action("/<number>/<code>/preview", permission=STAFF_WRITE)
    def preview(self, session: Session, number: str, code: str) -> Answer:
        """What saving the form would change; nothing is written."""
        return self._preview(session, number, code, None)

    @action("/<number>/<code>/<int:key>/preview", permission=STAFF_WRITE)
    def preview_row(self, session: Session, number: str, code: str, key: int) -> Answer:
        """The same of a correction."""
        return self._preview(session, number, code, key)

    def _preview(self, session: Session, number: str, code: str, key: int | None) -> Answer:
        kind, profile = _editable(code), reports.profile(session, number, clock.today())
        form = form_of(kind, _choices(profile), key is not None)(request.form)
        return will_change(session, profile, kind, form, _row(profile, code, key) if key is not None else None)

    def _show(self, session: Session, number: str, code: str, key: int | None) -> Answer:
        kind, profile = _editable(code), reports.profile(session, number, clock.today())
        row = _row(profile, code, key) if key is not None else profile.current(code)
        form_class = form_of(kind, _choices(profile), key is not None)
        values = _values(kind, row) if row is not None and (key is not None or kind.shape == "succession") else {}
        if key is None:
            values.pop("start", None)
        return _page(profile, kind, form_class(data=values), version_of(profile.rows, code), key)

    def _save(self, session: Session, number: str, code: str, key: int | None) -> Answer:
        kind, profile = _editable(code), reports.profile(session, number, clock.today())
        form = form_of(kind, _choices(profile), key is not None)(request.form)
        version = request.form.get("row_version", "")
        if not form.validate():
            return _page(profile, kind, form, version, key), 422
        try:
            services.record_fact(session, number, _written(kind, form, version, key))
        except Stale as error:
            newest = version_of(profile.rows, code)
            return _page(profile, kind, form, newest, key, error, _conflict(profile, kind, form)), 409
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _page(profile, kind, form, version, key, error), 422
        flash(_("Recorded."), "good")
        return carried(f"/staff/employee/{number}?tab={'contracts' if kind.shape != 'succession' else 'career'}")


def _written(kind: FactKind, form: WhyForm, version: str, key: int | None) -> FactWritten:
    data = form.data
    correction = key is not None or data.get("mode") == CORRECTION
    start = data["obtained"] if kind.shape == "held" else data["start"]
    values = {name: value for name, value in data.items() if name not in WHY}
    note, document = data.get("note"), data["document"]
    return FactWritten(kind.code, values, start, correction, document, note, version, data.get("end"), key)


def _row(profile: Profile, code: str, key: int) -> FactRow:
    found = next((row for row in profile.of_kind(code) if row.key == key), None)
    if found is None:
        raise NotFound(what=N_("row"), key=key)
    return found


def _editable(code: str) -> FactKind:
    if code not in EDITABLE:
        raise NotFound(what=N_("form"), key=code)
    return BY_CODE[code]


def _choices(profile: Profile) -> Choices:
    """What the selects offer today."""
    return {form: list(names.items()) for form, names in profile.names.items()}


def _values(kind: FactKind, row: FactRow) -> dict[str, Any]:
    """What holds, as a form takes it."""
    found: dict[str, Any] = {"start": row.start, "end": row.end}
    for field in kind.fields:
        value = row.values.get(field.name)
        if value is None:
            continue
        match field.form:
            case Form.YES_NO:
                found[field.name] = value in ("1", "true")
            case Form.TEXT:
                found[field.name] = value
            case Form.DATE:
                found[field.name] = date.fromisoformat(value)
            case _:
                found[field.name] = int(value)
    return found


def _title(kind: FactKind, key: int | None) -> str:
    if key is None and kind.shape != "succession":
        return _(kind.label)
    return (_("Change: %(what)s") if key is None else _("Correct: %(what)s")) % {"what": _(kind.label)}


def _page(
    profile: Profile,
    kind: FactKind,
    form: WhyForm,
    version: str,
    key: int | None = None,
    error: ZiqiangError | None = None,
    conflict: Conflict | None = None,
) -> FormPage:
    own = carried(f"/staff/employee/{profile.number}")
    action_url = f"/staff/facts/{profile.number}/{kind.code}" + (f"/{key}" if key is not None else "")
    values = [field.name for field in form if field.name not in WHY]
    return FormPage(
        _title(kind, key),
        (Link(_("Employees"), "/staff/employees/"), Link(profile.name, own)),
        carried(action_url),
        (
            InputGroup(_("New value"), inputs_of(form, WHY)),
            InputGroup(_("From when and why"), inputs_of(form, values)),
        ),
        _("Save"),
        own,
        version,
        errors=(fill(error.message, error.values),) if error else (),
        conflict=conflict,
        preview_url=f"{action_url}/preview",
    )


def _conflict(profile: Profile, kind: FactKind, form: WhyForm) -> Conflict:
    """Both versions side by side: what was typed, and what somebody recorded meanwhile."""
    row = max((row for row in profile.rows if row.kind == kind.code), key=lambda row: row.key)
    lines = []
    for field in kind.fields:
        if field.name in kind.fixed:
            continue
        yours = said(profile, field, as_stored(form.data.get(field.name)), True)
        lines.append(ConflictLine(_(field.label), yours, said(profile, field, row.values.get(field.name), True)))
    if kind.shape == "span":
        ends = (form.data.get("end"), row.end)
        yours, theirs = (day.isoformat() if day else _("open") for day in ends)
        lines.append(ConflictLine(_("Last day"), yours, theirs))
    when = row.known_from.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Conflict(row.recorded_by or "", when, tuple(lines), f"/staff/facts/{profile.number}/{kind.code}")
