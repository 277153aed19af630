"""Number sequences: without gaps, each number once, whoever else takes one meanwhile."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import access, clock
from app.core.errors import NotFound
from app.core.modules import Module, Permission
from app.core.sequences import (
    NumberGoesBack,
    Pattern,
    Sequence,
    next_number,
    proposed_number,
    sequence_line,
    sequence_lines,
    skip_to,
)
from app.core.settings import SettingRefused, change_setting
from app.core.system import System

YEARLY = Sequence("post.yearly", "Yearly", "{year}-{number:04d}")
PLAIN = Sequence("post.plain", "Plain", "ZQ{number:04d}")
POST = Module(
    "post",
    "Post",
    permissions=(Permission("post.write", "Write", ("operator",)),),
    settings=(YEARLY.as_setting("post.write"), PLAIN.as_setting("post.write")),
)


@pytest.fixture
def system(data_dir: Path, database_url: str) -> Iterator[System]:
    built = System(data_dir, database_url, modules=(POST,))
    built.set_up()
    yield built
    built.database.close()


def taken(system: System, sequence: Sequence, on: date) -> str:
    with system.writing(access.operator()) as session:
        return next_number(session, sequence, on)


def test_numbers_follow_each_other_and_begin_anew_with_the_year(system: System) -> None:
    days = (date(2026, 1, 5), date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 30))
    assert [taken(system, YEARLY, day) for day in days] == ["2026-0001", "2026-0002", "2027-0001", "2026-0003"]
    assert [taken(system, PLAIN, day) for day in days] == ["ZQ0001", "ZQ0002", "ZQ0003", "ZQ0004"]


def test_what_fails_gives_its_number_back(system: System) -> None:
    with system.writing(access.operator()) as session:
        assert [next_number(session, PLAIN) for _each in range(2)] == ["ZQ0001", "ZQ0002"]
        session.rollback()
    assert taken(system, PLAIN, clock.today()) == "ZQ0001"


def test_a_proposal_takes_nothing_and_passes_over_what_is_taken(system: System) -> None:
    old = {"ZQ0001", "ZQ0002", "ZQ0004"}
    with system.reading(access.operator()) as session:
        assert proposed_number(session, PLAIN, taken=old.__contains__) == "ZQ0003"
        assert proposed_number(session, PLAIN, taken=old.__contains__) == "ZQ0003"
    with system.writing(access.operator()) as session:
        assert [next_number(session, PLAIN, taken=old.__contains__) for _each in range(2)] == ["ZQ0003", "ZQ0005"]


def test_many_at_once_get_every_number_once(system: System) -> None:
    found: list[str] = []
    lock = threading.Lock()

    def work() -> None:
        for _each in range(10):
            number = taken(system, PLAIN, date(2026, 3, 1))
            with lock:
                found.append(number)

    threads = [threading.Thread(target=work) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == [f"ZQ{number:04d}" for number in range(1, 61)]


def test_the_pattern_is_a_setting(system: System) -> None:
    with system.writing(access.operator()) as session:
        change_setting(session, PLAIN.code, "Z-{year:04d}/{number:03d}")
        assert next_number(session, PLAIN, date(2026, 5, 1)) == "Z-2026/001"
        with pytest.raises(SettingRefused):
            change_setting(session, PLAIN.code, "{year}")


@pytest.mark.parametrize(
    "text",
    ["", "{year}", "A", "{number}{number}", "{year}{year}{number}", "{number.real}", "{0}{number}", "%s{number}"],
)
def test_what_is_no_pattern(text: str) -> None:
    with pytest.raises(ValueError, match="is no pattern"):
        Pattern.parse(text)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_different_numbers_are_written_differently(one: int, other: int) -> None:
    pattern = Pattern.parse("{year}-{number:04d}")
    assert (pattern.filled(2026, one) == pattern.filled(2026, other)) == (one == other)


def test_the_next_number_goes_only_up(system: System) -> None:
    assert taken(system, PLAIN, clock.today()) == "ZQ0001"
    with system.writing(access.operator()) as session:
        skip_to(session, PLAIN.code, 2)  # as it is
        skip_to(session, PLAIN.code, 100)
        for back in (99, 1, 0, -5):
            with pytest.raises(NumberGoesBack):
                skip_to(session, PLAIN.code, back)
        line = sequence_line(session, PLAIN.code)
    assert (line.last, line.following) == (99, "ZQ0100")
    assert taken(system, PLAIN, clock.today()) == "ZQ0100"


def test_sequences_are_shown_to_whom_they_are_given(system: System) -> None:
    with system.reading(access.operator()) as session:
        assert [line.code for line in sequence_lines(session)] == [YEARLY.code, PLAIN.code]
        with pytest.raises(NotFound):
            sequence_line(session, "security.policy")
    with system.writing(access.operator()) as session:
        access.add_user(session, "guard", "secadmin", None, "-")
    with system.reading(system.actor("guard")) as session:
        assert sequence_lines(session) == []
