"""The work calendar: a year's notice read from its text, days marked, and what follows for the months."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core import access
from app.core.errors import AccessDenied
from app.core.periods import Month
from app.core.system import System
from app.core.workcalendar import WorkDay, YearUnknown, paid_days
from app.core.workcalendar.entering import (
    DayKind,
    Entry,
    NothingRead,
    SpanWrong,
    enter_year,
    known_days,
    mark_days,
    year_entered,
)
from app.core.workcalendar.notices import read_notice

NOTICE = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班。
"""
WORKDAYS = [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
"""Of the golden case workdays-per-month-2026."""


@pytest.fixture
def system(data_dir: Path, database_url: str) -> Iterator[System]:
    built = System(data_dir, database_url, modules=())
    built.set_up()
    with built.writing(access.operator()) as session:
        for login, role in (("hr", "hr"), ("clerk", "finance")):
            access.add_user(session, login, role, None, "-")
    yield built
    built.database.close()


def test_the_notice_of_2026_gives_the_golden_months(system: System) -> None:
    with system.writing(system.actor("hr")) as session:
        enter_year(session, 2026, "国办发明电", read_notice(NOTICE, 2026))
    with system.reading(system.actor("clerk")) as session:
        months = [paid_days(session, Month(2026, number)) for number in range(1, 13)]
        names = {day: entry.name for day, entry in year_entered(session, 2026).days.items()}
    assert [len(one.working) for one in months] == WORKDAYS
    assert sum(len(one.statutory) for one in months) == 13
    assert names[date(2026, 2, 17)] == names[date(2026, 2, 14)] == "春节"
    assert names[date(2026, 10, 10)] == "国庆节"


def test_the_days_the_program_brings_are_those_of_the_notice() -> None:
    brought = {day: entry.kind for day, entry in known_days(2026).items()}
    assert brought == {day: entry.kind for day, entry in read_notice(NOTICE, 2026).items()}


def test_a_notice_says_holidays_across_the_turn_of_the_year_and_in_other_signs() -> None:
    read = read_notice("元旦:2026年12月31日～2027年1月2日放假，1月3日上班", 2027)
    assert {day: entry.kind for day, entry in read.items()} == {
        date(2027, 1, 1): DayKind.STATUTORY,
        date(2027, 1, 3): DayKind.MAKEUP,
    }


@pytest.mark.parametrize("text", ["", "各地区、各部门要妥善安排好值班。", "13月45日放假", "5月4日上班"])
def test_a_text_without_days_is_refused(text: str) -> None:
    """A Monday that is worked is nothing to be said."""
    with pytest.raises(NothingRead):
        read_notice(text, 2026)


def test_a_year_nobody_entered_is_not_guessed(system: System) -> None:
    with system.reading(system.actor("clerk")) as session, pytest.raises(YearUnknown):
        paid_days(session, Month(2027, 1))
    with pytest.raises(YearUnknown), system.writing(system.actor("hr")) as session:
        mark_days(session, date(2027, 1, 4), date(2027, 1, 4), None)


def test_marked_days_are_known_from_then_on_and_what_was_known_stays(system: System) -> None:
    with system.writing(system.actor("hr")) as session:
        enter_year(session, 2026, "国办发明电", known_days(2026))
        before = session.scalar(select(func.count()).select_from(WorkDay))
        assert mark_days(session, date(2026, 11, 2), date(2026, 11, 3), Entry(DayKind.OFF, "校庆")) == 2
        assert mark_days(session, date(2026, 11, 2), date(2026, 11, 3), Entry(DayKind.OFF, "校庆")) == 0
        assert mark_days(session, date(2026, 11, 3), date(2026, 11, 3), None) == 1
    with system.reading(system.actor("hr")) as session:
        assert len(paid_days(session, Month(2026, 11)).working) == WORKDAYS[10] - 1
        rows = session.scalars(select(WorkDay).where(WorkDay.day == date(2026, 11, 3))).all()
        assert [row.known_to is None for row in rows] == [False]
        assert session.scalar(select(func.count()).select_from(WorkDay)) == (before or 0) + 2


def test_a_span_runs_forwards_within_a_year(system: System) -> None:
    for first, last in (
        (date(2026, 5, 2), date(2026, 5, 1)),
        (date(2026, 1, 1), date(2026, 3, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ):
        with pytest.raises(SpanWrong), system.writing(system.actor("hr")) as session:
            mark_days(session, first, last, None)


def test_only_who_may_enters_it(system: System) -> None:
    with pytest.raises(AccessDenied), system.writing(system.actor("clerk")) as session:
        enter_year(session, 2026, "x", {})
