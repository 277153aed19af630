"""What a roster would change of each person, field by field, in words: for the preview of an import."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.dated import Plan, Row
from app.core.i18n import gettext as _
from app.core.i18n import listed
from app.core.modules import FieldChange, RowChange
from app.core.money import yuan
from app.core.periods import day_before
from app.core.privacy import MaskKind, mask
from app.staff import queries
from app.staff.rules.facts import BY_CODE, FactField, Form
from app.staff.rules.records import RosterRecord

HIDDEN = "*" * 8
"""Stands for a number that is kept sealed and not opened for a preview."""


class Differences:
    """Collects what changes of people who are on file; what is new is read off the roster's own rows."""

    def __init__(self, session: Session, unit_paths: Mapping[queries.UnitPath, int]) -> None:
        posts, levels, entities = queries.names_of_kinds(session)
        units = {unit_id: "/".join(filter(None, path)) for path, unit_id in unit_paths.items()}
        self._names: Mapping[Form, Mapping[int, str]] = {
            Form.UNIT: units,
            Form.POST: posts,
            Form.LEVEL: levels,
            Form.ENTITY: entities,
        }
        self._found: dict[str, list[FieldChange]] = defaultdict(list)

    def note(self, kind: str, record: RosterRecord, before: Row | None, after: Row) -> None:
        """One fact of a person before and after; what did not change says nothing."""
        found = self._found[record.number]
        for field in BY_CODE[kind].fields:
            old, new = (row.get(field.name) if row else None for row in (before, after))
            if field.name in after and old != new:
                found.append(FieldChange(_(field.label), self._said(field, old), self._said(field, new)))
        for name, label in (("start", _("From")), ("end", _("To"))):
            if BY_CODE[kind].shape == "span" and (before or {}).get(name) != after.get(name):
                where = f"{_(BY_CODE[kind].label)}: {label}"
                found.append(FieldChange(where, _day((before or {}).get(name)), _day(after.get(name))))
        for index, label, kind_of_mask, number in (
            ("id_number_index", _("ID number"), MaskKind.ID_NUMBER, record.id_number),
            ("account_index", _("Bank account"), MaskKind.BANK_CARD, record.bank_account),
        ):
            if index in after and (before or {}).get(index) != after[index]:
                old_shown = HIDDEN if (before or {}).get(index) else ""
                found.append(FieldChange(label, old_shown, mask(kind_of_mask, number)))

    def note_probation(self, record: RosterRecord, before: Row | None, plan: Plan) -> None:
        """The tier of a person, and the end planned for it."""
        for row in plan.insert:
            if row["planned"]:
                change = FieldChange(_("Probation until"), "", _day(day_before(row["start"])))
            else:
                old = _yes_no(before["on_probation"]) if before else ""
                change = FieldChange(_("On the probation tier"), old, _yes_no(row["on_probation"]))
            self._found[record.number].append(change)

    def note_qualifications(self, record: RosterRecord, known: Sequence[Row], plan: Plan) -> None:
        """The certificates of a person that go and come."""
        gone = [_certificate(row) for row in known if row["id"] in plan.close]
        come = [_certificate(row) for row in plan.insert]
        self._found[record.number].append(FieldChange(_("Qualification"), listed(gone), listed(come)))

    def rows(self, records: Sequence[RosterRecord], created: set[str]) -> Iterator[RowChange]:
        """Every row of the roster with what it does."""
        for record in records:
            fields = tuple(self._found.get(record.number, ()))
            if record.number in created:
                yield RowChange(record.row, record.number, record.name, "create", _first_facts(record))
            else:
                yield RowChange(record.row, record.number, record.name, "update" if fields else "unchanged", fields)

    def _said(self, field: FactField, value: Any) -> str:
        if value is None:
            return ""
        if field.form in self._names:
            return self._names[field.form].get(value, str(value))
        if field.form is Form.MONEY:
            return yuan(value)
        if field.form is Form.YES_NO:
            return _yes_no(value)
        return mask(MaskKind.PHONE, value) if field.name == "phone" else str(value)


def _first_facts(record: RosterRecord) -> tuple[FieldChange, ...]:
    """The main facts of somebody new."""
    facts = (
        (_("Unit"), "/".join(filter(None, (record.branch, record.station)))),
        (_("Post"), record.post),
        (_("Level"), record.level),
        (_("Step"), str(record.step)),
        (_("Hired"), record.hire_date.isoformat()),
    )
    return tuple(FieldChange(label, "", value) for label, value in facts)


def _certificate(row: Row) -> str:
    number = mask(MaskKind.CERTIFICATE, row["certificate_number"])
    until = row["registered_until"]
    said = [str(row["name"]), str(row["obtained"]), *([number] if number else []), *([f"–{until}"] if until else [])]
    return " ".join(said)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
