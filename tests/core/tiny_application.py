"""A WSGI application that says which process answers, for the tests of the serving processes."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from app.core.system import System

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def make(system: System) -> Application:
    """The application of a system that is set up."""
    system.require_set_up()

    def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(os.getpid()).encode()]

    return answer
