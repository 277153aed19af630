"""Background jobs with progress: started in a transaction, run by workers, their effects exactly once.

The state of a job is a row of `core_jobs`; the queue only carries ids. A job reads and calculates outside the write
transaction; what it writes is committed together with its state, and only by the try that holds the claim.
"""

from app.core.jobs.checks import CHECKS
from app.core.jobs.enqueueing import cancel, enqueue
from app.core.jobs.errors import ClaimLost, JobBroken, JobGivenUp, JobOver, JobUnderWay, UnknownJob, WorkerRunning
from app.core.jobs.files import folder_of, new_folder
from app.core.jobs.looking import (
    JobView,
    all_jobs,
    broken_of,
    job_file,
    job_folder,
    job_view,
    jobs_of_actor,
    unfinished,
    unfinished_of_actor,
)
from app.core.jobs.opened import USUAL, Timing
from app.core.jobs.permissions import JOB_MANAGE
from app.core.jobs.queue import Queue
from app.core.jobs.registry import jobs_of
from app.core.jobs.running import run_job
from app.core.jobs.stopping import STOP, Signals
from app.core.jobs.sweeping import start_due_jobs, sweep
from app.core.jobs.tables import JobRow, State
from app.core.jobs.worker import Worker, run_waiting

__all__ = [
    "CHECKS",
    "JOB_MANAGE",
    "STOP",
    "USUAL",
    "ClaimLost",
    "JobBroken",
    "JobGivenUp",
    "JobOver",
    "JobRow",
    "JobUnderWay",
    "JobView",
    "Queue",
    "Signals",
    "State",
    "Timing",
    "UnknownJob",
    "Worker",
    "WorkerRunning",
    "all_jobs",
    "broken_of",
    "cancel",
    "enqueue",
    "folder_of",
    "job_file",
    "job_folder",
    "job_view",
    "jobs_of",
    "jobs_of_actor",
    "new_folder",
    "run_job",
    "run_waiting",
    "start_due_jobs",
    "sweep",
    "unfinished",
    "unfinished_of_actor",
]
