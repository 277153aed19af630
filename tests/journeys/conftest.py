"""Systems with a case already imported, made once and copied for every test."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from app.core.access import operator
from app.core.clock import now
from app.core.system import System
from app.payroll.benchmarks.facts import MONTH, People, make_people
from app.payroll.models import OneOffInput
from app.staff.queries import employee_ids
from tests.journeys.driver import CommandLine, Copies, ForkServer, fork_server
from tests.postgres_server import PostgresServer


@dataclass
class Stock:
    """Originals by name, made when first asked for, and copies of them."""

    copies: Copies
    cases: Path
    stack: ExitStack
    originals: dict[str, CommandLine] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def copy(self, name: str) -> CommandLine:
        """A copy of the original; it lives until the stack is closed."""
        return self.stack.enter_context(self.copies.copy(self.original(name), f"copy{next(self.numbers)}"))

    def original(self, name: str) -> CommandLine:
        """The named original: `empty`, a case imported (`case-small`), or run as well (`case-small run`),
        thirty people not of a case (`thirty`), or run before some of their inputs came (`thirty rerun`)."""
        if name not in self.originals:
            self.originals[name] = self._make(name)
        return self.originals[name]

    def _make(self, name: str) -> CommandLine:
        case, _, run = name.partition(" ")
        if run == "rerun":
            line = self.stack.enter_context(self.copies.copy(self.original(case), name.replace(" ", "-")))
            line.calculate()
            with line.system() as system:
                give_inputs(system)
        elif run:
            line = self.stack.enter_context(self.copies.copy(self.original(case), name.replace(" ", "-")))
            line.calculate()
        else:
            line = self.stack.enter_context(self.copies.empty(name))
            if name == "thirty":
                with line.system() as system:
                    make_people(system, People(30))
            elif name != "empty":
                line.import_case(self.cases / name)
        return line


def give_inputs(system: System) -> None:
    """Every third person gets something paid out once."""
    once = {"code": "BONUS", "reference": "later", "line": 1, "reason": "later", "document": "later"}
    with system.writing(operator()) as session:
        for place, employee_id in enumerate(sorted(employee_ids(session).values())[::3], 1):
            entry = OneOffInput(employee_id=employee_id, month=MONTH.first, amount=1_000 * place, **once)
            entry.known_from = now()
            session.add(entry)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def stock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Stock]:
    """The systems on one kind of database; a test runs once on each kind."""
    server: PostgresServer | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    with ExitStack() as stack:
        yield Stock(Copies(tmp_path_factory.mktemp(request.param), server), cases, stack)


@pytest.fixture(scope="session")
def forks() -> Iterator[ForkServer]:
    """Runs commands in processes that may be killed."""
    with fork_server() as server:
        yield server
