"""Modules made for a test that contribute pay, and what tests do with a system that has them."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import access
from app.core.events import Receiver
from app.core.modules import Module, discover
from app.core.periods import Month, day_number
from app.core.system import System
from app.payroll import services
from app.payroll.events import NEVER, FactColumns, FactRequest, PayFact, collecting_pay_facts
from app.payroll.models import Payslip
from app.payroll.services.runs import RunOutcome
from app.staff.queries import employee_ids
from tests.journeys.driver import CommandLine

MONTH = Month(2026, 10)
Said = tuple[str, date, date | None, int, str]
"""Whose, from when, until when, fen, and the record behind it."""


def columns(session: Session, name: str, said: Sequence[Said]) -> FactColumns:
    """What somebody says of people by number, as an answer."""
    ids = employee_ids(session)
    numbers, starts, ends, values, sources = zip(*said, strict=True) if said else ((),) * 5
    return FactColumns(
        name,
        "int64",
        np.array([ids[number] for number in numbers], dtype=np.int64),
        np.array([day_number(day) for day in starts], dtype=np.int64),
        np.array([NEVER if day is None else day_number(day) for day in ends], dtype=np.int64),
        np.array(values, dtype=np.int64),
        sources,
    )


def contributor(name: str, fact: PayFact, said: Sequence[Said], *, declares: bool = True) -> Module:
    """A module that says this of people; what it means, it declares itself or leaves to another."""

    def answer(session: Session, _request: FactRequest) -> FactColumns:
        return columns(session, fact.name, said)

    return Module(
        name=name,
        label=f"The {name}",
        depends=("payroll",),
        receivers=(Receiver(collecting_pay_facts, answer),),
        contributions=(fact,) if declares else (),
    )


@dataclass
class Paying:
    """An opened system that has some modules more than the product's."""

    line: CommandLine
    system: System

    def run(self) -> RunOutcome:
        """Calculate the month and store it."""
        return run(self.system)

    def explained(self, number: str, item: str) -> dict[str, Any]:
        """A line of a stored slip, explained by a program without the added modules."""
        lines = self.line.json("payroll", "explain", number, str(MONTH), item)["lines"]
        found: dict[str, Any] = lines[0]
        return found

    def slip(self, number: str) -> Payslip:
        """A stored slip."""
        with self.system.reading(access.operator()) as session:
            slip = session.query(Payslip).filter_by(employee_number=number).one()
            session.expunge(slip)
            return slip


def run(system: System) -> RunOutcome:
    """Calculate the month and store it."""
    with system.reading(access.operator()) as session:
        calculated = services.calculate_run(session, MONTH)
    with system.writing(access.operator()) as session:
        return services.store_run(session, calculated)


@contextmanager
def paying(line: CommandLine, *modules: Module) -> Iterator[Paying]:
    """Open a system with these modules added and installed."""
    system = System(line.data, line.url, (*discover(), *modules))
    with closing(system.database):
        for module in modules:
            if module not in system.modules:
                system.lifecycle.install(access.operator(), module.name)
        yield Paying(line, system)


@contextmanager
def statements(system: System) -> Iterator[list[str]]:
    """The statements carried out in the block, but for those that only open a transaction."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(system.database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(system.database.engine, "before_cursor_execute", note)
