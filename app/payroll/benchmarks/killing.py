"""A run killed at random moments and run again, compared with an undisturbed one."""

import hashlib
import json
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from app.core import access
from app.core.exports import canonical_data
from app.core.system import System
from app.payroll.benchmarks.month import calculate_and_store, forget

SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 600.0


def killed_at_random_moments(system: System, moments: int) -> Iterator[str]:
    """Kill the first run of the month, then run it: before, after and between, everything is as it should be.

    Every other time the run killed is one that replaces a draft.
    """
    before = canonical_hash(system)
    whole = _run(system, None)
    after = canonical_hash(system)
    assert before != after
    yield f"an undisturbed run takes {whole:.2f} s and leaves {after[:16]}"
    draw = random.Random(moments)
    for place in range(moments):
        replaces = bool(place % 2)
        if not replaces:
            forget(system)
        killed_after = _killed(system, draw, whole)
        found = canonical_hash(system)
        state = "the whole run" if found == after else "nothing of it"
        assert found == after or (found == before and not replaces), found
        _run(system, None)
        assert canonical_hash(system) == after
        what = "replacing a draft" if replaces else "the first run"
        yield f"killed after {killed_after:5.2f} s, {what}: left {state}; run again: equal to an undisturbed run"


def canonical_hash(system: System) -> str:
    """SHA-256 of everything in canonical form."""
    with system.reading(access.operator()) as session:
        digest = hashlib.sha256()
        for name, rows in canonical_data(session, system.modules).items():
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
