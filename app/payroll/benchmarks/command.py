"""`ziqiang bench`: make people, then measure a run, its reading back, and the reading of a roster."""

import multiprocessing
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy import delete

from app.core import access
from app.core.bench import Measured, line, measure
from app.core.commands import Command
from app.core.i18n import gettext as _
from app.core.system import System
from app.payroll import reports, services
from app.payroll.benchmarks.facts import MONTH, People, make_people, write_roster
from app.payroll.benchmarks.floors import floor_of_run, queries_of
from app.payroll.models import PayRun, Payslip, RunTotal
from app.payroll.services.runs import SLIP_COLUMNS, CalculatedRun

SIZES = (412, 100_000)


@click.command(cls=Command)
@click.option("--people", "sizes", type=int, multiple=True, help="How many people; may be given more than once.")
@click.option("--db", "url", help="An empty PostgreSQL database to measure in; SQLite when not given.")
@click.option("--roster/--no-roster", default=True, help="Also measure reading a roster workbook.")
def bench(sizes: Sequence[int], url: str | None, roster: bool) -> None:
    """Measure calculating, storing and reading a month, beside floors measured in the same run."""
    wanted = list(sizes or SIZES)
    if url and len(wanted) > 1:
        raise click.UsageError(_("An empty database holds one measurement: give one --people."))
    for size in wanted:
        with tempfile.TemporaryDirectory(prefix="ziqiang-bench") as folder:
            _bench(Path(folder), url, size, roster)


def _bench(folder: Path, url: str | None, size: int, roster: bool) -> None:
    spawn = multiprocessing.get_context("spawn")
    maker = spawn.Process(target=_make, args=(folder, url, size, roster))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise click.ClickException(_("The people could not be made."))
    system = System(folder, url)
    with closing(system.database):
        click.echo(f"{size} people, {system.database.url.get_backend_name()}")
        for text in _measure_run(system, size):
            click.echo(text)
        if roster:
            click.echo(_measure_roster(system, folder / "roster.xlsx"))


def _make(folder: Path, url: str | None, size: int, roster: bool) -> None:
    """In a process of its own, so that its memory is not counted."""
    system = System(folder, url)
    with closing(system.database):
        system.set_up()
        people = People(size)
        make_people(system, people)
    if roster:
        write_roster(folder / "roster.xlsx", people)


def _measure_run(system: System, size: int) -> list[str]:
    actor = access.operator()

    def calculate() -> CalculatedRun:
        with system.reading(actor) as session:
            return services.calculate_run(session, MONTH)

    def run() -> None:
        calculated = calculate()
        with system.writing(actor) as session:
            services.store_run(session, calculated)

    def read_back() -> None:
        with system.reading(actor) as session:
            rows = reports.sheet_rows(session, reports.run_of(session, MONTH), None)
        assert len(rows) == size, len(rows)

    def forget() -> None:
        with system.writing(actor) as session:
            for model in (Payslip, RunTotal, PayRun):
                session.execute(delete(model))

    fresh = measure(run, before=forget)
    alone = measure(calculate)
    again = measure(run)
    back = measure(read_back)
    found = calculate()
    statements = queries_of(system, actor, lambda session: services.calculate_run(session, MONTH))
    columns = ("run_id", "legal_entity_id", "month", "kind", "number", *SLIP_COLUMNS)
    head = (1, found.legal_entity_id, MONTH.first.isoformat(), "monthly", 1)
    with system.reading(actor) as session:
        run_id = reports.run_of(session, MONTH).id
    rows = [(run_id, *head[1:], *row) for row in found.rows]
    reading, loading = floor_of_run(system, statements, Payslip.__table__, columns, rows)  # type: ignore[arg-type]
    floor = reading.seconds + loading.seconds
    small = size < 1000
    return [
        line("floor: read the same rows", reading),
        line("floor: load the same rows", loading),
        line("calculate and store a month", fresh, floor, "0.15 s" if small else "2 x, 700 MB"),
        line("  of it calculate", alone),
        line("calculate and store again (replaces a draft)", again, floor),
        line("read the run back for a sheet", back, aim="" if small else "1 s"),
    ]


def _measure_roster(system: System, path: Path) -> str:
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

    floor: Measured = measure(bare, repeats=1, warm_up=False)
    return line("read and validate a roster workbook", measure(read, repeats=1, warm_up=False), floor.seconds, "4 x")
