"""The blocks of an employee's page: facts, tables and the stream, from her profile."""

from collections.abc import Iterable
from datetime import date

from app.core.admin.lists.walk import carried
from app.core.admin.pages import (
    Block,
    Button,
    Cell,
    Column,
    Fact,
    Facts,
    Link,
    Row,
    Table,
    day,
    pill,
    text,
)
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.money import yuan
from app.core.privacy import Sensitivity
from app.staff.reports import Profile
from app.staff.rules.facts import BY_CODE, FactField, FactRow, Form

HIDDEN = "＊＊＊"
SIDES = (
    ("identity", "background", "contact", "residence", "emergency"),
    ("employment", "assignment", "post", "grading", "contribution_base"),
)
TITLES = (N_("Personal details"), N_("Work"))
PLAIN = ("identity", "background", "contact", "residence", "emergency", "contribution_base")
CAREER = ("assignment", "post", "grading", "probation")
YES_NO = {"1": N_("yes"), "true": N_("yes"), "0": N_("no"), "false": N_("no")}


def said(profile: Profile, field: FactField, value: str | None, personal: bool) -> str:
    """A value as people say it; a personal one only to those who may read it."""
    if value is None or value == "":
        return ""
    if field.sensitivity is Sensitivity.PERSONAL and not personal:
        return HIDDEN
    match field.form:
        case Form.MONEY:
            return yuan(int(value))
        case Form.YES_NO:
            return _(YES_NO[value])
        case Form.UNIT | Form.POST | Form.LEVEL | Form.ENTITY:
            return profile.names[field.form].get(int(value), value)
    return value


def profile_facts(profile: Profile, personal: bool, may_write: bool) -> tuple[Block, ...]:
    """What held on the day, the person on one side, the work on the other; what has no button leads to its form."""
    return tuple(
        Facts(_(title), tuple(_facts(profile, kinds, personal, may_write)))
        for title, kinds in zip(TITLES, SIDES, strict=True)
    )


def _facts(profile: Profile, kinds: Iterable[str], personal: bool, may_write: bool) -> Iterable[Fact]:
    for code in kinds:
        row = profile.current(code)
        if code == "employment" and row is not None:
            yield Fact(_("Hired"), day(row.start))
            yield Fact(_("Last working day"), day(row.end))
        for field in BY_CODE[code].fields:
            shown = said(profile, field, row.values.get(field.name) if row else None, personal)
            first = field is BY_CODE[code].fields[0]
            yield Fact(_(field.label), text(shown), edit=_changing(profile, code) if may_write and first else None)


def _changing(profile: Profile, code: str) -> Link | None:
    """The way to the form of a kind of fact that stands on the profile and has no button of its own."""
    if code not in PLAIN:
        return None
    return Link(
        _("Change: %(what)s") % {"what": _(BY_CODE[code].label)}, carried(f"/staff/facts/{profile.number}/{code}")
    )


def career(profile: Profile, may_write: bool) -> tuple[Block, ...]:
    """Units, posts, levels and steps, and probation, each from when and by which document."""
    rows = [row for row in reversed(profile.rows) if row.kind in CAREER]
    columns = tuple(Column(_(label)) for label in (N_("From"), N_("What"), N_("Content"), N_("Document"), N_("Reason")))
    cells = [
        Row(
            (
                day(row.start),
                text(_(BY_CODE[row.kind].label)),
                text(_whole(profile, row), _correcting(profile, row) if may_write else ""),
                text(row.document),
                text(row.note),
            )
        )
        for row in sorted(rows, key=lambda row: (row.start, row.key), reverse=True)
    ]
    return (Table(_("Career"), columns, tuple(cells), empty=_("Nothing is recorded.")),)


def _whole(profile: Profile, row: FactRow) -> str:
    """All of a fact's values in one text."""
    parts = [(field, row.values.get(field.name)) for field in BY_CODE[row.kind].fields]
    if row.kind == "probation":
        shown = _("On the probation tier") if row.values.get("on_probation") in ("1", "true") else _("Probation over")
        return shown + (" · " + _("planned") if row.values.get("planned") in ("1", "true") else "")
    if row.kind == "grading":
        level = profile.names[Form.LEVEL].get(int(row.values.get("level_id") or 0), "")
        return _("%(level)s, step %(step)s") % {"level": level, "step": row.values.get("step")}
    return " · ".join(said(profile, field, value, True) for field, value in parts if value)


def contracts(profile: Profile, personal: bool, may_write: bool) -> tuple[Block, ...]:
    """Contracts, and qualifications with their registrations."""
    contract_columns = tuple(Column(_(label)) for label in (N_("Contract type"), N_("From"), N_("To"), N_("Status")))
    contract_rows = tuple(
        Row(
            (
                text(row.values.get("type"), _correcting(profile, row) if may_write else ""),
                day(row.start),
                day(row.end),
                _contract_state(row, profile.on),
            )
        )
        for row in profile.of_kind("contract")
    )
    labels = (N_("Qualification"), N_("Certificate number"), N_("Obtained"), N_("Registered until"), N_("Registration"))
    rows = tuple(
        Row(
            (
                text(row.values.get("name"), _correcting(profile, row) if may_write else ""),
                text(row.values.get("certificate_number") if personal else HIDDEN),
                text(row.values.get("obtained")),
                text(row.values.get("registered_until")),
                _registration(row, profile.on),
            )
        )
        for row in profile.of_kind("qualification")
    )
    return (
        Table(
            _("Contracts"),
            contract_columns,
            contract_rows,
            buttons=_adding(profile, "contract", may_write),
            empty=_("No contract is recorded."),
        ),
        Table(
            _("Qualifications"),
            tuple(Column(_(label)) for label in labels),
            rows,
            buttons=_adding(profile, "qualification", may_write),
            empty=_("No qualification is recorded."),
        ),
    )


def _correcting(profile: Profile, row: FactRow) -> str:
    return carried(f"/staff/facts/{profile.number}/{row.kind}/{row.key}")


def _adding(profile: Profile, kind: str, may_write: bool) -> tuple[Button, ...]:
    return (Button(_("Add"), carried(f"/staff/facts/{profile.number}/{kind}"), "plus"),) if may_write else ()


def _contract_state(row: FactRow, on: date) -> Cell:
    if on < row.start:
        return pill(_("To come"), "warning")
    if row.end is not None and on > row.end:
        return pill(_("Ended"), "muted")
    return pill(_("In force"), "info")


def _registration(row: FactRow, on: date) -> Cell:
    """The registration's state; the certificate itself never expires."""
    until = row.values.get("registered_until")
    if not until:
        return pill(_("None needed or none"), "muted")
    return (
        pill(_("Registered"), "good") if date.fromisoformat(until) >= on else pill(_("Registration lapsed"), "warning")
    )
