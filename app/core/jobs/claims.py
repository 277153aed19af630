"""Claims: which try of a job may write. Every change of state is a compare-and-set on the row.

A worker that was thought dead and wakes up again finds its claim gone, and what it writes is rolled back.
Leases are measured by the database's clock, so that the clocks of several machines need not agree.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, text, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import Database, is_sqlite
from app.core.errors import ZiqiangError
from app.core.jobs.errors import ClaimLost
from app.core.jobs.results import error_json, result_json
from app.core.jobs.tables import JOBS, State
from app.core.modules import JobResult


@dataclass(frozen=True, slots=True)
class Claim:
    """One try of one job: the only one that may write, as long as the row carries its token."""

    job_id: int
    token: str
    name: str
    arguments: str
    owner: str
    language: str
    folder: str
    tries: int
    max_tries: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    done: int = 0
    total: int = 0
    text: str = ""

    def columns(self) -> dict[str, Any]:
        """As columns of the row."""
        return {"done": self.done, "total": self.total, "progress_text": self.text}


def database_now(session: Session) -> datetime:
    """The present instant by the database's clock."""
    if is_sqlite(session):
        said = session.scalar(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"))
        return datetime.fromisoformat(str(said)).replace(tzinfo=UTC)
    instant: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return instant.astimezone(UTC)


def take_claim(database: Database, job_id: int) -> Claim | None:
    """Take a waiting job; none where another worker was faster, or the job has been run or cancelled."""
    token = secrets.token_hex(16)
    with database.writing() as session:
        now = database_now(session)
        row = session.execute(
            update(JOBS)
            .where(JOBS.c.id == job_id, JOBS.c.state == State.QUEUED)
            .values(state=State.RUNNING, claim=token, tries=JOBS.c.tries + 1, heartbeat=now, started=clock.now())
            .returning(JOBS)
        ).one_or_none()
    if row is None:
        return None
    return Claim(row.id, token, row.name, row.arguments, row.owner, row.language, row.folder, row.tries, row.max_tries)


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(JOBS.c.id == claim.job_id, JOBS.c.state == State.RUNNING, JOBS.c.claim == claim.token)


def _change(session: Session, claim: Claim, /, **values: Any) -> bool:
    changed = session.execute(update(JOBS).where(_held(claim)).values(**values))
    assert isinstance(changed, CursorResult)
    return changed.rowcount == 1


def beat(session: Session, claim: Claim, progress: Progress | None = None) -> None:
    """Show a sign of life, and progress. ClaimLost where the claim is gone.

    Until the transaction ends nobody can take the claim away: call it before writing for the job.
    """
    values = progress.columns() if progress else {}
    if not _change(session, claim, heartbeat=database_now(session), **values):
        raise ClaimLost


def finish(session: Session, claim: Claim, result: JobResult | None, progress: Progress) -> None:
    """Done; in the transaction that holds what the job wrote."""
    done = {"state": State.DONE, "finished": clock.now(), "claim": None, "result": result_json(result)}
    if not _change(session, claim, **done, **progress.columns()):
        raise ClaimLost


def fail(session: Session, claim: Claim, error: ZiqiangError) -> bool:
    """Failed, for a reason that can be told; false where the claim is gone."""
    return _change(session, claim, state=State.FAILED, finished=clock.now(), claim=None, error=error_json(error))


def give_back(session: Session, claim: Claim, *, counted: bool) -> bool:
    """Let the job wait again; a try that was ended on purpose is not counted. False where the claim is gone."""
    tries = claim.tries if counted else claim.tries - 1
    return _change(session, claim, state=State.QUEUED, claim=None, tries=tries)
