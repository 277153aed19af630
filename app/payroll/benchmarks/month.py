"""How long a month takes to calculate, store, read back and print, and a roster to read."""

from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

from sqlalchemy import delete

from app.core import access
from app.core.bench import Work, line, measure, sum_of
from app.core.system import System
from app.payroll import reports, services
from app.payroll.benchmarks.facts import MONTH
from app.payroll.benchmarks.floors import floors, queries_of
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
    """The floors and the run in turn, then calculating alone, a new draft, and reading back."""
    small = size < SMALL
    yield from _beside_the_floor(system, "0.15 s" if small else "2 x, 700 MB")
    alone, again, back = measure(
        Work("  of it calculate", partial(calculate, system)),
        Work("calculate and store again (replaces a draft)", partial(calculate_and_store, system)),
        Work("read the run back for a sheet", partial(_read_back, system, size)),
        repeats=3,
    )
    yield line(alone)
    yield line(again)
    yield line(back, aim="" if small else "1 s")


def _beside_the_floor(system: System, aim: str) -> Iterator[str]:
    statements = queries_of(system, access.operator(), lambda session: services.calculate_run(session, MONTH))
    calculate_and_store(system)
    rows: list[tuple[object, ...]] = []
    with floors(system, statements, Payslip.__table__) as least:  # type: ignore[arg-type]

        def put_away() -> None:
            rows.clear()
            least.unload()

        reading, loading, run = measure(
            Work("floor: read the same rows", least.read),
            Work(
                "floor: load the same rows",
                lambda: least.load((*RUN_COLUMNS, *SLIP_COLUMNS), rows),
                before=lambda: rows.extend(_rows(system)),
                after=put_away,
            ),
            Work(
                "calculate and store a month",
                partial(calculate_and_store, system),
                before=partial(forget, system),
            ),
        )
    yield line(reading)
    yield line(loading)
    yield line(run, sum_of("floor", reading, loading), aim)


def _rows(system: System) -> Iterator[tuple[object, ...]]:
    """The rows that a run stores."""
    found = calculate(system)
    with system.reading(access.operator()) as session:
        run_id = reports.run_of(session, MONTH).id
    month = MONTH.first.isoformat()
    same = map(repeat, (run_id, found.legal_entity_id, month, "monthly", 1))
    return zip(*same, *(found.slips[name] for name in SLIP_COLUMNS), strict=False)


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

    pdf, workbook, cards = measure(
        Work("the sheet as PDF", partial(sheet, "pdf")),
        Work("the sheet as a workbook", partial(sheet, "xlsx")),
        Work("everybody's slips as PDF", slips),
        repeats=3,
    )
    yield line(pdf, aim="412: 1.5 s, 250 MB; 5000: 12 s, 400 MB")
    yield line(workbook)
    yield line(cards)


def measure_roster(system: System, path: Path) -> Iterator[str]:
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

    floor, found = measure(
        Work("floor: read the workbook's cells", bare),
        Work("read and validate a roster workbook", read),
        repeats=3,
        warm_up=False,
    )
    yield line(floor)
    yield line(found, floor, "4 x")
