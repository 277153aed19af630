"""Recording a fact: a change keeps what was before, a correction replaces it, and nothing is overwritten unseen."""

from datetime import UTC, date, datetime

import pytest

from app.core import access, audit, clock
from app.core.errors import AccessDenied, NotFound, Stale
from app.core.system import System
from app.staff import queries
from app.staff.errors import BeforeHire, NoSuchStep, OwnPay, StartTaken
from app.staff.rules.facts import in_force, known, stream, version_of
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
