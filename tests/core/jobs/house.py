"""A module with jobs, a system that has it, and real worker processes for it.

What the jobs write is a count per key, kept among the settings: an effect that happens twice shows as 2.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import RoleAssignment, User
from app.core.errors import ZiqiangError
from app.core.i18n import N_
from app.core.jobs import JobRow, JobView, State, Timing, enqueue, job_view
from app.core.modules import Job, JobContext, JobFile, JobLink, JobResult, JobWrite, Module, Permission
from app.core.settings import put_setting, setting
from app.core.system import System

ROOT = Path(__file__).parents[3]
PATIENCE = 40.0
QUICK = Timing(heartbeat=0.1, stale=1.0, sweep=0.1, poll=0.02, progress=0.0, patience=0.2)
RUN, RUN_SCHEDULED = "test.run", "test.scheduled"


class TooFew(ZiqiangError):
    """The refusal of a job of the tests."""

    kind = "too_few"
    message = N_("There is no %(what)s %(key)s.")


def until(condition: Callable[[], Any], what: str = "") -> Any:
    """Look again and again until a condition holds."""
    deadline = monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        if monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what or condition}")
        Event().wait(0.02)


def once_more(session: Session, key: str) -> int:
    """Count an effect."""
    count = int(setting(session, f"effects.{key}") or 0) + 1
    put_setting(session, f"effects.{key}", str(count))
    return count


def effects(system: System, key: str) -> int:
    """How often an effect happened."""
    with system.reading(access.operator()) as session:
        return int(setting(session, f"effects.{key}") or 0)


def add(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Read, say how far it is, make a file, and leave one effect to be written."""
    context.progress(1, 2, N_("Reading"))
    with context.reading() as session:
        actor = access.actor_of(session).login
    (context.work_dir / "list.csv").write_text("姓名\n", encoding="utf-8")
    context.progress(2, 2, N_("Writing"))

    def write(session: Session) -> JobResult:
        once_more(session, arguments["effect"])
        return JobResult(
            N_("There is no %(what)s %(key)s."),
            {"what": "user", "key": actor},
            (JobFile("名单.csv", "list.csv", "text/csv"),),
            (JobLink(N_("Modules."), "people.list", {"unit": 3}),),
        )

    return write


def refuse(_context: JobContext, _arguments: Mapping[str, Any]) -> JobResult:
    """Fail for a reason that can be told."""
    raise TooFew(what="user", key="赵六")


def break_down(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Fail, for a reason nobody foresaw, after having written."""

    def write(session: Session) -> None:
        once_more(session, arguments["effect"])
        raise ValueError("secret detail")

    return write


def hold(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """At the first try, stay at one place until killed; afterwards go through."""
    tries = len(list(context.work_dir.glob("try-*")))
    (context.work_dir / f"try-{tries}").touch()

    def stay(place: str) -> None:
        if tries == 0 and arguments["place"] == place:
            (context.work_dir / "here").touch()
            until(lambda: False, "being killed")

    context.progress(1, 3)
    stay("calculating")

    def write(session: Session) -> None:
        once_more(session, arguments["effect"])
        session.flush()
        stay("writing")

    return write


def meet(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Wait until as many processes as asked for are at work, then leave an effect of one's own."""
    meeting = Path(arguments["meeting"])
    (meeting / str(os.getpid())).touch()
    until(lambda: len(list(meeting.iterdir())) >= arguments["processes"], "the other worker")

    def write(session: Session) -> JobResult:
        once_more(session, f"job-{context.job_id}")
        return JobResult("%(pid)s", {"pid": os.getpid()})

    return write


def last_long(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """Run for longer than a silent job may."""
    first = _heartbeat(context)
    until(lambda: _heartbeat(context) - first > timedelta(seconds=1.5 * QUICK.stale), "signs of life")
    return lambda session: once_more(session, arguments["effect"]) and None


def _heartbeat(context: JobContext) -> datetime:
    with context.reading() as session:
        found = session.scalar(select(JobRow.heartbeat).where(JobRow.id == context.job_id))
    assert found is not None
    return found


def lose_connection(context: JobContext, arguments: Mapping[str, Any]) -> JobWrite:
    """At the first try, lose the connection to PostgreSQL in the middle of writing."""
    tries = len(list(context.work_dir.glob("try-*")))
    (context.work_dir / f"try-{tries}").touch()

    def write(session: Session) -> None:
        once_more(session, arguments["effect"])
        if tries == 0:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    return write


def portions(context: JobContext, arguments: Mapping[str, Any]) -> None:
    """Write in portions, each in a transaction of its own."""
    for number in range(3):
        with context.writing() as session:
            once_more(session, arguments["effect"])
            context.progress(number + 1, 3)


JOBS = (
    Job("test.add", N_("Users."), RUN, add),
    Job("test.refuse", N_("Users."), RUN, refuse),
    Job("test.break", N_("Users."), RUN, break_down),
    Job("test.hold", N_("Users."), RUN, hold),
    Job("test.meet", N_("Users."), RUN, meet),
    Job("test.last-long", N_("Users."), RUN, last_long),
    Job("test.lose-connection", N_("Users."), RUN, lose_connection),
    Job("test.portions", N_("Users."), RUN, portions),
)
PERMISSIONS = (
    Permission(RUN, "Run tests", ("hr", "operator")),
    Permission(RUN_SCHEDULED, "Run tests at night", ("operator",)),
)


def module_with(*more: Job) -> Module:
    """The module of the tests, with further jobs."""
    return Module("test", "Test", permissions=PERMISSIONS, jobs=(*JOBS, *more))


def set_up(system: System) -> System:
    """Make the system, with 王芳 and 赵敏 of the staff office and 李强, who may not run anything."""
    system.set_up()
    with system.writing(access.operator()) as session:
        for login, role in (("wangfang", "hr"), ("zhaomin", "hr"), ("liqiang", "employee")):
            user = User(login=login, password_hash="-")
            session.add(user)
            session.flush()
            session.add(RoleAssignment(user_id=user.id, role=role, start=clock.today()))
    return system


def start(system: System, name: str, login: str = "wangfang", unique: str | None = None, **arguments: Any) -> int:
    """Start a job as a user."""
    with system.writing(system.actor(login)) as session:
        return enqueue(session, name, arguments, unique)


def seen(system: System, job_id: int, login: str = "wangfang") -> JobView:
    """A job as a user sees it."""
    with system.reading(system.actor(login)) as session:
        return job_view(session, job_id)


def ended(system: System, job_id: int) -> JobView:
    """A job once it has ended."""
    until(lambda: seen(system, job_id).is_over, f"the end of job {job_id}")
    return seen(system, job_id)


def running(system: System, job_id: int) -> bool:
    """Whether the job runs."""
    return seen(system, job_id).state is State.RUNNING


@contextmanager
def worker_process(system: System) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker process of the system; killed at the end if it still is there."""
    url = system.database.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.jobs.worker_process", str(system.data_dir), url], cwd=ROOT
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
