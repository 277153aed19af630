"""Activities and notes of records: planned for those who see the record, closed and struck out, audited, backed up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from app.core import access, activities, clock
from app.core.activities import (
    Activity,
    ActivityClosed,
    AssigneeBlind,
    AssigneeUnknown,
    DueMissing,
    KindUnknown,
    Note,
    Planned,
    ReasonMissing,
    StrangeNumbers,
    TextMissing,
)
from app.core.audit import AuditEntry
from app.core.errors import AccessDenied, NotFound, Stale
from app.core.identifiers import resident_id_check
from app.core.modules import Module, Permission, RecordHost
from app.core.system import System

HOST = "tea.pot"
TODAY = date(2026, 11, 25)
MEETS = {"li": {1, 2}, "zhao": {2}, "wang": {1}}
"""The pots each user meets, whatever the permission."""

STRANGER = "11010119900307123" + resident_id_check("11010119900307123")


def find(session: Session, record_id: int, _permission: str) -> str:
    if record_id not in MEETS.get(session.info["actor"].login, {1, 2, 3}):
        raise NotFound(what="pot", key=record_id)
    return f"/pots/{record_id}"


def within(session: Session, _permission: str) -> object:
    ids = sorted(MEETS.get(session.info["actor"].login, {1, 2, 3}))
    return select(literal(ids[0])).union_all(*(select(literal(one)) for one in ids[1:]))


TEA = Module(
    "tea",
    "Tea room",
    permissions=(
        Permission("tea.see", "See", ("hr", "trainer", "finance", "operator")),
        Permission("tea.read", "Read notes", ("hr", "operator")),
        Permission("tea.write", "Write notes", ("hr", "operator")),
    ),
    record_hosts=(
        RecordHost(
            HOST,
            "Pot",
            "tea.read",
            "tea.write",
            find,
            permission_page="tea.see",
            within=within,
            called=lambda session, ids: {one: f"Pot {one}" for one in ids},
        ),
    ),
)


@pytest.fixture
def system(data_dir: Path, database_url: str) -> Iterator[System]:
    with clock.frozen(datetime(2026, 11, 25, 2, 0, tzinfo=UTC)):
        built = System(data_dir, database_url, modules=(TEA,))
        built.set_up()
        with built.writing(access.operator()) as session:
            kitchen = access.add_node(session, "kitchen", None)
            session.flush()
            for login, role in (("li", "hr"), ("fang", "leader"), ("chen", "hr")):
                access.add_user(session, login, role, None, "-")
            for login, role in (("zhao", "trainer"), ("wang", "hr")):
                access.add_user(session, login, role, kitchen.code, "-")
        yield built
        built.database.close()


def planned(login: str = "li", due: date | None = TODAY, **rest: str) -> Planned:
    return Planned(rest.get("kind", "todo"), rest.get("summary", "rinse"), due, login, rest.get("note", ""))


def make(system: System, record_id: int = 1, login: str = "li", by: str = "li", due: date = TODAY) -> int:
    with system.writing(system.actor(by)) as session:
        return activities.plan(session, HOST, record_id, planned(login, due)).id


def test_an_activity_goes_to_somebody_who_may_open_the_record(system: System) -> None:
    with system.writing(system.actor("li")) as session:
        row = activities.plan(session, HOST, 2, planned("zhao"))
        assert (row.assignee_login, row.made_by, row.is_open) == ("zhao", "li", True)
        with pytest.raises(AssigneeBlind):
            activities.plan(session, HOST, 1, planned("zhao"))
        with pytest.raises(AssigneeBlind):
            activities.plan(session, HOST, 1, planned("fang"))
        with pytest.raises(AssigneeUnknown):
            activities.plan(session, HOST, 1, planned("nobody"))
        host = TEA.record_hosts[0]
        assert set(activities.proposed(session, host, 2, "")) == {"li", "chen", "zhao"}
        assert activities.proposed(session, host, 1, "z") == []


def test_what_is_missing_is_asked_for(system: System) -> None:
    with system.writing(system.actor("li")) as session:
        for wrong, error in (
            (planned(kind="dance"), KindUnknown),
            (planned(summary="  "), TextMissing),
            (planned(due=None), DueMissing),
        ):
            with pytest.raises(error):
                activities.plan(session, HOST, 1, wrong)
        assert session.scalar(select(func.count(Activity.id))) == 0


def test_who_may_not_is_refused_over_the_very_record(system: System) -> None:
    number = make(system, 1)
    with system.writing(system.actor("zhao")) as session:
        with pytest.raises(AccessDenied):
            activities.plan(session, HOST, 2, planned("zhao"))
        with pytest.raises(AccessDenied):
            activities.write_note(session, HOST, 2, "hot")
        with pytest.raises(AccessDenied):
            activities.notes_of(session, HOST, 2)
        with pytest.raises(NotFound):
            activities.done(session, number)
    with system.writing(system.actor("wang")) as session:
        with pytest.raises(NotFound):
            activities.write_note(session, HOST, 2, "hot")
        with pytest.raises(NotFound):
            activities.plan(session, HOST, 2, planned("wang"))


def test_the_assignee_does_it_and_only_planners_move_or_cancel_it(system: System) -> None:
    first, second = make(system, 2, "zhao"), make(system, 2, "zhao")
    with system.writing(system.actor("zhao")) as session:
        with pytest.raises(NotFound):
            activities.cancel(session, first, "no")
        with pytest.raises(NotFound):
            activities.reassign(session, first, "li", TODAY, "zhao/2026-11-25")
        row = activities.done(session, first)
        assert (row.is_open, row.done_by) == (False, "zhao")
        with pytest.raises(ActivityClosed):
            activities.done(session, first)
    with system.writing(system.actor("li")) as session:
        with pytest.raises(ReasonMissing):
            activities.cancel(session, second, " ")
        assert activities.cancel(session, second, "rain").cancelled_why == "rain"
        assert [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))][-3:] == [
            "activity.plan",
            "activity.plan",
            "activity.done",
        ]


def test_moving_it_after_somebody_else_did_is_refused(system: System) -> None:
    number = make(system, 2)
    with system.writing(system.actor("li")) as session:
        row = activities.activity_met(session, number)
        seen = activities.version_of(row)
        activities.reassign(session, number, "zhao", date(2026, 12, 1), seen)
        assert (row.assignee_login, row.due) == ("zhao", date(2026, 12, 1))
        with pytest.raises(Stale):
            activities.reassign(session, number, "li", TODAY, seen)


def test_a_note_stands_for_good_and_can_be_struck_out(system: System) -> None:
    with system.writing(system.actor("li")) as session:
        note = activities.write_note(session, HOST, 1, "  the lid is loose \0")
        assert note.text == "the lid is loose"
        with pytest.raises(ReasonMissing):
            activities.strike_note(session, note.id, "")
        activities.strike_note(session, note.id, "it was the other pot")
        with pytest.raises(NotFound):
            activities.strike_note(session, note.id, "again")
    with system.reading(system.actor("li")) as session:
        found = activities.notes_of(session, HOST, 1)
        assert [(one.text, one.struck_by, one.struck_why) for one in found] == [
            ("the lid is loose", "li", "it was the other pot")
        ]


def test_id_numbers_of_strangers_are_confirmed_or_not_kept(system: System) -> None:
    with system.writing(system.actor("li")) as session:
        for text in (f"ask {STRANGER}", f"ask {STRANGER[:6]} {STRANGER[6:14]} {STRANGER[14:]}"):
            with pytest.raises(StrangeNumbers) as refused:
                activities.write_note(session, HOST, 1, text)
            assert STRANGER not in str(refused.value)
        with pytest.raises(StrangeNumbers):
            activities.plan(session, HOST, 1, planned(note=f"ask {STRANGER}"))
        assert activities.write_note(session, HOST, 1, f"ask {STRANGER}", confirmed=True).text == f"ask {STRANGER}"


def test_own_activities_are_those_on_records_one_may_open(system: System) -> None:
    make(system, 1, "wang", due=date(2026, 11, 30))
    late, lost = make(system, 1, "wang", due=date(2026, 11, 24)), make(system, 1, "wang", due=TODAY)
    with system.writing(access.operator()) as session:
        session.get_one(Activity, lost).record_id = 2  # wang does not meet the second pot
    with system.reading(system.actor("wang")) as session:
        found = activities.open_for(session, "wang")
        assert [row.due for row in found] == [date(2026, 11, 24), date(2026, 11, 30)]
        assert activities.overdue_count(session, "wang") == 1
        assert session.scalar(activities.due_now(session)) == 1
        assert activities.address_of_activity(session, late) == "/pots/1"
        with pytest.raises(NotFound):
            activities.activity_met(session, lost)
        with pytest.raises(AccessDenied):
            activities.open_for(session, "li")
        assert activities.names_of_records(session, [(HOST, 1), ("tea.cup", 1)]) == {(HOST, 1): "Pot 1"}


def test_backups_carry_activities_and_notes(system: System, tmp_path: Path) -> None:
    make(system)
    with system.writing(system.actor("li")) as session:
        activities.write_note(session, HOST, 1, "演示")
    system.back_up(tmp_path / "all.zip", None, access.operator())
    again = System(tmp_path / "again", f"sqlite:///{tmp_path / 'again.db'}", modules=(TEA,))
    again.restore(tmp_path / "all.zip", None)
    with again.reading(again.actor("li")) as session:
        assert [row.summary for row in activities.open_for(session, "li")] == ["rinse"]
        assert session.scalars(select(Note.text)).all() == ["演示"]
    again.database.close()
