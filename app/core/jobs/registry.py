"""The jobs there are: the kernel's own and those of the installed modules."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core.imports import jobs as imports
from app.core.jobs.errors import UnknownJob
from app.core.jobs.tidying import TIDY
from app.core.modules import Job, Module
from app.core.modules.lifecycle import jobs as lifecycle

KERNEL_JOBS = (TIDY, *imports.JOBS, *lifecycle.JOBS)


def jobs_of(modules: Sequence[Module]) -> Mapping[str, Job]:
    """Every job by name; the same name twice is an error of the modules."""
    found: dict[str, Job] = {}
    for job in (*KERNEL_JOBS, *(job for module in modules for job in module.jobs)):
        if job.name in found:
            raise ValueError(f"Two jobs are called {job.name}")
        found[job.name] = job
    return found


def job_named(jobs: Mapping[str, Job], name: str) -> Job:
    """The job of that name; a named error where there is none."""
    job = jobs.get(name)
    if job is None:
        raise UnknownJob(name=name)
    return job


def known_jobs(session: Session) -> Mapping[str, Job]:
    """The jobs a session of an opened system knows."""
    jobs: Mapping[str, Job] = session.info["jobs"]
    return jobs
