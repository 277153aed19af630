"""The web process: waitress serves one WSGI application on the supervisor's socket."""

import logging
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn

from app.core.login import BOUND_HOSTS
from app.core.serving.supervisor import ask_to_begin_anew
from app.core.serving.watching import watch
from app.core.system import System

THREADS = 8


def serve_pages(system: System, listener: socket.socket, factory: str) -> None:
    """Answer requests until the process is told to stop; those being answered are ended first."""
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits a moment is no news
    signal.signal(signal.SIGTERM, _leave)
    watch(system, ask_to_begin_anew)
    application = application_of(factory, system)
    getattr(application, "config", {})[BOUND_HOSTS] = frozenset({bound_host(listener)})
    server = waitress.create_server(application, sockets=[listener], threads=THREADS, ident=None)
    try:
        server.run()
    finally:
        server.close()
        system.database.close()


def bound_host(listener: socket.socket) -> str:
    """The address a socket listens on, as a browser writes it."""
    host: str = listener.getsockname()[0]
    return f"[{host}]" if ":" in host else host


def application_of(factory: str, system: System) -> Any:
    """The application that a factory, written module:function, makes of a system."""
    module, _colon, name = factory.partition(":")
    make: Callable[[System], Any] = getattr(import_module(module), name)
    return make(system)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
