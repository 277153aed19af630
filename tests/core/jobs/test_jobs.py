"""Jobs from start to end: who may start them, once per key, what comes out, and in which language it is told."""

import json
import logging
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.core import access, audit, clock
from app.core.access import User
from app.core.audit import AuditEntry
from app.core.errors import AccessDenied, NotFound
from app.core.i18n import language, use_language
from app.core.jobs import (
    CHECKS,
    JobOver,
    JobRow,
    JobUnderWay,
    State,
    UnknownJob,
    all_jobs,
    cancel,
    enqueue,
    folder_of,
    job_file,
    jobs_of_actor,
    new_folder,
    run_job,
    run_waiting,
    start_due_jobs,
)
from app.core.jobs.queue import FILE
from app.core.modules import Job, JobContext, JobResult, Schedule
from app.core.system import System
from tests.core.jobs.house import RUN_SCHEDULED, effects, module_with, seen, set_up, start


def test_a_job_runs_writes_once_and_tells_what_it_did(system: System) -> None:
    job_id = start(system, "test.add", effect="a")
    assert seen(system, job_id).state is State.QUEUED
    assert run_waiting(system) == 1
    view = seen(system, job_id)
    assert (view.state, view.done, view.total, view.error_kind) == (State.DONE, 2, 2, None)
    assert effects(system, "a") == 1
    assert [(file.name, file.path) for file in view.files] == [("名单.csv", "list.csv")]
    assert [(link.endpoint, link.values) for link in view.links] == [("people.list", {"unit": 3})]
    assert view.started is not None
    assert view.finished is not None
    assert view.created <= view.started <= view.finished


def test_what_is_rolled_back_is_no_job(system: System) -> None:
    with system.writing(system.actor("wangfang")) as session:
        enqueue(session, "test.add", {"effect": "a"})
        session.rollback()
    assert run_waiting(system) == 0
    assert system.queue.is_empty()


def test_an_id_that_comes_twice_or_means_nothing_does_no_harm(system: System) -> None:
    job_id = start(system, "test.add", effect="a")
    assert [run_job(system, each) for each in (job_id, job_id, job_id + 99)] == [True, False, False]
    assert effects(system, "a") == 1


def test_one_unfinished_job_per_key(system: System) -> None:
    first = start(system, "test.add", unique="list", effect="a")
    assert start(system, "test.add", unique="list", effect="a") == first
    with pytest.raises(JobUnderWay):
        start(system, "test.add", unique="list", effect="b")
    with pytest.raises(JobUnderWay):
        start(system, "test.add", login="zhaomin", unique="list", effect="a")
    run_waiting(system)
    assert start(system, "test.add", unique="list", effect="a") != first
    run_waiting(system)
    assert effects(system, "a") == 2


def test_only_who_holds_the_permission_starts_a_job(system: System) -> None:
    with pytest.raises(AccessDenied):
        start(system, "test.add", login="liqiang", effect="a")
    with pytest.raises(UnknownJob):
        start(system, "test.unheard-of")


def test_the_roles_of_the_moment_it_runs_count(system: System) -> None:
    job_id = start(system, "test.add", effect="a")
    with system.writing(access.operator()) as session:
        session.execute(update(User).where(User.login == "wangfang").values(active=False))
    run_waiting(system)
    with system.reading(access.operator()) as session:
        (view,) = [job for job in all_jobs(session) if job.id == job_id]
    assert (view.state, view.error_kind) == (State.FAILED, "not_found")
    assert effects(system, "a") == 0


def test_a_named_error_is_told_in_the_language_of_whoever_reads(system: System) -> None:
    job_id = start(system, "test.refuse")
    run_waiting(system)
    with use_language("en"):
        view = seen(system, job_id)
        assert (view.state, view.error_kind) == (State.FAILED, "too_few")
        assert view.message == "There is no user 赵六."
        assert view.label == "Users."
    with use_language("zh_CN"):
        view = seen(system, job_id)
        assert "用户" in view.message
        assert "赵六" in view.message
        assert not re.search("[a-zA-Z]", view.message + view.label)


def test_an_unforeseen_error_is_logged_and_not_shown(system: System, caplog: pytest.LogCaptureFixture) -> None:
    job_id = start(system, "test.break", effect="a")
    with caplog.at_level(logging.ERROR):
        run_waiting(system)
    view = seen(system, job_id)
    assert (view.state, view.error_kind) == (State.FAILED, "job_broken")
    assert "secret" not in view.message
    assert "secret detail" in caplog.text
    assert effects(system, "a") == 0


def test_a_job_speaks_the_language_it_was_started_in(data_dir: Path, database_url: str) -> None:
    spoken: list[str] = []

    def speak(context: JobContext, _arguments: object) -> JobResult:
        spoken.append(language())
        return JobResult()

    system = set_up(
        System(data_dir, database_url, modules=[module_with(Job("test.speak", "Speak", "test.run", speak))])
    )
    for tag in ("en", "zh_CN"):
        with use_language(tag):
            start(system, "test.speak")
    run_waiting(system)
    assert spoken == ["en", "zh_Hans_CN"]
    system.database.close()


def test_jobs_are_seen_by_their_owner_and_by_who_looks_after_them(system: System) -> None:
    job_id = start(system, "test.add", effect="a")
    run_waiting(system)
    with system.reading(system.actor("liqiang")) as session:
        assert jobs_of_actor(session) == []
        with pytest.raises(AccessDenied):
            all_jobs(session)
    with pytest.raises(NotFound):
        seen(system, job_id, login="liqiang")
    with system.reading(access.operator()) as session:
        assert [job.id for job in all_jobs(session)] == [job_id]
        with pytest.raises(NotFound):  # looking after jobs opens no files
            job_file(session, job_id, "list.csv")
    with system.reading(system.actor("wangfang")) as session:
        assert [job.id for job in jobs_of_actor(session)] == [job_id]
        file, place = job_file(session, job_id, "list.csv")
        assert (file.name, place.read_text(encoding="utf-8")) == ("名单.csv", "姓名\n")
        for path in ("../../ziqiang.keys", "other.csv", ""):
            with pytest.raises(NotFound):
                job_file(session, job_id, path)


def test_files_given_to_a_job_are_in_its_folder_closed_to_others(system: System) -> None:
    folder = new_folder(system.data_dir)
    place = folder_of(system.data_dir, folder)
    assert place.stat().st_mode & 0o777 == 0o700
    (place / "given.xlsx").write_bytes(b"given")
    with system.writing(system.actor("wangfang")) as session:
        enqueue(session, "test.add", {"effect": "a"}, folder=folder)
    run_waiting(system)
    assert sorted(path.name for path in place.iterdir()) == ["given.xlsx", "list.csv"]


def test_a_cancelled_job_does_not_run_and_an_ended_one_is_not_cancelled(system: System) -> None:
    job_id = start(system, "test.add", effect="a")
    with pytest.raises(NotFound), system.writing(system.actor("liqiang")) as session:
        cancel(session, job_id)
    with system.writing(system.actor("wangfang")) as session:
        cancel(session, job_id)
    assert not run_job(system, job_id)
    assert seen(system, job_id).state is State.CANCELLED
    with pytest.raises(JobOver), system.writing(system.actor("wangfang")) as session:
        cancel(session, job_id)


def test_the_doctor_tells_of_waiting_and_failed_jobs(system: System) -> None:
    def severities() -> list[str]:
        with system.reading(access.operator()) as session:
            return [finding.severity.value for check in CHECKS for finding in check.run(session)]

    assert severities() == ["ok"]
    start(system, "test.refuse")
    assert severities() == ["ok"]
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert severities() == ["warning"]
        run_waiting(system)
        assert severities() == ["warning"]
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert severities() == ["ok"]


def test_portions_are_written_each_for_itself(system: System) -> None:
    job_id = start(system, "test.portions", effect="a")
    run_waiting(system)
    assert (seen(system, job_id).state, seen(system, job_id).done, effects(system, "a")) == (State.DONE, 3, 3)


def test_every_step_of_a_job_is_in_the_audit_log(system: System) -> None:
    start(system, "test.add", effect="a")
    start(system, "test.refuse")
    run_waiting(system)
    with system.reading(access.operator()) as session:
        logged = select(AuditEntry.action).where(AuditEntry.object_table == "core_jobs").order_by(AuditEntry.id)
        assert session.scalars(logged).all() == ["job.enqueue", "job.enqueue", "job.done", "job.failed"]
        assert audit.verify(session).ok


def test_a_scheduled_job_starts_once_per_moment_however_many_look(data_dir: Path, database_url: str) -> None:
    nightly = Job("test.nightly", "Nightly", RUN_SCHEDULED, lambda *_: None, Schedule(time(0, 5)))
    module = module_with(nightly)
    first, second = (System(data_dir, database_url, modules=[module]) for _ in range(2))
    set_up(first)
    moments = ["2026-11-24T16:04", "2026-11-24T16:05", "2026-11-24T23:59", "2026-11-28T10:00"]  # 00:04, 00:05, ...
    counts = []
    for moment in moments:
        with clock.frozen(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
            for system in (first, second, first):
                start_due_jobs(system)
                run_waiting(system)
        with first.database.reading() as session:
            counts.append(session.scalar(select(func.count()).where(JobRow.name == "test.nightly")))
    assert counts == [1, 2, 2, 3]  # that of the day before, that of the day, nothing new, the latest of the days missed
    for system in (first, second):
        system.database.close()


@pytest.mark.parametrize(
    ("schedule", "latest"),
    [
        (Schedule(time(0, 5)), "2026-11-25T00:05+08:00"),
        (Schedule(time(18, 0)), "2026-11-24T18:00+08:00"),
        (Schedule(time(8, 0), day=26), "2026-10-26T08:00+08:00"),
        (Schedule(time(8, 0), day=25), "2026-11-25T08:00+08:00"),
        (Schedule(time(8, 0), weekday=0), "2026-11-23T08:00+08:00"),
    ],
)
def test_the_latest_moment_of_a_schedule(schedule: Schedule, latest: str) -> None:
    noon = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # a Wednesday in Shanghai
    assert schedule.latest(noon) == datetime.fromisoformat(latest)


def test_old_folders_are_deleted_by_the_kernels_own_job(system: System) -> None:
    start(system, "test.add", effect="a")
    run_waiting(system)
    folders = system.data_dir / "files"
    new_folder(system.data_dir)
    assert len(list(folders.iterdir())) == 2
    for later, left in (("2026-01-01", 2), ("2999-01-01", 0)):
        with clock.frozen(datetime.fromisoformat(later).replace(tzinfo=UTC)):
            with system.writing(access.operator()) as session:
                enqueue(session, "core.jobs.tidy", {})
            run_waiting(system)
        assert len(list(folders.iterdir())) == left


def test_what_stands_in_the_queue_is_no_pickle(tmp_path: Path, data_dir: Path) -> None:
    system = System(data_dir, f"sqlite:///{tmp_path / 'ziqiang.db'}", modules=[module_with()])
    set_up(system)
    start(system, "test.add", effect="a")
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        ((message,),) = connection.execute("SELECT data FROM task").fetchall()
    assert [1] in json.loads(message)
    assert system.queue.take() == 1
    system.queue.close()
    system.database.close()
