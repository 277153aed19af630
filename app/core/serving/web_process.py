"""The web process: waitress serves one WSGI application on a socket inherited from the supervisor."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from app.core.jobs import stop_with_supervisor
from app.core.system import System

THREADS = 8


def serve(listener: socket.socket, application: Any) -> None:
    """Answer requests until the process is told to stop; those being answered are ended first."""
    import waitress

    server = waitress.create_server(application, sockets=[listener], threads=THREADS, ident=None)
    try:
        server.run()
    finally:
        server.close()


def application_of(factory: str, system: System) -> Any:
    """The application that a factory, written module:function, makes of a system."""
    module, _colon, name = factory.partition(":")
    make: Callable[[System], Any] = getattr(import_module(module), name)
    return make(system)


def main() -> None:
    """Serve the system that the environment names: socket number and factory are the arguments."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, _leave)
    stop_with_supervisor()
    listener = socket.socket(fileno=int(sys.argv[1]))
    system = System(Path(os.environ["ZIQIANG_DATA"]), os.environ.get("ZIQIANG_DB"))
    try:
        serve(listener, application_of(sys.argv[2], system))
    finally:
        system.database.close()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    main()
