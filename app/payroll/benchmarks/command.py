"""`ziqiang bench`: make people, then measure a run, its reading back, its documents, and the reading of a roster."""

import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click
from click.core import ParameterSource

from app.core.commands import Command
from app.core.i18n import gettext as _
from app.core.system import System
from app.payroll.benchmarks.facts import People, make_people, write_roster
from app.payroll.benchmarks.killing import killed_at_random_moments
from app.payroll.benchmarks.month import measure_documents, measure_roster, measure_run
from app.payroll.benchmarks.screens import measure_screens

SIZES = (412, 100_000)
MOST_PRINTED = 5_000
"""Sheets of more people are not printed."""


@click.command(cls=Command)
@click.option("--people", "sizes", type=int, multiple=True, help="How many people; may be given more than once.")
@click.option("--roster/--no-roster", default=True, help="Also measure reading a roster workbook.")
@click.option("--kill", "moments", type=int, default=0, help="Instead, kill the run at so many random moments.")
@click.option("--screens", is_flag=True, help="Instead, measure how long lists and records take to answer.")
@click.pass_context
def bench(context: click.Context, sizes: Sequence[int], roster: bool, moments: int, screens: bool) -> None:
    """Measure calculating, storing and reading a month, beside floors measured in the same run.

    In SQLite, or in the empty PostgreSQL database that --db names.
    """
    url, wanted = _database_given(context), list(sizes or SIZES)
    if url and len(wanted) > 1:
        raise click.UsageError(_("An empty database holds one measurement: give one --people."))
    for size in wanted:
        with tempfile.TemporaryDirectory(prefix="ziqiang-bench") as folder:
            system = _system_with_people(Path(folder), url, size, roster and not moments and not screens)
            with closing(system.database):
                click.echo(f"{size} people, {system.database.url.get_backend_name()}")
                for text in _measured(system, size, roster, moments, screens):
                    click.echo(text)


def _database_given(context: click.Context) -> str | None:
    """The address on the command line; one from the environment is somebody's real database."""
    root = context.find_root()
    given = root.get_parameter_source("url") is ParameterSource.COMMANDLINE
    return str(root.params["url"]) if given else None


def _measured(system: System, size: int, roster: bool, moments: int, screens: bool) -> Iterator[str]:
    if screens:
        return measure_screens(system)
    return killed_at_random_moments(system, moments) if moments else _figures(system, size, roster)


def _figures(system: System, size: int, roster: bool) -> Iterator[str]:
    yield from measure_run(system, size)
    if size <= MOST_PRINTED:
        yield from measure_documents(system)
    if roster:
        yield from measure_roster(system, _roster(system))


def _system_with_people(folder: Path, url: str | None, size: int, roster: bool) -> System:
    """They are made in a process of its own, so that its memory is not counted."""
    maker = multiprocessing.get_context("spawn").Process(target=_make, args=(folder, url, size, roster))
    maker.start()
    maker.join()
    if maker.exitcode:
        raise click.ClickException(_("The people could not be made."))
    return System(folder, url)


def _make(folder: Path, url: str | None, size: int, roster: bool) -> None:
    system = System(folder, url)
    people = People(size)
    with closing(system.database):
        system.set_up()
        make_people(system, people)
    if roster:
        write_roster(_roster(system), people)


def _roster(system: System) -> Path:
    return system.data_dir / "roster.xlsx"
