"""The job that changes a module from the page of apps: as the command does, and once more is no harm."""

from collections.abc import Mapping
from typing import Any

from app.core.access import actor_of
from app.core.i18n import N_
from app.core.modules.jobs import Job, JobContext, JobLink, JobResult
from app.core.modules.lifecycle.changes import Lifecycle
from app.core.modules.lifecycle.errors import AlreadyInstalled, ModuleNotInstalled
from app.core.modules.permissions import MODULES_MANAGE

CHANGE = "core.modules.change"
INSTALL, UPGRADE, UNINSTALL = "install", "upgrade", "uninstall"
TO_APPS = (JobLink(N_("Back to the apps"), "apps.index"),)


def change(context: JobContext, arguments: Mapping[str, Any]) -> JobResult:
    """Install, upgrade or uninstall; a try that was cut off after the change finds it done."""
    with context.reading() as session:
        lifecycle: Lifecycle = session.info["lifecycle"]
        actor = actor_of(session)
    name = arguments["module"]
    context.progress(0, 1)
    if arguments["verb"] == INSTALL:
        try:
            done = lifecycle.install(actor, name)
        except AlreadyInstalled:
            done = (name,)
        return JobResult(N_("Installed: %(modules)s."), {"modules": ", ".join(done)}, links=TO_APPS)
    if arguments["verb"] == UPGRADE:
        done = lifecycle.upgrade(actor, name)
        return JobResult(N_("Upgraded: %(modules)s."), {"modules": ", ".join(done) or "-"}, links=TO_APPS)
    try:
        gone = lifecycle.uninstall(actor, name, confirmed=True).shown()
    except ModuleNotInstalled:
        gone = "-"
    facts = {"module": name, "tables": gone}
    return JobResult(N_("Module %(module)s is uninstalled; gone are: %(tables)s"), facts, links=TO_APPS)


JOBS = (Job(CHANGE, N_("Change of a module"), MODULES_MANAGE, change, max_tries=2),)
