"""How long a month takes to calculate, store, read back and print, and a roster to read."""

from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

from sqlalchemy import delete

from app.core import access
from app.core.bench import Measured, line, measure
from app.core.system import System
from app.payroll import reports, services
from app.payroll.benchmarks.facts import MONTH
from app.payroll.benchmarks.floors import floor_of_run, queries_of
from app.payroll.models import PayRun, Payslip, RunTotal
from app.payroll.rules.slips import SLIP_COLUMNS
from app.payroll.services.calculating import CalculatedRun
from app.payroll.services.runs import RUN_COLUMNS

SMALL = 1_000


def calculate(system: System) -> CalculatedRun:
    """Calculate the month, as the command does."""
    with system.reading(access.operator()) as session:
        return services.calculate_run(session, MONTH)


def calculate_and_store(system: System) -> None:
    """From call to commit."""
    calculated = calculate(system)
    with system.writing(access.operator()) as session:
        services.store_run(session, calculated)


def forget(system: System) -> None:
    """As if there had never been a run."""
    with system.writing(access.operator()) as session:
        for model in (Payslip, RunTotal, PayRun):
            session.execute(delete(model))


def measure_run(system: System, size: int) -> Iterator[str]:
    """The floors, then the run, new and again, and reading it back."""
    fresh = measure(partial(calculate_and_store, system), before=partial(forget, system))
    alone = measure(partial(calculate, system))
    again = measure(partial(calculate_and_store, system))
    back = measure(partial(_read_back, system, size))
    reading, loading = _floors(system)
    floor = reading.seconds + loading.seconds
    yield line("floor: read the same rows", reading)
    yield line("floor: load the same rows", loading)
    yield line("calculate and store a month", fresh, floor, "0.15 s" if size < SMALL else "2 x, 700 MB")
    yield line("  of it calculate", alone)
    yield line("calculate and store again (replaces a draft)", again, floor)
    yield line("read the run back for a sheet", back, aim="" if size < SMALL else "1 s")


def _floors(system: System) -> tuple[Measured, Measured]:
    actor = access.operator()
    statements = queries_of(system, actor, lambda session: services.calculate_run(session, MONTH))
    found = calculate(system)
    with system.reading(actor) as session:
        run_id = reports.run_of(session, MONTH).id
    month = MONTH.first.isoformat()
    same = map(repeat, (run_id, found.legal_entity_id, month, "monthly", 1))
    rows = list(zip(*same, *(found.slips[name] for name in SLIP_COLUMNS), strict=False))
    return floor_of_run(system, statements, Payslip.__table__, (*RUN_COLUMNS, *SLIP_COLUMNS), rows)  # type: ignore[arg-type]


def _read_back(system: System, size: int) -> None:
    with system.reading(access.operator()) as session:
        rows = reports.sheet_rows(session, reports.run_of(session, MONTH), None)
    assert len(rows) == size, len(rows)


def measure_documents(system: System) -> Iterator[str]:
    """The sheet and the slips of the run stored last, from the database to the finished file."""

    def sheet(form: str) -> None:
        with system.reading(access.operator()) as session:
            reports.sheet(session, MONTH, form, None, None)

    def slips() -> None:
        with system.reading(access.operator()) as session:
            reports.payslips(session, MONTH, None)

    yield line("the sheet as PDF", measure(partial(sheet, "pdf")), aim="412: 1.5 s, 250 MB; 5000: 12 s, 400 MB")
    yield line("the sheet as a workbook", measure(partial(sheet, "xlsx")))
    yield line("everybody's slips as PDF", measure(slips))


def measure_roster(system: System, path: Path) -> str:
    """Reading and validating a roster workbook, beside what bare reading takes."""
    kind = system.import_kind("roster")
    assert kind is not None

    def bare() -> None:
        import python_calamine  # noqa: PLC0415

        with python_calamine.CalamineWorkbook.from_path(path) as book:
            book.get_sheet_by_index(0).to_python(skip_empty_area=False)

    def read() -> None:
        with system.reading(access.operator()) as session:
            result = kind.read(session, path, MONTH)
        assert not result.errors, result.errors[:3]

    floor = measure(bare, repeats=3, warm_up=False)
    return line("read and validate a roster workbook", measure(read, repeats=3, warm_up=False), floor.seconds, "4 x")
