"""The registration form (登记表) of an employee, as plain values and as PDF."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.core.documents import draw_document, draw_documents
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Drawn
from app.core.settings import organisation_name
from app.core.settings.pictures import logo
from app.staff.permissions import PERSONAL_READ
from app.staff.queries import employee_met
from app.staff.reports.profile import Profile, profile
from app.staff.rules.facts import BY_CODE, FactRow, Form, in_force

TEMPLATE = "staff/documents/registration.html"
PHOTO_ROWS = 6
CAREER = ("assignment", "post", "grading")
SIGNATURES = (
    (N_("Signature of the employee"), N_("(signature)")),
    (N_("Opinion of the workstation"), N_("(signature, seal)")),
    (N_("Opinion of the branch"), N_("(signature, seal)")),
    (N_("Opinion of headquarters"), N_("(signature, seal)")),
)
SEXES = {"M": N_("male"), "F": N_("female")}


@dataclass(frozen=True, slots=True)
class FormList:
    """A list of the form: widths in per cent, and the columns whose text begins at the left."""

    title: str
    labels: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """What is printed. A basic is its label, its value and how many columns the value takes."""

    organisation: str
    title: str
    number: str
    name: str
    filled_on: str
    basics: tuple[tuple[tuple[str, str, int], ...], ...]
    photo_rows: int
    lists: tuple[FormList, ...]
    signatures: tuple[tuple[str, str], ...]
    note: str


def draw_registration(session: Session, employee_id: int) -> Drawn:
    """The registration form of an employee as at today, for whoever may read her personal details."""
    employee = employee_met(session, employee_id, PERSONAL_READ)
    form = registration_form(session, employee.number, clock.today())
    picture = logo(session)
    values, pictures = {"form": form, "logo": picture is not None}, {"logo": picture} if picture else {}
    content = draw_document(TEMPLATE, values, pictures)
    return Drawn(content, "application/pdf", f"{form.title}-{form.number}-{form.name}.pdf")


def draw_registrations(session: Session, employee_ids: Sequence[int], progress: Callable[[int], None]) -> Drawn:
    """The registration forms of several people in one PDF; refused unless the user may read each one's details."""
    on = clock.today()
    forms = []
    for done, employee_id in enumerate(employee_ids):
        progress(done)
        forms.append(registration_form(session, employee_met(session, employee_id, PERSONAL_READ).number, on))
    content = draw_documents(TEMPLATE, ({"form": form} for form in forms))
    return Drawn(content, "application/pdf", f"{forms[0].title}-{len(forms)}.pdf")


def registration_form(session: Session, number: str, on: date) -> RegistrationForm:
    """The form as at a day; the ID number is masked whoever prints it."""
    found = profile(session, number, on)
    employment = found.current("employment")
    entity = found.names[Form.ENTITY].get(int(_value(employment, "legal_entity_id") or 0), "")
    return RegistrationForm(
        organisation_name(session, entity),
        _("Registration form of an anti-drug social worker"),
        number,
        found.name,
        on.isoformat(),
        _basics(found, entity),
        PHOTO_ROWS,
        (_career(found), _qualifications(found), _contracts(found)),
        tuple((_(label), _(seal)) for label, seal in SIGNATURES),
        _("The middle of the ID number is hidden. Check the form, correct it by hand where it is wrong, and sign it."),
    )


def _value(row: FactRow | None, name: str) -> str:
    return (row.values.get(name) or "") if row else ""


def _basics(found: Profile, entity: str) -> tuple[tuple[tuple[str, str, int], ...], ...]:
    """Rows of labelled values; the first six leave room for the photo."""
    identity, background = found.current("identity"), found.current("background")
    employment, level = found.current("employment"), _level(found, found.current("grading"))
    service = "" if found.service_years is None else str(found.service_years)
    hired = employment.start.isoformat() if employment else ""
    return (
        (
            (_("Name"), found.name, 1),
            (_("Sex"), _(SEXES.get(_value(identity, "sex"), _value(identity, "sex"))), 1),
            (_("Born"), _value(identity, "birth_date"), 1),
        ),
        (
            (_("Ethnicity"), _value(identity, "ethnicity"), 1),
            (_("Political status"), _value(background, "political_status"), 1),
            (_("Telephone"), _value(found.current("contact"), "phone"), 1),
        ),
        ((_("ID number"), found.masked.get("id_number", ""), 3), (_("Education"), _value(background, "education"), 1)),
        ((_("School"), _value(background, "school"), 3), (_("Major"), _value(background, "major"), 1)),
        ((_("Branch"), found.branch, 3), (_("Workstation"), found.station, 1)),
        ((_("Post"), found.post, 1), (_("Level"), level, 1), (_("Hired"), hired, 1)),
        (
            (_("First job"), _value(employment, "work_start"), 1),
            (_("Years of service"), service, 1),
            (_("Legal entity"), entity, 2),
        ),
    )


def _career(found: Profile) -> FormList:
    """Unit, post and level from the first day here on: a line for every day on which one of them changed."""
    rows = [row for row in found.rows if row.kind in CAREER and row.start <= found.on]
    days = sorted({row.start for row in rows})
    employment = found.current("employment")
    lines = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        last = following - timedelta(days=1) if following else employment.end if employment else None
        documents = dict.fromkeys(row.document for row in rows if row.start == day and row.document)
        held = (_said(found, in_force(rows, code, day)) for code in CAREER)
        lines.append((day.isoformat(), last.isoformat() if last else _("to date"), *held, "、".join(documents)))
    labels = tuple(_(label) for label in (N_("From"), N_("To"), N_("Unit"), N_("Post"), N_("Level"), N_("Document")))
    return FormList(_("Career here"), labels, (12, 12, 31, 11, 13, 21), _padded(lines, 6, 5), wide=(2, 5))


def _said(found: Profile, row: FactRow | None) -> str:
    if row is None:
        return ""
    if row.kind == "grading":
        return _level(found, row)
    field = BY_CODE[row.kind].fields[0]
    return found.names[field.form].get(int(row.values.get(field.name) or 0), "")


def _level(found: Profile, grading: FactRow | None) -> str:
    level = found.names[Form.LEVEL].get(int(_value(grading, "level_id") or 0), "")
    return _("%(level)s, step %(step)s") % {"level": level, "step": _value(grading, "step")} if level else ""


def _qualifications(found: Profile) -> FormList:
    rows = [
        tuple(_value(row, name) for name in ("name", "certificate_number", "obtained", "registered_until"))
        for row in sorted(found.of_kind("qualification"), key=lambda row: row.start)
    ]
    labels = (N_("Qualification"), N_("Certificate number"), N_("Obtained"), N_("Registered until"))
    return FormList(
        _("Qualifications"), tuple(_(label) for label in labels), (32, 32, 18, 18), _padded(rows, 4, 3), wide=(0,)
    )


def _contracts(found: Profile) -> FormList:
    rows = [
        (_value(row, "type"), row.start.isoformat(), row.end.isoformat() if row.end else "—")
        for row in sorted(found.of_kind("contract"), key=lambda row: row.start)
    ]
    labels = tuple(_(label) for label in (N_("Contract type"), N_("From"), N_("To")))
    return FormList(_("Contracts"), labels, (44, 28, 28), _padded(rows, 3, 2), wide=(0,))


def _padded(rows: Iterable[Sequence[str]], columns: int, least: int) -> tuple[tuple[str, ...], ...]:
    """The rows, with empty ones to write in by hand up to so many."""
    found = [tuple(row) for row in rows]
    return (*found, *([("",) * columns] * (least - len(found))))
