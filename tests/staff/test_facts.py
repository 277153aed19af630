"""Recording a fact: a change keeps what was before, a correction replaces it, and nothing is overwritten unseen."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core import access, audit, clock
from app.core.errors import AccessDenied, NotFound, Stale
from app.core.system import System
from app.staff import queries
from app.staff.errors import (
    BeforeHire,
    EndsBeforeStart,
    HeldAlready,
    NoSuchStep,
    OwnPay,
    SpansOverlap,
    StartTaken,
)
from app.staff.models import StaffToday
from app.staff.rules.facts import FactRow, in_force, known, stream, version_of
from app.staff.services import FactWritten, record_fact
from tests.staff.house import KUNSHAN, add_user, as_user

NUMBER = "ZQ0001"
LATER = datetime(2026, 10, 16, 2, 0, tzinfo=UTC)


def grading(system: System, level: str, step: int, start: date, correction: bool = False, **other: str) -> FactWritten:
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
        level_id = queries.level_ids(session)[level]
    version = other.get("version", version_of(rows, "grading"))
    values = {"level_id": level_id, "step": step}
    return FactWritten("grading", values, start, correction, "演示〔2026〕1号", None, version)


def record(system: System, written: FactWritten, login: str = "hq", number: str = NUMBER) -> None:
    with clock.frozen(LATER), as_user(system, login, writing=True) as session:
        record_fact(session, number, written)


def held(system: System, on: date) -> tuple[str, str, int]:
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
        levels = {str(key): name for name, key in queries.level_ids(session).items()}
    row = in_force(known(rows), "grading", on)
    assert row is not None
    return levels[row.values["level_id"] or ""], row.values["step"] or "", len(known(rows))


def test_a_change_holds_from_its_day_and_leaves_the_past(system: System) -> None:
    add_user(system, "hq", "hr")
    before = held(system, date(2026, 10, 14))
    record(system, grading(system, "四级", 1, date(2026, 11, 1)))
    assert held(system, date(2026, 10, 31))[:2] == before[:2] == ("五级", "3")
    assert held(system, date(2026, 11, 1))[:2] == ("四级", "1")
    with system.reading(access.operator()) as session:
        assert audit.verify(session).ok


def test_a_correction_replaces_what_was_never_so_and_the_old_belief_stays_known(system: System) -> None:
    add_user(system, "hq", "hr")
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
    was = in_force(known(rows), "grading", date(2026, 10, 10))
    assert was is not None
    record(system, grading(system, "五级", 2, was.start, correction=True))
    assert held(system, date(2026, 10, 10))[:2] == ("五级", "2")
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
    believed_before = in_force(known(rows, LATER.replace(hour=1)), "grading", date(2026, 10, 10))
    assert believed_before is not None
    assert believed_before.values["step"] == "3"
    newest = stream(rows)[0]
    assert (newest.who, newest.correction) == ("hq", True)
    assert [(one.field, one.before, one.after) for one in newest.changes] == [("step", "3", "2")]


def test_the_same_again_records_nothing(system: System) -> None:
    add_user(system, "hq", "hr")
    count = held(system, date(2026, 10, 14))[2]
    record(system, grading(system, "五级", 3, date(2026, 11, 1)))
    assert held(system, date(2026, 11, 1))[2] == count


def test_a_stale_form_is_refused(system: System) -> None:
    add_user(system, "hq", "hr")
    seen = grading(system, "四级", 1, date(2026, 11, 1))
    record(system, grading(system, "四级", 2, date(2026, 12, 1)))
    with pytest.raises(Stale):
        record(system, seen)
    assert held(system, date(2026, 11, 30))[:2] == ("五级", "3")


def test_what_makes_no_sense_is_refused(system: System) -> None:
    add_user(system, "hq", "hr")
    with pytest.raises(NoSuchStep):
        record(system, grading(system, "五级", 4, date(2026, 11, 1)))
    with pytest.raises(BeforeHire):
        record(system, grading(system, "五级", 1, date(2008, 6, 1)))
    record(system, grading(system, "四级", 1, date(2026, 11, 1)))
    with pytest.raises(StartTaken):
        record(system, grading(system, "四级", 2, date(2026, 11, 1)))


def test_who_may_not_write_is_refused(system: System) -> None:
    add_user(system, "branch", "branch", KUNSHAN)
    add_user(system, "kunshan", "hr", KUNSHAN)
    add_user(system, "money", "finance")
    for login, error in (("branch", NotFound), ("kunshan", NotFound), ("money", AccessDenied)):
        with pytest.raises(error):
            record(system, grading(system, "四级", 1, date(2026, 11, 1)), login)


def test_a_scoped_writer_cannot_move_somebody_out_of_her_scope(system: System) -> None:
    add_user(system, "kunshan", "hr", KUNSHAN)
    with system.reading(access.operator()) as session:
        employee = queries.employee_numbered(session, "ZQ0010")
        version = version_of(queries.facts_of(session, employee.id), "assignment")
        away = next(key for key, row in queries.placements_on(session, clock.today()).items() if row["code"] == "HQ")
    written = FactWritten("assignment", {"unit_id": away}, date(2026, 11, 1), False, "1", None, version)
    with pytest.raises(AccessDenied):
        record(system, written, "kunshan", "ZQ0010")


def test_nobody_decides_on_her_own_pay(system: System) -> None:
    add_user(system, "hq", "hr", person=NUMBER)
    with pytest.raises(OwnPay):
        record(system, grading(system, "四级", 1, date(2026, 11, 1)))


def other(system: System, kind: str, values: dict[str, object], start: date, **more: object) -> FactWritten:
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
    written = FactWritten(kind, values, start, "corrects" in more, "演示〔2026〕2号", None, version_of(rows, kind))
    return replace(written, **more)  # type: ignore[arg-type]


def rows_of(system: System, kind: str) -> list[FactRow]:
    with system.reading(access.operator()) as session:
        rows = queries.facts_of(session, queries.employee_numbered(session, NUMBER).id)
    return [row for row in known(rows) if row.kind == kind]


def test_a_contract_follows_another_but_does_not_overlap_it(system: System) -> None:
    add_user(system, "hq", "hr")
    (present,) = rows_of(system, "contract")
    follows = date(2030, 1, 1)
    values: dict[str, object] = {"type": "无固定期限"}
    with pytest.raises(SpansOverlap):
        record(system, other(system, "contract", values, present.start))
    shorter = {"type": present.values["type"]}
    record(
        system, other(system, "contract", dict(shorter), present.start, end=date(2029, 12, 31), corrects=present.key)
    )
    record(system, other(system, "contract", values, follows))
    assert [(row.start, row.end) for row in rows_of(system, "contract")] == [
        (present.start, date(2029, 12, 31)),
        (follows, None),
    ]
    with pytest.raises(EndsBeforeStart):
        record(system, other(system, "contract", values, follows, end=date(2029, 12, 31), corrects=0))


def test_a_qualification_is_added_once_and_its_registration_corrected(system: System) -> None:
    add_user(system, "hq", "hr")
    obtained = date(2025, 11, 1)
    values: dict[str, object] = {
        "name": "社会工作师", "certificate_number": "演示1", "obtained": obtained, "registered_until": None,
    }  # fmt: skip
    before = len(rows_of(system, "qualification"))
    record(system, other(system, "qualification", values, obtained))
    with pytest.raises(HeldAlready):
        record(system, other(system, "qualification", values, obtained))
    added = next(row for row in rows_of(system, "qualification") if row.start == obtained)
    registered = values | {"registered_until": date(2028, 10, 31)}
    record(system, other(system, "qualification", registered, obtained, corrects=added.key))
    found = [row for row in rows_of(system, "qualification") if row.start == obtained]
    assert [row.values["registered_until"] for row in found] == ["2028-10-31"]
    assert len(rows_of(system, "qualification")) == before + 1


def test_leaving_ends_the_employment_and_shows_in_todays_list(system: System) -> None:
    add_user(system, "hq", "hr")
    (employed,) = rows_of(system, "employment")
    kept: dict[str, object] = {"remark": "本人辞职"}
    record(system, other(system, "employment", kept, employed.start, end=date(2026, 10, 15), corrects=employed.key))
    (left,) = rows_of(system, "employment")
    assert (left.start, left.end, left.values["work_start"]) == (
        employed.start,
        date(2026, 10, 15),
        employed.values["work_start"],
    )
    with system.reading(access.operator()) as session:
        today = session.scalars(select(StaffToday).where(StaffToday.number == NUMBER)).one()
        assert (today.status, today.leave_date) == ("left", date(2026, 10, 15))


def test_a_row_that_is_not_believed_any_more_is_not_corrected(system: System) -> None:
    add_user(system, "hq", "hr")
    with pytest.raises(NotFound):
        record(system, other(system, "contract", {"type": "固定期限"}, date(2026, 1, 1), corrects=99_999))
