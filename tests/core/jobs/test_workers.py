"""Real worker processes: killed, doubled, stopped; and a worker that comes back from the dead writes nothing."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from app.core.jobs import ClaimLost, State, cancel, enqueue, folder_of, run_job, run_waiting, sweep
from app.core.jobs.tables import JOBS
from app.core.modules import Job, JobContext, JobWrite
from app.core.system import System
from tests.core.jobs.house import (
    PATIENCE,
    ROOT,
    RUN,
    effects,
    ended,
    module_with,
    once_more,
    running,
    seen,
    set_up,
    start,
    until,
    worker_process,
)


def row(system: System, job_id: int) -> Row[Any]:
    with system.database.reading() as session:
        return session.execute(select(JOBS).where(JOBS.c.id == job_id)).one()


def is_here(system: System, job_id: int) -> bool:
    """Whether the job `hold` has reached the place where it stays."""
    return (folder_of(system.data_dir, row(system, job_id).folder) / "here").exists()


@pytest.mark.parametrize("place", ["calculating", "writing"])
def test_killed_in_the_middle_a_job_runs_again_and_writes_once(system: System, place: str) -> None:
    job_id = start(system, "test.hold", effect="a", place=place)
    with worker_process(system) as first:
        until(lambda: is_here(system, job_id), f"the job, {place}")
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert running(system, job_id)
    assert effects(system, "a") == 0
    with worker_process(system):
        assert ended(system, job_id).state is State.DONE
    assert effects(system, "a") == 1
    assert row(system, job_id).tries == 2


def test_a_job_that_always_kills_its_worker_is_given_up(system: System) -> None:
    job_id = start(system, "test.hold", effect="a", place="calculating")
    for tries in (1, 2, 3):
        for left in folder_of(system.data_dir, row(system, job_id).folder).glob("*"):
            left.unlink()  # as if this were its first try
        with worker_process(system) as worker:
            until(lambda tries=tries: row(system, job_id).tries == tries and is_here(system, job_id))  # type: ignore[misc]
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    with worker_process(system):
        view = ended(system, job_id)
    assert (view.state, view.error_kind) == (State.FAILED, "job_given_up")
    assert "3" in view.message
    assert effects(system, "a") == 0


def test_told_to_stop_a_worker_gives_its_job_back_uncounted(system: System) -> None:
    job_id = start(system, "test.hold", effect="a", place="calculating")
    with worker_process(system) as worker:
        until(lambda: is_here(system, job_id))
        worker.send_signal(signal.SIGTERM)
        worker.wait(PATIENCE)
    assert (seen(system, job_id).state, row(system, job_id).tries) == (State.QUEUED, 0)
    run_waiting(system)
    assert seen(system, job_id).state is State.DONE
    assert effects(system, "a") == 1


def test_a_running_job_that_is_cancelled_writes_nothing(system: System) -> None:
    job_id = start(system, "test.meet", meeting=str(system.data_dir), processes=10_000)
    with worker_process(system):
        until(lambda: running(system, job_id))
        with system.writing(system.actor("wangfang")) as session:
            cancel(session, job_id)
    assert seen(system, job_id).state is State.CANCELLED
    assert effects(system, f"job-{job_id}") == 0


def test_a_job_that_lasts_long_is_not_taken_for_dead(system: System) -> None:
    job_id = start(system, "test.last-long", effect="a")
    with worker_process(system):
        assert ended(system, job_id).state is State.DONE
    assert (row(system, job_id).tries, effects(system, "a")) == (1, 1)


def test_a_job_that_loses_its_connection_is_tried_again(postgresql_url: str, data_dir: Path) -> None:
    system = set_up(System(data_dir, postgresql_url, modules=[module_with()]))
    job_id = start(system, "test.lose-connection", effect="a")
    assert run_waiting(system) == 2
    assert seen(system, job_id).state is State.DONE
    assert (row(system, job_id).tries, effects(system, "a")) == (2, 1)
    system.database.close()


def test_a_lost_id_is_found_by_the_sweep(system: System) -> None:
    job_id = start(system, "test.add", effect="a")
    until(lambda: system.queue.take() == job_id)
    system.queue.close()
    assert system.queue.is_empty()
    sweep(system, stale=60)
    assert not system.queue.is_empty()
    with worker_process(system):
        ended(system, job_id)
    assert effects(system, "a") == 1


def test_a_try_that_was_overtaken_writes_nothing(data_dir: Path, database_url: str) -> None:
    """A worker sleeps too long, another runs its job, and then the first one wakes up."""
    entered: list[str] = []

    def overtaken(context: JobContext, _arguments: Mapping[str, Any]) -> JobWrite:
        entered.append("run")
        mine = len(entered)
        if mine == 1:
            sweep(system, stale=0)
            assert run_job(system, context.job_id)
            with pytest.raises(ClaimLost), context.writing() as session:
                once_more(session, "portion")

        def write(session: Session) -> None:
            entered.append("write")
            once_more(session, "a")

        return write

    system = set_up(System(data_dir, database_url, modules=[module_with(Job("test.overtaken", "-", RUN, overtaken))]))
    job_id = start(system, "test.overtaken")
    assert run_waiting(system) == 1
    assert entered == ["run", "run", "write"]
    assert (effects(system, "a"), effects(system, "portion")) == (1, 0)
    assert (seen(system, job_id).state, row(system, job_id).tries) == (State.DONE, 2)
    system.database.close()


def test_two_workers_never_run_the_same_job(postgresql_url: str, data_dir: Path) -> None:
    system = set_up(System(data_dir, postgresql_url, modules=[module_with()]))
    meeting = data_dir / "meeting"
    meeting.mkdir()
    jobs = [start(system, "test.meet", meeting=str(meeting), processes=2) for _ in range(20)]
    for _ in range(3):
        system.queue.put(jobs)
    with worker_process(system) as first, worker_process(system) as second:
        views = [ended(system, job_id) for job_id in jobs]
        assert {view.message for view in views} == {str(first.pid), str(second.pid)}
    assert {effects(system, f"job-{job_id}") for job_id in jobs} == {1}
    assert {row(system, job_id).tries for job_id in jobs} == {1}
    system.database.close()


def test_two_workers_at_the_same_key_start_one_job(postgresql_url: str, data_dir: Path) -> None:
    """The second asks while the first has not committed yet: it waits, and gets the same job."""
    system = set_up(System(data_dir, postgresql_url, modules=[module_with()]))
    answers: list[int] = []
    actor = system.actor("wangfang")

    def ask() -> None:
        with system.writing(actor) as session:
            answers.append(enqueue(session, "test.add", {"effect": "a"}, "once"))

    other = Thread(target=ask)
    with system.writing(actor) as session:
        first = enqueue(session, "test.add", {"effect": "a"}, "once")
        other.start()
        until(lambda: waits_for_a_lock(system), "the second to wait")
    other.join(PATIENCE)
    assert answers == [first]
    system.database.close()


def waits_for_a_lock(system: System) -> bool:
    with system.database.reading() as session:
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(session.scalar(waiting))


def test_a_second_worker_on_sqlite_is_refused(sqlite_url: str, data_dir: Path) -> None:
    system = set_up(System(data_dir, sqlite_url, modules=[module_with()]))
    with worker_process(system):
        until(lambda: ended(system, start(system, "test.add", effect="a")))
        command = [sys.executable, "-m", "app.core.cli", "--data", str(data_dir), "--db", sqlite_url, "worker"]
        refused = subprocess.run(
            command,
            cwd=ROOT,
            env={"ZIQIANG_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert refused.returncode == 1
    assert "worker is already running" in refused.stderr
    system.database.close()
