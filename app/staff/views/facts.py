"""Recording a fact of an employee: the form, and what happens when somebody else was faster."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.inputs import inputs_of
from app.core.admin.pages import Conflict, ConflictLine, FormPage, InputGroup, Link
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, Stale, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.staff import queries, reports, services
from app.staff.forms import CORRECTION, WHY, Choices, WhyForm, form_of
from app.staff.permissions import STAFF_WRITE
from app.staff.reports import Profile
from app.staff.rules.facts import BY_CODE, FactKind, FactRow, Form, version_of
from app.staff.services import FactWritten
from app.staff.views.blocks import said

EDITABLE = ("assignment", "post", "grading", "contact", "background", "identity", "contribution_base", "probation")


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
        """The form, filled with what holds today."""
        kind = _editable(code)
        profile = reports.profile(session, number, clock.today())
        row = profile.current(code)
        form = form_of(kind, _choices(session))(data=_values(kind, row))
        return _page(profile, kind, form, version_of(profile.rows, code))

    @action("/<number>/<code>", permission=STAFF_WRITE)
    def save(self, session: Session, number: str, code: str) -> Answer:
        """Record it; a form that is wrong or stale comes back with everything that was typed."""
        kind = _editable(code)
        form = form_of(kind, _choices(session))(request.form)
        version = request.form.get("row_version", "")
        if not form.validate():
            return _page(reports.profile(session, number, clock.today()), kind, form, version), 422
        written = FactWritten(
            code,
            {name: value for name, value in form.data.items() if name not in WHY},
            form.start.data,
            form.mode.data == CORRECTION,
            form.document.data,
            form.note.data,
            version,
        )
        try:
            services.record_fact(session, number, written)
        except Stale as error:
            profile = reports.profile(session, number, clock.today())
            return _page(
                profile, kind, form, version_of(profile.rows, code), error, _conflict(profile, kind, form)
            ), 409
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _page(reports.profile(session, number, clock.today()), kind, form, version, error), 422
        flash(_("Recorded."), "good")
        return f"/staff/employee/{number}?tab=career"


def _editable(code: str) -> FactKind:
    if code not in EDITABLE:
        raise NotFound(what=N_("form"), key=code)
    return BY_CODE[code]


def _choices(session: Session) -> Choices:
    """What the selects offer today."""
    paths = queries.unit_paths(queries.placements_on(session, clock.today()))
    units = [(key, " / ".join(filter(None, path))) for key, path in paths.items()]
    return {
        Form.UNIT: units,
        Form.POST: [(key, name) for name, key in queries.post_ids(session).items()],
        Form.LEVEL: [(key, name) for name, key in queries.level_ids(session).items()],
    }


def _values(kind: FactKind, row: FactRow | None) -> Mapping[str, Any]:
    """What holds, as a form takes it."""
    found: dict[str, Any] = {}
    for field in kind.fields:
        value = row.values.get(field.name) if row else None
        if value is None:
            continue
        match field.form:
            case Form.YES_NO:
                found[field.name] = value in ("1", "true")
            case Form.TEXT | Form.DATE:
                found[field.name] = value
            case _:
                found[field.name] = int(value)
    return found


def _page(
    profile: Profile,
    kind: FactKind,
    form: WhyForm,
    version: str,
    error: ZiqiangError | None = None,
    conflict: Conflict | None = None,
) -> FormPage:
    own = f"/staff/employee/{profile.number}"
    values = [field.name for field in form if field.name not in WHY]
    return FormPage(
        _(kind.label),
        (Link(_("Employees"), "/staff/employees/"), Link(profile.name, own)),
        f"/staff/facts/{profile.number}/{kind.code}",
        (
            InputGroup(_("New value"), inputs_of(form, WHY)),
            InputGroup(_("From when and why"), inputs_of(form, values)),
        ),
        _("Save"),
        own,
        version,
        errors=(fill(error.message, error.values),) if error else (),
        conflict=conflict,
    )


def _as_stored(typed: Any) -> str | None:
    """What was typed, in the writing of stored values."""
    return None if typed is None else str(int(typed)) if isinstance(typed, bool) else str(typed)


def _conflict(profile: Profile, kind: FactKind, form: WhyForm) -> Conflict:
    """Both versions side by side: what was typed, and what somebody recorded meanwhile."""
    row = max((row for row in profile.rows if row.kind == kind.code), key=lambda row: row.key)
    lines = []
    for field in kind.fields:
        if field.name in kind.fixed:
            continue
        typed = form.data.get(field.name)
        yours = said(
            profile, field, None if typed is None else str(int(typed) if isinstance(typed, bool) else typed), True
        )
        lines.append(ConflictLine(_(field.label), yours, said(profile, field, row.values.get(field.name), True)))
    when = row.known_from.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Conflict(row.recorded_by or "", when, tuple(lines), f"/staff/facts/{profile.number}/{kind.code}")
