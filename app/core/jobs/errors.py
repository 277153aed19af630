"""What can be wrong with a job."""

from app.core.errors import ZiqiangError


class UnknownJob(ZiqiangError):
    """No installed module brings a job of that name."""

    kind = "unknown_job"
    message = "There is no job %(name)s; the module that brings it is not installed."


class JobUnderWay(ZiqiangError):
    """The same thing is being done already, by somebody else or with other choices."""

    kind = "job_under_way"
    message = "This is being done already (job %(job)s, started by %(owner)s). Wait until it has ended, then try again."
    status = 409


class JobOver(ZiqiangError):
    """A job that has ended can't be cancelled."""

    kind = "job_over"
    message = "Job %(job)s has ended already."
    status = 409


class JobGivenUp(ZiqiangError):
    """Its worker was lost again and again."""

    kind = "job_given_up"
    message = (
        "The job was interrupted %(tries)s times and has been given up; nothing of its last step was kept. "
        "Start it again, and tell the administrator if it happens again."
    )
    status = 500


class JobBroken(ZiqiangError):
    """An error nobody foresaw; the details are in the log of the worker."""

    kind = "job_broken"
    message = (
        "The job ended because of an error in the program; nothing of its last step was kept. "
        "Tell the administrator: job %(job)s."
    )
    status = 500


class WorkerRunning(ZiqiangError):
    """SQLite allows one worker."""

    kind = "worker_running"
    message = "A worker is already running on %(place)s. SQLite allows one; several need PostgreSQL."


class ClaimLost(Exception):
    """The job was cancelled, or given to another worker: whatever this one still does must not count."""
