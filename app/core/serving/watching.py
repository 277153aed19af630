"""A thread that notices that the modules were changed, by this server or from the command line."""

import threading
from collections.abc import Callable

from app.core.modules.lifecycle import is_changing
from app.core.system import System

EVERY = 0.5
"""Seconds between two looks at the stamp, which is a small file."""


def watch(system: System, changed: Callable[[], object]) -> None:
    """Call `changed` once, when a change of the modules stands and is over."""
    threading.Thread(target=_watch, args=(system, changed), name="modules", daemon=True).start()


def _watch(system: System, changed: Callable[[], object]) -> None:
    pause = threading.Event()
    while not system.is_outdated or is_changing(system.data_dir):
        pause.wait(EVERY)
    changed()
