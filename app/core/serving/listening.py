"""The listening socket: made at the start, and kept when the supervisor begins anew."""

import errno
import os
import socket
import sys
from typing import NoReturn

from app.core.serving.errors import AddressRefused, PortTaken

BACKLOG = 1024
KEPT = "ZIQIANG_LISTENER"


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; a named error where that can't be."""
    kept = os.environ.pop(KEPT, None)
    if kept is not None:
        listener = socket.socket(fileno=int(kept))
        listener.set_inheritable(False)
        return listener
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port, other=port + 1) from None
        raise AddressRefused(host=host, port=port, reason=error.strerror or str(error)) from None
    return listener


def begin_anew(listener: socket.socket) -> NoReturn:
    """Become the same program afresh, with all its arguments and the socket that people already talk to."""
    listener.set_inheritable(True)
    os.environ[KEPT] = str(listener.fileno())
    become_afresh()


def become_afresh() -> NoReturn:
    """Become the same program afresh, with all its arguments."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
