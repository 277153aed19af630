"""Running one job: claimed, run as its owner in her language, and ended in a state that can be told."""

import json
import logging

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core import access, audit
from app.core.errors import ZiqiangError
from app.core.i18n import use_language
from app.core.jobs.claims import Claim, fail, finish, give_back, take_claim
from app.core.jobs.context import Heartbeat, RunningJob
from app.core.jobs.errors import ClaimLost, JobBroken, JobGivenUp
from app.core.jobs.opened import USUAL, Opened, Timing, owner_of
from app.core.jobs.registry import job_named
from app.core.jobs.tables import JOBS

_logger = logging.getLogger(__name__)


def run_job(system: Opened, job_id: int, timing: Timing = USUAL) -> bool:
    """Run a job if it is still waiting; false where it is not, or not any more."""
    claim = take_claim(system.database, job_id)
    if claim is None:
        return False
    run_claimed(system, claim, timing)
    return True


def run_claimed(system: Opened, claim: Claim, timing: Timing = USUAL) -> None:
    """Run a claimed job to an end of some kind."""
    try:
        with use_language(claim.language), Heartbeat(system.database, claim, timing.heartbeat) as heartbeat:
            _run(system, claim, heartbeat, timing)
    except ClaimLost:
        _logger.info("Job %s was cancelled or given to another worker.", claim.job_id)
    except ZiqiangError as error:
        _end_failed(system, claim, error)
    except OperationalError as error:
        _try_again(system, claim, error)
    except Exception:
        _logger.exception("Job %s (%s) ended because of an unforeseen error.", claim.job_id, claim.name)
        _end_failed(system, claim, JobBroken(job=claim.job_id))


def _run(system: Opened, claim: Claim, heartbeat: Heartbeat, timing: Timing) -> None:
    job = job_named(system.jobs, claim.name)
    actor = owner_of(system, claim.owner)
    with system.reading(actor) as session:
        access.authorize(session, job.permission)
    context = RunningJob(system, claim, actor, heartbeat, timing)
    outcome = job.run(context, json.loads(claim.arguments))
    with context.last_writing() as session:  # holds the claim from here to the commit
        result = outcome(session) if callable(outcome) else outcome
        _record(session, claim, "job.done")
        finish(session, claim, result, context.latest)


def _end_failed(system: Opened, claim: Claim, error: ZiqiangError) -> None:
    with system.writing(access.operator()) as session:
        if fail(session, claim, error):
            _record(session, claim, "job.failed", kind_of_error=error.kind)


def _try_again(system: Opened, claim: Claim, error: OperationalError) -> None:
    """The database was busy or away: wait for the next try, as often as the job allows."""
    _logger.warning("Job %s was interrupted by the database.", claim.job_id, exc_info=error)
    if claim.tries >= claim.max_tries:
        _end_failed(system, claim, JobGivenUp(tries=claim.tries))
        return
    with system.writing(access.operator()) as session:
        given_back = give_back(session, claim, counted=True)
    if given_back:
        system.queue.try_to_put([claim.job_id])


def _record(session: Session, claim: Claim, action: str, **detail: str) -> None:
    facts = {"job": claim.name, "try": claim.tries, **detail}
    audit.record(session, action, object_table=JOBS.name, object_key=claim.job_id, detail=facts)
