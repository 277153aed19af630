"""What staff publishes: once an import, with everybody's ids, and nothing where nothing changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.events import Receiver
from app.core.imports.running import run_import
from app.core.modules import Module, discover
from app.core.system import System
from app.staff import queries, services
from app.staff.events import Hired, Left, Recorded, employee_hired, employee_left, fact_recorded
from app.staff.rules.facts import version_of
from tests.staff.house import MONTH, TODAY, WORKBOOKS


@dataclass
class Ear:
    """A module that notes what it hears."""

    heard: list[Any] = field(default_factory=list)

    def hear(self, _session: Session, payload: Any) -> None:
        self.heard.append(payload)

    @property
    def module(self) -> Module:
        signals: tuple[Any, ...] = (employee_hired, employee_left, fact_recorded)
        return Module("ear", "Ear", ("staff",), receivers=tuple(Receiver(signal, self.hear) for signal in signals))

    def take(self) -> list[Any]:
        heard, self.heard = self.heard, []
        return heard


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def system(database_url: str, data_dir: Path, ear: Ear) -> Iterator[System]:
    """An empty system with a module that listens."""
    system = System(data_dir, database_url, (*discover(), ear.module))
    with clock.frozen(TODAY):
        system.set_up()
        assert "ear" in [module.name for module in system.modules]
        yield system
    system.database.close()


def import_(system: System, case: Path, code: str, *, dry_run: bool = False) -> None:
    kind, operator = system.import_kind(code), access.operator()
    assert kind is not None
    month = dict(WORKBOOKS)[code]
    outcome = run_import(
        lambda: system.reading(operator),
        lambda: system.writing(operator),
        kind,
        case / f"{code}.xlsx",
        month,
        dry_run=dry_run,
    )
    assert outcome.errors == []


def test_imports_publish_once_with_everybody(system: System, ear: Ear, cases: Path) -> None:
    case = cases / "case-small"
    for code in ("organisation", "pay-scale"):
        import_(system, case, code)
    assert ear.take() == []
    import_(system, case, "roster")
    with system.reading(access.operator()) as session:
        ids = queries.employee_ids(session)
    everybody = frozenset(ids.values())
    hired, left, recorded = ear.take()
    assert hired == Hired(everybody)
    assert isinstance(left, Left)
    assert left.employee_ids < everybody
    assert recorded.employee_ids == everybody
    assert recorded.by_kind["employment"] == recorded.by_kind["assignment"] == everybody
    assert recorded.by_kind["qualification"] < everybody
    import_(system, case, "roster")
    assert ear.take() == []
    import_(system, case, "changes")
    (changed,) = ear.take()
    assert isinstance(changed, Recorded)
    assert {"grading", "post", "assignment"} <= set(changed.by_kind)
    import_(system, case, "changes")
    assert ear.take() == []


def record(system: System, number: str, kind: str, start: date, **more: Any) -> None:
    with system.writing(access.operator()) as session:
        employee = queries.employee_numbered(session, number)
        version = version_of(queries.facts_of(session, employee.id), kind)
        written = {"values": {}, "correction": True, "document": "D", "note": None, **more}
        services.record_fact(session, number, services.FactWritten(kind=kind, start=start, version=version, **written))


def test_a_fact_and_a_leaving_are_published_once(system: System, ear: Ear, cases: Path) -> None:
    for code, _month in WORKBOOKS:
        import_(system, cases / "case-small", code)
    with system.reading(access.operator()) as session:
        key = queries.employee_numbered(session, "ZQ0005").id
        rows = queries.facts_of(session, key)
        (employment,) = [row for row in rows if row.kind == "employment" and row.known_to is None]
    ear.take()
    record(system, "ZQ0005", "contact", MONTH.first, values={"phone": "19900000001"}, correction=False)
    record(system, "ZQ0005", "contact", MONTH.last, values={"phone": "19900000001"}, correction=False)
    assert ear.take() == [Recorded({"contact": frozenset({key})})]
    leaving = {"corrects": employment.key, "end": date(2026, 12, 31)}
    record(system, "ZQ0005", "employment", employment.start, **leaving)
    assert ear.take() == [Left(frozenset({key})), Recorded({"employment": frozenset({key})})]
