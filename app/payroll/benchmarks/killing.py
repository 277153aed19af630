"""A run killed at random moments and run again, compared with an undisturbed one."""

import hashlib
import json
import multiprocessing
import random
from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from app.core import access
from app.core.exports import canonical_data
from app.core.system import System
from app.payroll.benchmarks.month import calculate_and_store, forget
from app.payroll.models import PayRun, Payslip, RunTotal

SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 600.0


RUN_TABLES = {model.__tablename__ for model in (PayRun, Payslip, RunTotal)}


def killed_at_random_moments(system: System, moments: int) -> Iterator[str]:
    """Kill the first run of the month, then run it: what it left and what there is then are as they should be.

    Every other time the run killed is one that replaces a draft. At the end everything is compared, not runs alone.
    """
    before = canonical_hash(system, RUN_TABLES)
    whole = _run(system, None)
    after, everything = canonical_hash(system, RUN_TABLES), canonical_hash(system)
    assert before != after
    yield f"an undisturbed run takes {whole:.2f} s and leaves {everything[:16]}"
    draw = random.Random(moments)
    for place in range(moments):
        replaces = bool(place % 2)
        if not replaces:
            forget(system)
        killed_after = _killed(system, draw, whole)
        found = canonical_hash(system, RUN_TABLES)
        assert found == after or (found == before and not replaces), found
        _run(system, None)
        assert canonical_hash(system, RUN_TABLES) == after
        what = "replacing a draft" if replaces else "the first run"
        left = "the whole run" if found == after else "nothing of it"
        yield f"killed after {killed_after:5.2f} s, {what}: left {left}; run again: as undisturbed"
    assert canonical_hash(system) == everything
    yield f"at the end everything is as an undisturbed run leaves it: {everything[:16]}"


def canonical_hash(system: System, names: Container[str] | None = None) -> str:
    """SHA-256 of everything in canonical form, or of some tables."""
    modules = system.modules
    if names is not None:
        modules = tuple(
            replace(module, canonical=tuple(table for table in module.canonical if table.name in names))
            for module in modules
        )
    with system.reading(access.operator()) as session:
        digest = hashlib.sha256()
        for name, rows in canonical_data(session, modules).items():
            digest.update(json.dumps([name, rows], ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def _killed(system: System, draw: random.Random, whole: float) -> float:
    """Kill one at a moment of its run; one that was through before is not counted."""
    while True:
        moment = draw.uniform(0, whole)
        if _run(system, moment) == moment:
            return moment


def _run(system: System, kill_after: float | None) -> float:
    """Run the month in a process of its own: the seconds until it ended, or was killed."""
    ours, theirs = SPAWN.Pipe()
    url = system.database.url.render_as_string(hide_password=False)
    process = SPAWN.Process(target=_run_when_told, args=(system.data_dir, url, theirs))
    process.start()
    theirs.close()
    ours.recv()
    started = perf_counter()
    ours.send("go")
    process.join(PATIENCE if kill_after is None else kill_after)
    if process.is_alive() and kill_after is not None:
        process.kill()
        process.join()
        return kill_after
    assert process.exitcode == 0, process.exitcode
    return perf_counter() - started


def _run_when_told(folder: Path, url: str, told: Connection) -> None:
    system = System(folder, url)
    with closing(system.database):
        with system.reading(access.operator()):
            told.send("ready")
        told.recv()
        calculate_and_store(system)
