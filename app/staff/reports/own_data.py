"""The copy of everything kept about one person: a workbook to read and the same as JSON, in one ZIP."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from app.core import clock
from app.core.attachments import attachments_of
from app.core.clock import SHANGHAI
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Drawn, PersonalData, contributed
from app.core.money import yuan
from app.core.tables import write_xlsx
from app.core.tables.layout import Cell, PageSetup, TableColumn, TableData, TableLayout
from app.staff import queries
from app.staff.models import Employee, RequestedChange
from app.staff.queries import requests as asked
from app.staff.reports.profile import Profile, profile, secret_of
from app.staff.reports.trail import who_saw
from app.staff.rules.facts import BY_CODE, KINDS, FactRow, Form
from app.staff.rules.requests import BY_KEY

Rows = Sequence[Mapping[str, Any]]
MOST_SEEN = 10_000


def own_copy(session: Session, employee: Employee) -> Drawn:
    """Everything the installed modules hold about a person, read as the one who acts may read it."""
    parts = sorted((one for _module, one in contributed(session, PersonalData)), key=lambda one: one.order)
    found = [(one, [dict(row) for row in one.rows(session, employee.id)]) for one in parts]
    made = clock.now().astimezone(SHANGHAI).isoformat(timespec="seconds")
    whole = {"employee": employee.number, "made": made, "data": {one.name: rows for one, rows in found}}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{_('My data')}.xlsx", _workbook(employee, [(_(one.label), rows) for one, rows in found]))
        archive.writestr("data.json", json.dumps(whole, ensure_ascii=False, indent=1, default=_plain))
    return Drawn(out.getvalue(), "application/zip", f"{_('My data')}-{employee.number}-{made[:10]}.zip")


def _workbook(employee: Employee, parts: Sequence[tuple[str, Rows]]) -> bytes:
    """One sheet to read: part, record, what, value."""
    columns = (
        TableColumn("part", _("Part"), 44),
        TableColumn("record", _("No."), 14),
        TableColumn("what", _("What"), 44),
        TableColumn("value", _("Content"), 110),
    )
    rows: list[tuple[Cell, ...]] = [
        (part, str(place), _(what), _said(value))
        for part, records in parts
        for place, record in enumerate(records, 1)
        for what, value in record.items()
        if value not in (None, "")
    ]
    title = _("What is kept about %(number)s") % {"number": employee.number}
    out = BytesIO()
    layout = TableLayout(title, columns, has_total=False, page=PageSetup("A4", landscape=False))
    write_xlsx(layout, TableData(rows), out)
    return out.getvalue()


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return str(value)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _identification(session: Session, employee_id: int) -> Rows:
    employee, today = queries.employee_with_id(session, employee_id), clock.today()
    numbers = {label: secret_of(session, employee, code, today) for code, label in SECRETS.items()}
    return [{"Number": employee.number, **numbers}]


SECRETS = {"id_number": N_("ID number"), "bank_account": N_("Bank card")}


def _facts(kind: str, session: Session, employee_id: int) -> Rows:
    """Every row of a kind of fact, whatever was believed when."""
    found = _profile(session, employee_id)
    rows = [row for row in queries.facts_of(session, employee_id) if row.kind == kind]
    return [_fact(found, row) for row in sorted(rows, key=lambda row: (row.start, row.key))]


def _profile(session: Session, employee_id: int) -> Profile:
    """Her profile, read once a session: it says what units, posts and levels are called."""
    known: dict[int, Profile] = session.info.setdefault("staff.own_data", {})
    if employee_id not in known:
        known[employee_id] = profile(session, queries.employee_with_id(session, employee_id).number, clock.today())
    return known[employee_id]


def _fact(found: Profile, row: FactRow) -> dict[str, Any]:
    values = {field.label: _value(found, field.form, row.values.get(field.name)) for field in BY_CODE[row.kind].fields}
    when = {"From": row.start, "To": row.end, "Document": row.document, "Reason": row.note}
    known = {"Recorded at": row.known_from, "Recorded by": row.recorded_by, "Believed until": row.known_to}
    return {**values, **when, **known}


def _value(found: Profile, form: Form, value: str | None) -> Any:
    if value is None:
        return None
    if form is Form.YES_NO:
        return value in ("1", "true")
    if form is Form.MONEY:
        return yuan(int(value))
    return found.names[form].get(int(value), value) if form in found.names else value


def _requests(session: Session, employee_id: int) -> Rows:
    rows = []
    for request in asked.requests_of(session, employee_id):
        for line in asked.lines_met(session, request):
            rows.append(_request_line(session, request.number, request.made_at, request.reason, line))
    return rows


def _request_line(session: Session, number: str, made: datetime, reason: str, line: RequestedChange) -> dict[str, Any]:
    return {
        "Number": number,
        "Sent": made,
        "Reason": reason,
        "Field": _(BY_KEY[f"{line.kind}-{line.field}"].label),
        "Recorded when asked": asked.value_before(session, line),
        "Asked for": asked.value_after(session, line),
        "State": line.state,
        "Decided by": line.decided_by,
        "Confirmed by": line.confirmed_by,
        "Why": line.why,
    }


def _files(session: Session, employee_id: int) -> Rows:
    files = attachments_of(session, "staff.employee", employee_id)
    return [{"File": one.name, "Uploaded": one.uploaded_at, "By": one.uploaded_by} for one in files]


def _seen(session: Session, employee_id: int) -> Rows:
    own, _wide = who_saw(session, queries.employee_with_id(session, employee_id), MOST_SEEN)
    return [{"When": one.at, "Who": one.who, "What": one.what, "What for": one.why} for one in own]


HEADINGS = (
    N_("Recorded at"), N_("Recorded by"), N_("Believed until"), N_("Sent"), N_("Field"), N_("Recorded when asked"),
    N_("Asked for"), N_("Decided by"), N_("Confirmed by"), N_("Why"), N_("When"), N_("Who"), N_("What for"),
    N_("Number"), N_("File"), N_("Uploaded"), N_("By"), N_("From"), N_("To"), N_("Document"), N_("Reason"), N_("State"),
)  # fmt: skip
"""The headings of the rows above: they are message ids."""

PERSONAL = (
    PersonalData("staff.identification", N_("Numbers"), _identification, 1),
    *(
        PersonalData(f"staff.{kind.code}", kind.label, partial(_facts, kind.code), 10 + place)
        for place, kind in enumerate(KINDS)
    ),
    PersonalData("staff.requests", N_("Change requests"), _requests, 80),
    PersonalData("staff.files", N_("Attachments"), _files, 81),
    PersonalData("staff.seen", N_("Who saw my data"), _seen, 90),
)
