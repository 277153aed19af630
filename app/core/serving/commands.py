"""The commands `serve` and `worker`."""

import logging
import os
import signal

import click

from app.core.commands import Command, pass_system
from app.core.i18n import gettext as _
from app.core.jobs import Worker
from app.core.serving.listening import become_afresh, begin_anew, listening_socket
from app.core.serving.supervisor import Program, supervise
from app.core.serving.watching import watch
from app.core.serving.web_process import serve_pages
from app.core.system import System

APPLICATION = "app:create_app"
PAGES_FIRST = 1.0


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8069, type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run background jobs elsewhere: ziqiang worker")
@click.option("--application", default=APPLICATION, hidden=True)
@pass_system
def serve(system: System, host: str, port: int, no_worker: bool, application: str) -> None:
    """Serve the web pages and run background jobs, until stopped."""
    _log_to_standard_error()
    with listening_socket(host, port) as listener:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listener.getsockname()[1]}/"
        click.echo(_("Ziqiang HR is at %(address)s (stop it with Ctrl+C).") % {"address": address})
        programs = [Program("web process", lambda: serve_pages(system, listener, application))]
        if not no_worker:
            programs.append(Program("worker", lambda: run_worker(system), after=PAGES_FIRST))
        system.database.close()  # no connection may be shared with the children
        if supervise(programs):
            begin_anew(listener)


@click.command(cls=Command)
@pass_system
def worker(system: System) -> None:
    """Run background jobs, until stopped."""
    _log_to_standard_error()
    watch(system, lambda: os.kill(os.getpid(), signal.SIGTERM))
    run_worker(system)
    if system.is_outdated:
        become_afresh()


def run_worker(system: System) -> None:
    """Run background jobs in this process, until told to stop."""
    quiet = Worker(system).run()
    system.database.close()
    if not quiet:
        logging.shutdown()
        os._exit(0)  # a job's thread is still busy; what it does counts no more


def _log_to_standard_error() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
