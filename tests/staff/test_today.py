"""Today's list follows the dated facts, in the same transaction and over midnight."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core import access, clock
from app.core.system import System
from app.staff import queries, services
from app.staff.models import Level, Post, StaffToday
from app.staff.services.today import COLUMNS, today_rows
from tests.staff.house import add_user


def row(system: System, number: str) -> StaffToday:
    with system.reading(access.operator()) as session:
        found = session.scalars(select(StaffToday).where(StaffToday.number == number)).one()
        session.expunge(found)
    return found


def test_it_shows_what_the_roster_and_the_changes_say_of_the_day(system: System) -> None:
    found = row(system, "ZQ0001")
    with system.reading(access.operator()) as session:
        post, level = session.get_one(Post, found.post_id).name, session.get_one(Level, found.level_id).name
        paths = queries.unit_paths(queries.placements_on(session, clock.today()))
    assert (found.name, post, level, found.step) == ("江洋强", "社工", "五级", 3)
    assert paths[found.unit_id or 0] == ("姑苏区自强服务社", "胥江工作站")
    assert found.branch_id in [key for key, path in paths.items() if path == ("姑苏区自强服务社", None)]
    assert (found.hire_date, found.leave_date, found.status) == (date(2008, 6, 2), None, "active")


def test_a_day_later_a_leaver_is_gone_and_a_joiner_there(system: System) -> None:
    """ZQ0003 works until the 20th; ZQ0029 is hired on the 15th."""
    assert (row(system, "ZQ0003").status, row(system, "ZQ0029").status) == ("active", "active")
    with clock.frozen(datetime(2026, 10, 20, 17, 0, tzinfo=UTC)), system.writing(access.operator()) as session:
        services.roll_over(session)  # one o'clock of the 21st in Suzhou
    assert row(system, "ZQ0003").status == "left"
    with clock.frozen(datetime(2026, 10, 14, 15, 59, tzinfo=UTC)), system.writing(access.operator()) as session:
        services.roll_over(session)  # a minute to the 15th
    assert (row(system, "ZQ0003").status, row(system, "ZQ0029").status) == ("active", "joining")


def test_writing_some_rows_gives_what_writing_all_gives(system: System) -> None:
    with system.writing(access.operator()) as session:
        ids = list(queries.employee_ids(session).values())
        one_by_one = [today_rows(session, clock.today(), [one])[0] for one in sorted(ids)]
        assert one_by_one == today_rows(session, clock.today())
        assert len(COLUMNS) == len(one_by_one[0])


@pytest.mark.parametrize(
    ("typed", "number"),
    [("江洋强", "ZQ0001"), ("jiangyangq", "ZQ0001"), ("jyq", "ZQ0001"), ("zq0001", "ZQ0001"), ("xieyaoyao", "ZQ0024")],
)
def test_people_are_found_by_name_pinyin_initials_and_number(system: System, typed: str, number: str) -> None:
    add_user(system, "hq", "hr")
    with system.reading(system.actor("hq")) as session:
        found = session.scalars(select(StaffToday.number).where(queries.named_like(typed))).all()
    assert number in found


def test_signs_of_patterns_are_just_signs(system: System) -> None:
    with system.reading(access.operator()) as session:
        assert session.scalars(select(StaffToday.number).where(queries.named_like("%"))).all() == []
        assert session.scalars(select(StaffToday.number).where(queries.named_like("_"))).all() == []
