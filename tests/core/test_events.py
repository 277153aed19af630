"""Signals: heard in one System alone, by installed modules alone, inside the transaction, in the order of modules."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import access, jobs
from app.core.events import Connections, Receiver, Signal, gather, publish
from app.core.jobs.tables import JOBS
from app.core.jobs.tidying import TIDY
from app.core.modules import Module, contributed, discover
from app.core.system import System


@dataclass(frozen=True)
class Rang:
    """How often a bell rang."""

    times: int


rang: Signal[Rang, None] = Signal("rang", Rang, "Sent when the bell has rung.")
counting: Signal[Rang, int] = Signal("counting", Rang, "Asked how many came.")


def listener(name: str, hear: Callable[[Session, Rang], None]) -> Module:
    return Module(name, name.title(), receivers=(Receiver(rang, hear),))


@contextmanager
def opened(data_dir: Path, url: str, *modules: Module) -> Iterator[System]:
    """A system set up with these modules besides the product's."""
    system = System(data_dir, url, (*discover(), *modules))
    if not system.is_set_up:
        system.set_up()
    for module in modules:
        if module not in system.modules:
            system.lifecycle.install(access.operator(), module.name)
    try:
        yield system
    finally:
        system.database.close()


def ring(system: System, times: int = 1) -> None:
    with system.writing(access.operator()) as session:
        publish(rang, session, Rang(times))


def test_two_systems_do_not_hear_each_other(tmp_path: Path) -> None:
    heard: list[str] = []
    first = listener("first", lambda _session, _rang: heard.append("first"))
    both = listener("both", lambda _session, _rang: heard.append("both"))
    folders = tmp_path / "a", tmp_path / "b"
    urls = [f"sqlite:///{folder}/z.db" for folder in folders]
    with opened(folders[0], urls[0], first, both) as one, opened(folders[1], urls[1], both) as other:
        ring(one)
        assert sorted(heard) == ["both", "first"]
        ring(other)
        assert sorted(heard) == ["both", "both", "first"]


def test_an_uninstalled_module_hears_nothing(database_url: str, data_dir: Path) -> None:
    heard: list[int] = []
    module = listener("first", lambda _session, what: heard.append(what.times))
    with opened(data_dir, database_url, module) as system:
        ring(system, 1)
        system.lifecycle.uninstall(access.operator(), "first", confirmed=True)
        ring(system, 2)
        system.lifecycle.install(access.operator(), "first")
        ring(system, 3)
    assert heard == [1, 3]


def test_what_a_receiver_writes_goes_with_the_transaction(database_url: str, data_dir: Path) -> None:
    """A job is what reaches outside: it is committed or undone with everything else."""

    def start(session: Session, _what: Rang) -> None:
        jobs.enqueue(session, TIDY.name, {})

    with opened(data_dir, database_url, listener("first", start)) as system:
        with pytest.raises(ZeroDivisionError):
            ring_and_fail(system)
        assert waiting(system) == 0
        ring(system)
        assert waiting(system) == 1


def ring_and_fail(system: System) -> None:
    with system.writing(access.operator()) as session:
        publish(rang, session, Rang(1))
        raise ZeroDivisionError


def waiting(system: System) -> int:
    with system.reading(access.operator()) as session:
        return session.scalar(select(func.count()).select_from(JOBS)) or 0


def add_and_ring(system: System) -> None:
    """Add a user, not yet flushed, and ring."""
    with system.writing(access.operator()) as session:
        session.add(access.User(login="somebody", password_hash="-", must_change_password=False, active=True))
        publish(rang, session, Rang(1))


def test_an_error_of_a_receiver_undoes_the_publisher(database_url: str, data_dir: Path) -> None:
    def refuse(_session: Session, _what: Rang) -> None:
        raise KeyError("no")

    with opened(data_dir, database_url, listener("first", refuse)) as system:
        with pytest.raises(KeyError):
            add_and_ring(system)
        with system.reading(access.operator()) as session:
            assert session.scalars(select(access.User).where(access.User.login == "somebody")).all() == []


def test_a_receiver_sees_what_the_publisher_wrote(database_url: str, data_dir: Path) -> None:
    seen: list[int] = []

    def look(session: Session, _what: Rang) -> None:
        users = access.User.__table__
        found = select(func.count()).select_from(users).where(users.c.login == "somebody")
        seen.append(session.connection().execute(found).scalar_one())

    with opened(data_dir, database_url, listener("first", look)) as system:
        add_and_ring(system)
    assert seen == [1]


def test_answers_come_in_the_order_of_modules_with_their_names(tmp_path: Path) -> None:
    modules = [
        Module(name, name, receivers=(Receiver(counting, lambda _session, asked, by=by: asked.times * by),))
        for by, name in enumerate(("zebra", "ant", "mouse"), start=1)
    ]
    with opened(tmp_path / "a", f"sqlite:///{tmp_path}/a/z.db", *modules) as system:
        order = [module.name for module in system.modules if module in modules]
        with system.reading(access.operator()) as session:
            answers = gather(counting, session, Rang(10))
        assert [one.module for one in answers] == order
        assert {one.module: one.value for one in answers} == {"zebra": 10, "ant": 20, "mouse": 30}


def test_only_what_was_declared_is_sent(tmp_path: Path) -> None:
    wrong: Any = 3
    with opened(tmp_path / "a", f"sqlite:///{tmp_path}/a/z.db") as system, system.reading(access.operator()) as session:
        with pytest.raises(TypeError, match="sends Rang, not int"):
            publish(rang, session, wrong)
        assert gather(counting, session, Rang(1)) == ()


def test_a_system_that_is_gone_is_forgotten() -> None:
    kept = Connections([("first", Receiver(rang, lambda _session, _what: None))])
    assert [one.module for one in rang.heard_by(kept)] == ["first"]
    del kept
    gc.collect()
    assert not rang._signal.receivers


def test_a_partnership_counts_while_the_partner_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "sundial"
    room.mkdir()
    (room / "__init__.py").write_text('"""A sundial."""\n', encoding="utf-8")
    lines = (
        '"""With a clock."""',
        "from datetime import date",
        "from app.core.modules import Partnership",
        "PARTNERSHIP = Partnership(contributions=(date(2026, 1, 1),))",
    )
    (room / "with_clock.py").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    sundial, clock = Module("sundial", "Sundial", works_with=("clock",), package="sundial"), Module("clock", "Clock")
    with opened(tmp_path / "a", f"sqlite:///{tmp_path}/a/z.db", sundial, clock) as system:
        with system.reading(access.operator()) as session:
            assert [(one.name, day.year) for one, day in contributed(session, date)] == [("sundial", 2026)]
        system.lifecycle.uninstall(access.operator(), "clock", confirmed=True)
        with system.reading(access.operator()) as session:
            assert list(contributed(session, date)) == []
