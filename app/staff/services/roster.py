"""Write a roster: people and the facts in force before a month's changes."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.dated import (
    Plan,
    Row,
    carry_out,
    in_force,
    known_rows,
    plan_set,
    plan_span,
    plan_state,
    plan_succession,
    same_values,
)
from app.core.errors import CellError
from app.core.i18n import gettext as _
from app.core.modules import ImportOutcome
from app.core.periods import Month, day_after, day_before
from app.core.privacy import Keyring
from app.staff import models, queries
from app.staff.errors import NoLegalEntity
from app.staff.models import BANK_ACCOUNT, ID_NUMBER
from app.staff.permissions import STAFF_WRITE
from app.staff.rules.records import RosterRecord
from app.staff.services.differences import Differences
from app.staff.services.publishing import KINDS, Recording
from app.staff.services.today import refresh_today


@dataclass(frozen=True, slots=True)
class _Reference:
    """Ids that a roster refers to, and the keys that seal its values."""

    units: Mapping[queries.UnitPath, int]
    posts: Mapping[str, int]
    levels: Mapping[str, int]
    entities: Mapping[int, int]
    legal_entity_id: int
    keyring: Keyring


class _RosterRecording(Recording):
    """What is recorded, what that changes of people on file, and who is new."""

    def __init__(self, differences: Differences, created: set[str]) -> None:
        super().__init__()
        self.differences = differences
        self.created = created


@dataclass(frozen=True, slots=True)
class _Fact:
    """How one table takes its row from a roster record.

    `compared` are the columns that say whether two rows are the same; `sealed` adds the encrypted
    values, which differ at every sealing and are made only for rows that are written; `kept` are columns of a span
    that a roster does not know and leaves as they are.
    """

    model: Any
    compared: tuple[str, ...]
    values: Callable[[RosterRecord, _Reference], Row | None]
    sealed: Callable[[RosterRecord, _Reference, str], Row] | None = None
    kept: tuple[str, ...] = ()


def _identity(record: RosterRecord, reference: _Reference) -> Row:
    return {
        "name": record.name,
        "sex": record.sex,
        "birth_date": record.birth_date,
        "ethnicity": record.ethnicity,
        "id_number_index": ID_NUMBER.index(reference.keyring, record.id_number),
    }


def _sealed_identity(record: RosterRecord, reference: _Reference, uid: str) -> Row:
    return {"id_number_cipher": ID_NUMBER.seal(reference.keyring, uid, record.id_number)}


def _bank(record: RosterRecord, reference: _Reference) -> Row:
    account = record.bank_account
    return {"bank": record.bank, "account_index": BANK_ACCOUNT.index(reference.keyring, account) if account else None}


def _sealed_bank(record: RosterRecord, reference: _Reference, uid: str) -> Row:
    account = record.bank_account
    return {"account_cipher": BANK_ACCOUNT.seal(reference.keyring, uid, account) if account else None}


STATES = (
    _Fact(models.Identity, ("name", "sex", "birth_date", "ethnicity", "id_number_index"), _identity, _sealed_identity),
    _Fact(
        models.Background,
        ("political_status", "education", "school", "major"),
        lambda r, _ref: {
            "political_status": r.political_status,
            "education": r.education,
            "school": r.school,
            "major": r.major,
        },
    ),
    _Fact(models.Contact, ("phone",), lambda r, _ref: {"phone": r.phone}),
    _Fact(models.BankAccount, ("bank", "account_index"), _bank, _sealed_bank),
    _Fact(models.Assignment, ("unit_id",), lambda r, ref: {"unit_id": ref.units[(r.branch, r.station)]}),
    _Fact(models.PostHolding, ("post_id",), lambda r, ref: {"post_id": ref.posts[r.post]}),
    _Fact(
        models.Grading,
        ("level_id", "step", "level_since"),
        lambda r, ref: {"level_id": ref.levels[r.level], "step": r.step, "level_since": r.level_since},
    ),
    _Fact(
        models.ContributionBase,
        ("social_base", "housing_base"),
        lambda r, _ref: {"social_base": r.social_base, "housing_base": r.housing_base},
    ),
)

SPANS = (
    _Fact(
        models.Employment,
        (
            "start",
            "end",
            "legal_entity_id",
            "work_start",
            "first_employment",
            "prior_service_months",
            "break_days",
            "remark",
        ),
        lambda r, ref: {
            "start": r.hire_date,
            "end": r.leave_date,
            "legal_entity_id": ref.entities.get(ref.units[(r.branch, r.station)], ref.legal_entity_id),
            "work_start": r.work_start,
            "first_employment": r.first_employment,
            "prior_service_months": r.prior_service_months,
            "break_days": 0,
            "remark": r.note,
        },
        kept=("legal_entity_id", "break_days"),
    ),
    _Fact(
        models.Contract,
        ("start", "end", "type"),
        lambda r, _ref: (
            {"start": r.contract_start, "end": r.contract_end, "type": r.contract_type or "固定期限"}
            if r.contract_start
            else None
        ),
    ),
)


def import_roster(session: Session, records: Sequence[RosterRecord], month: Month) -> ImportOutcome:
    """Bring the people of a roster up to date; the facts hold on the last day before the month.

    A person first met holds them from her hire date on. Set-based: the number of statements does
    not grow with the number of people. Counts people.
    """
    authorize_everywhere(session, STAFF_WRITE)
    reference = _reference(session, month)
    taken = _taken_id_numbers(session, records, reference.keyring)
    if taken:
        return ImportOutcome(errors=taken)
    uids, created = _people(session, records)
    ids = queries.employee_ids(session)
    subjects = [ids[record.number] for record in records]
    recording = _RosterRecording(Differences(session, reference.units), created)
    for fact in STATES:
        _write_states(session, fact, records, ids, uids, subjects, reference, month, recording)
    for fact in SPANS:
        _write_spans(session, fact, records, ids, subjects, reference, recording)
    _write_probations(session, records, ids, subjects, month, recording)
    _write_qualifications(session, records, ids, subjects, recording)
    updated = len(recording.employee_ids - {ids[number] for number in created})
    outcome = ImportOutcome(len(created), updated, len(records) - len(created) - updated)
    outcome.changes = recording.differences.rows(records, created)
    refresh_today(session, subjects)
    audit.record(
        session,
        "import.roster",
        object_table="staff_employees",
        count=len(records),
        detail={"created": outcome.created, "updated": updated, "month": str(month)},
    )
    recording.publish(session)
    return outcome


def _taken_id_numbers(session: Session, records: Sequence[RosterRecord], keyring: Keyring) -> list[CellError]:
    """Rows whose ID number is that of another employee already on file, who is not renumbered here."""
    holders = queries.numbers_by_id_index(session)
    message = _(
        "The ID number is already that of employee %(holder)s. One person has one employee number: "
        "use %(holder)s, or correct the ID number."
    )
    errors = []
    for record in records:
        holder = holders.get(ID_NUMBER.index(keyring, record.id_number))
        if holder is not None and holder != record.number:
            errors.append(CellError(record.row, "身份证号", "id_duplicate", message % {"holder": holder}))
    return errors


def _reference(session: Session, month: Month) -> _Reference:
    entity = queries.legal_entity(session)
    if entity is None:
        raise NoLegalEntity(code="")
    units = queries.placements_on(session, month.last)
    return _Reference(
        queries.units_by_path(queries.unit_paths(units)),
        queries.post_ids(session),
        queries.level_ids(session),
        queries.entities_of_units(units),
        entity.id,
        session.info["keyring"],
    )


def _people(session: Session, records: Sequence[RosterRecord]) -> tuple[dict[str, str], set[str]]:
    known = queries.employee_uids(session)
    new = {record.number: secrets.token_hex(16) for record in records if record.number not in known}
    if new:
        rows = [{"uid": uid, "number": number} for number, uid in new.items()]
        session.connection().execute(insert(models.Employee), rows)
    return known | new, set(new)


def _reference_day(record: RosterRecord, month: Month) -> date:
    return max(record.hire_date, day_before(month.first))


def _write_states(
    session: Session,
    fact: _Fact,
    records: Sequence[RosterRecord],
    ids: Mapping[str, int],
    uids: Mapping[str, str],
    subjects: Sequence[int],
    reference: _Reference,
    month: Month,
    recording: _RosterRecording,
) -> None:
    table = fact.model.__table__
    known = known_rows(session, table, "employee_id", subjects, ["start", *fact.compared])
    same = same_values(*fact.compared)
    plans: list[Plan] = []
    for record in records:
        employee_id = ids[record.number]
        values = {"employee_id": employee_id, **(fact.values(record, reference) or {})}
        plan = plan_state(known.get(employee_id, []), _reference_day(record, month), record.hire_date, values, same)
        if plan:
            if fact.sealed:
                plan.insert = [row | fact.sealed(record, reference, uids[record.number]) for row in plan.insert]
            plans.append(plan)
            recording.note(KINDS[fact.model], employee_id, plan)
            if record.number not in recording.created:
                before = in_force(known.get(employee_id, []), _reference_day(record, month))
                recording.differences.note(KINDS[fact.model], record, before, plan.insert[0])
    carry_out(session, table, plans, clock.now())


def _write_spans(
    session: Session,
    fact: _Fact,
    records: Sequence[RosterRecord],
    ids: Mapping[str, int],
    subjects: Sequence[int],
    reference: _Reference,
    recording: _RosterRecording,
) -> None:
    table = fact.model.__table__
    known = known_rows(session, table, "employee_id", subjects, fact.compared)
    same = same_values(*fact.compared)
    plans: list[Plan] = []
    for record in records:
        values = fact.values(record, reference)
        if values is None:
            continue
        employee_id = ids[record.number]
        rows = known.get(employee_id, [])
        kept = next((row for row in rows if row["start"] == values["start"]), None)
        values |= {name: kept[name] for name in fact.kept} if kept else {}
        plan = plan_span(rows, {"employee_id": employee_id, **values}, same)
        if plan:
            plans.append(plan)
            recording.note(KINDS[fact.model], employee_id, plan, rows)
            if record.number not in recording.created:
                before = next((row for row in rows if row["id"] in plan.close), None)
                recording.differences.note(KINDS[fact.model], record, before, plan.insert[0])
    carry_out(session, table, plans, clock.now())


def _write_probations(
    session: Session,
    records: Sequence[RosterRecord],
    ids: Mapping[str, int],
    subjects: Sequence[int],
    month: Month,
    recording: _RosterRecording,
) -> None:
    table = models.Probation.__table__
    columns = ["start", "on_probation", "planned"]
    known = known_rows(session, table, "employee_id", subjects, columns)  # type: ignore[arg-type]
    plans: list[Plan] = []
    for record in records:
        employee_id = ids[record.number]
        rows, on = known.get(employee_id, []), _reference_day(record, month)
        for plan in _probation_plans(record, rows, on):
            if plan:
                plan.insert = [row | {"employee_id": employee_id} for row in plan.insert]
                plans.append(plan)
                recording.note("probation", employee_id, plan)
                if record.number not in recording.created:
                    recording.differences.note_probation(record, in_force(rows, on), plan)
    carry_out(session, table, plans, clock.now())  # type: ignore[arg-type]


def _probation_plans(record: RosterRecord, rows: Sequence[Row], on: date) -> list[Plan]:
    """The tier on the day, and the end planned for it unless a conversion is recorded."""
    values: Row = {"on_probation": record.on_probation, "planned": False}
    plans = [plan_state(rows, on, record.hire_date, values, same_values("on_probation"))]
    if not (record.on_probation and record.probation_end):
        return plans
    later = [row for row in rows if row["start"] > on and not row["on_probation"]]
    if any(not row["planned"] for row in later):
        return plans
    end = day_after(record.probation_end)
    planned: Row = {"on_probation": False, "planned": True}
    stale = Plan(close=[row["id"] for row in later if row["start"] != end])
    current = in_force(rows, end)
    if current is not None and current["start"] == end:
        return [*plans, stale]
    return [*plans, stale, plan_succession(rows, end, planned, same_values("on_probation"))]


def _write_qualifications(
    session: Session,
    records: Sequence[RosterRecord],
    ids: Mapping[str, int],
    subjects: Sequence[int],
    recording: _RosterRecording,
) -> None:
    table = models.Qualification.__table__
    columns = ["name", "certificate_number", "obtained", "registered_until"]
    known = known_rows(session, table, "employee_id", subjects, columns)  # type: ignore[arg-type]
    plans: list[Plan] = []
    held: dict[int, dict[Any, Row]] = defaultdict(dict)
    for record in records:
        employee_id = ids[record.number]
        for certificate in record.certificates:
            held[employee_id][(certificate.name, certificate.obtained)] = {
                "employee_id": employee_id,
                "name": certificate.name,
                "certificate_number": certificate.certificate_number,
                "obtained": certificate.obtained,
                "registered_until": certificate.registered_until,
            }
        plan = plan_set(
            known.get(employee_id, []),
            held[employee_id],
            lambda row: (row["name"], row["obtained"]),
            same_values(*columns),
        )
        if plan:
            plans.append(plan)
            recording.note("qualification", employee_id, plan)
            if record.number not in recording.created:
                recording.differences.note_qualifications(record, known.get(employee_id, []), plan)
    carry_out(session, table, plans, clock.now())  # type: ignore[arg-type]
