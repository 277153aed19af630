"""What people may see of jobs: plain values, in the language of whoever looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.orm import Session

from app.core import access
from app.core.errors import NotFound
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.jobs.files import folder_of
from app.core.jobs.permissions import JOB_MANAGE
from app.core.jobs.registry import known_jobs
from app.core.jobs.results import error_in_words, result_of
from app.core.jobs.tables import JOBS, UNFINISHED, State
from app.core.modules import JobFile, JobLink


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as its owner sees it. `message` is the result's, or the error's, in words."""

    id: int
    name: str
    label: str
    owner: str
    state: State
    done: int
    total: int
    text: str
    message: str
    error_kind: str | None
    files: tuple[JobFile, ...]
    links: tuple[JobLink, ...]
    created: datetime
    started: datetime | None
    finished: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether the job has ended, well or not."""
        return self.state not in UNFINISHED


def job_view(session: Session, job_id: int) -> JobView:
    """A job of one's own, or any for whoever looks after all jobs; for others it does not exist."""
    return _view(session, _row(session, job_id))


def jobs_of_actor(session: Session, limit: int = 50) -> Sequence[JobView]:
    """One's own jobs, newest first."""
    mine = select(JOBS).where(JOBS.c.owner == access.actor_of(session).login)
    return [_view(session, row) for row in session.execute(mine.order_by(JOBS.c.id.desc()).limit(limit)).mappings()]


def broken_of(session: Session, job_ids: Sequence[int]) -> frozenset[int]:
    """Those of some jobs that failed or were cancelled."""
    ended = (State.FAILED, State.CANCELLED)
    return frozenset(session.scalars(select(JOBS.c.id).where(JOBS.c.id.in_(job_ids), JOBS.c.state.in_(ended))))


def unfinished(session: Session) -> int:
    """How many of one's own jobs have not ended."""
    return session.scalar(unfinished_of_actor(session)) or 0


def unfinished_of_actor(session: Session) -> Select[int]:
    """The same as a statement, to be put into others."""
    mine = select(func.count()).select_from(JOBS).where(JOBS.c.owner == access.actor_of(session).login)
    return mine.where(JOBS.c.state.in_(UNFINISHED))


def all_jobs(session: Session, limit: int = 200) -> Sequence[JobView]:
    """Everybody's jobs, newest first."""
    access.authorize(session, JOB_MANAGE)
    return [
        _view(session, row) for row in session.execute(select(JOBS).order_by(JOBS.c.id.desc()).limit(limit)).mappings()
    ]


def job_file(session: Session, job_id: int, path: str) -> tuple[JobFile, Path]:
    """A file that a job made, and where it is. Only the job's owner gets it, and only what its result names."""
    row = _row(session, job_id)
    if row["owner"] != access.actor_of(session).login:
        raise NotFound(what=N_("stored file"), key=path)
    folder = folder_of(session.info["data_dir"], row["folder"])
    for file in result_of(row["result"]).files:
        place = (folder / file.path).resolve()
        if file.path == path and place.is_relative_to(folder.resolve()) and place.is_file():
            return file, place
    raise NotFound(what=N_("stored file"), key=path)


def job_folder(session: Session, job_id: int) -> Path:
    """The folder of one's own job."""
    row = _row(session, job_id)
    if row["owner"] != access.actor_of(session).login:
        raise NotFound(what=N_("job"), key=job_id)
    return folder_of(session.info["data_dir"], row["folder"])


def _row(session: Session, job_id: int) -> RowMapping:
    row = session.execute(select(JOBS).where(JOBS.c.id == job_id)).mappings().one_or_none()
    if row is None or (row["owner"] != access.actor_of(session).login and not access.may(session, JOB_MANAGE)):
        raise NotFound(what=N_("job"), key=job_id)
    return row


def _view(session: Session, row: Mapping[Any, Any]) -> JobView:
    job = known_jobs(session).get(row["name"])
    result = result_of(row["result"])
    kind, message = (None, fill(result.message, result.values) if result.message else "")
    if row["error"] is not None:
        kind, message = error_in_words(row["error"])
    return JobView(
        id=row["id"],
        name=row["name"],
        label=_(job.label) if job else row["name"],
        owner=row["owner"],
        state=State(row["state"]),
        done=row["done"],
        total=row["total"],
        text=_(row["progress_text"]) if row["progress_text"] else "",
        message=message,
        error_kind=kind,
        files=result.files,
        links=result.links,
        created=row["created"],
        started=row["started"],
        finished=row["finished"],
    )
