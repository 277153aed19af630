"""The kernel's own job: every night it deletes the folders of jobs that ended long ago, or that never came to be."""

import shutil
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.i18n import N_
from app.core.jobs.files import FILES
from app.core.jobs.permissions import JOB_MANAGE
from app.core.jobs.tables import JobRow
from app.core.modules import Job, JobContext, JobResult, Schedule

KEPT_FOR = timedelta(days=30)
UPLOAD_WAITS = timedelta(days=1)


def tidy(context: JobContext, _arguments: Mapping[str, Any]) -> JobResult:
    """Delete the folders nobody needs any more."""
    with context.reading() as session:
        known = {folder: finished for folder, finished in session.execute(select(JobRow.folder, JobRow.finished))}
        place = session.info["data_dir"] / FILES
    old = [folder for folder in sorted(place.glob("*")) if folder.is_dir() and _is_old(folder, known)]
    for number, folder in enumerate(old, 1):
        shutil.rmtree(folder)
        context.progress(number, len(old))
    return JobResult(N_("%(count)s folders deleted."), {"count": len(old)})


def _is_old(folder: Path, known: Mapping[str, datetime | None]) -> bool:
    if folder.name in known:
        finished = known[folder.name]
        return finished is not None and finished < clock.now() - KEPT_FOR
    return folder.stat().st_mtime < (clock.now() - UPLOAD_WAITS).timestamp()


TIDY = Job("core.jobs.tidy", N_("Delete old files of jobs"), JOB_MANAGE, tidy, Schedule(time(0, 30)))
