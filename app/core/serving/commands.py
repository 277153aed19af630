"""The commands `serve` and `worker`."""

import logging
import os

import click

from app.core.commands import Command, pass_system
from app.core.i18n import gettext as _
from app.core.jobs import Worker, stop_with_supervisor
from app.core.serving.supervisor import environment_of, listening_socket, supervise, web_program, worker_program
from app.core.system import System

APPLICATION = "app:create_app"


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8069, type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run background jobs elsewhere: ziqiang worker")
@click.option("--application", default=APPLICATION, hidden=True)
@pass_system
def serve(system: System, host: str, port: int, no_worker: bool, application: str) -> None:
    """Serve the web pages and run background jobs, until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with listening_socket(host, port) as listener:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listener.getsockname()[1]}/"
        click.echo(_("Ziqiang HR is at %(address)s (stop it with Ctrl+C).") % {"address": address})
        programs = [web_program(listener, application), *([] if no_worker else [worker_program()])]
        system.database.close()  # the children open their own
        url = system.database.url.render_as_string(hide_password=False)
        supervise(programs, environment_of(str(system.data_dir.resolve()), url))


@click.command(cls=Command)
@pass_system
def worker(system: System) -> None:
    """Run background jobs, until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    stop_with_supervisor()
    if not Worker(system).run():
        logging.shutdown()
        os._exit(0)  # a job's thread is still busy; what it does counts no more
