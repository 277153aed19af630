"""Starting and cancelling jobs, inside the caller's transaction."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, RowMapping, event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.core import access, audit, clock, i18n
from app.core.access import Actor
from app.core.db import is_sqlite
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.jobs.errors import JobOver, JobUnderWay
from app.core.jobs.permissions import JOB_MANAGE
from app.core.jobs.queue import Queue
from app.core.jobs.registry import job_named, known_jobs
from app.core.jobs.tables import JOBS, UNFINISHED, State
from app.core.modules import Job

_PENDING = "jobs.pending"
_ATTEMPTS = 5


def enqueue(
    session: Session,
    name: str,
    arguments: Mapping[str, Any],
    unique_key: str | None = None,
    *,
    folder: str | None = None,
) -> int:
    """Start a job when this transaction commits; gives its number.

    Of one `unique_key` there is at most one unfinished job: asked for again by the same user with the same
    arguments, the answer is the job under way; otherwise JobUnderWay. `arguments` are JSON values, best ids:
    never personal data. `folder` is a `new_folder` with files for the job.
    """
    job = job_named(known_jobs(session), name)
    actor = access.authorize(session, job.permission)
    text = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    for _attempt in range(_ATTEMPTS):
        values = _new_row(job, actor, text, folder) | {"unique_key": unique_key}
        job_id = _insert(session, values)
        if job_id is not None:
            return job_id
        other = _unfinished(session, unique_key)
        if other is not None:
            return _same(other, name, actor.login, text)
    raise JobUnderWay(job=name, owner="-")


def enqueue_due(session: Session, job: Job, slot: str) -> int | None:
    """Start a scheduled job for one of its moments; none where that was done already, by whomever."""
    actor = access.authorize(session, job.permission)
    return _insert(session, _new_row(job, actor, "{}", None) | {"slot": slot})


def cancel(session: Session, job_id: int) -> None:
    """Cancel an unfinished job of one's own; whoever looks after all jobs may cancel any. What runs, writes no more."""
    actor = access.actor_of(session)
    row = session.execute(select(JOBS.c.owner).where(JOBS.c.id == job_id)).one_or_none()
    if row is None or (row.owner != actor.login and not access.may(session, JOB_MANAGE)):
        raise NotFound(what=N_("job"), key=job_id)
    changed = session.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.state.in_(UNFINISHED))
        .values(state=State.CANCELLED, finished=clock.now(), claim=None)
    )
    assert isinstance(changed, CursorResult)
    if changed.rowcount == 0:
        raise JobOver(job=job_id)
    audit.record(session, "job.cancel", object_table=JOBS.name, object_key=job_id)


def _new_row(job: Job, actor: Actor, arguments: str, folder: str | None) -> dict[str, Any]:
    return {
        "name": job.name,
        "arguments": arguments,
        "state": State.QUEUED,
        "max_tries": job.max_tries,
        "owner": actor.login,
        "user_id": actor.user_id,
        "language": i18n.language(),
        "folder": folder or secrets.token_hex(16),
        "created": clock.now(),
    }


def _insert(session: Session, values: Mapping[str, Any]) -> int | None:
    """Write the row, audited, and hand its number over after the commit; none where a unique key is taken."""
    row = {"done": 0, "total": 0, "progress_text": "", "tries": 0, **values}
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    statement = insert(JOBS).values(row).on_conflict_do_nothing().returning(JOBS.c.id)
    job_id: int | None = session.execute(statement).scalar_one_or_none()
    if job_id is None:
        return None
    audit.record(session, "job.enqueue", object_table=JOBS.name, object_key=job_id, detail={"job": values["name"]})
    _hand_over_after_commit(session, job_id)
    return job_id


def _unfinished(session: Session, unique_key: str | None) -> RowMapping | None:
    found = select(JOBS).where(JOBS.c.unique_key == unique_key, JOBS.c.state.in_(UNFINISHED))
    return session.execute(found).mappings().one_or_none()


def _same(other: RowMapping, name: str, owner: str, arguments: str) -> int:
    if (other["name"], other["owner"], other["arguments"]) != (name, owner, arguments):
        raise JobUnderWay(job=other["id"], owner=other["owner"])
    return int(other["id"])


def _hand_over_after_commit(session: Session, job_id: int) -> None:
    if _PENDING not in session.info:
        session.info[_PENDING] = []
        event.listen(session, "after_commit", _hand_over)
        event.listen(session, "after_rollback", _forget)
    session.info[_PENDING].append(job_id)


def _hand_over(session: Session) -> None:
    """After the commit. A failure can't undo it: the sweep finds the job and hands it over again."""
    if session.in_nested_transaction():
        return
    queue: Queue = session.info["queue"]
    job_ids, session.info[_PENDING] = session.info[_PENDING], []
    queue.try_to_put(job_ids)


def _forget(session: Session) -> None:
    session.info[_PENDING] = []
