"""The stamp: a file of the data folder by which every process sees that the modules are changing, or have changed.

It is locked while a change goes on, so that the operating system lifts the sign however the change ends; when the
change stands, a new mark is written into it. A process that started with another mark has old code or old modules.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

STAMP = "modules.stamp"


def read_stamp(data_dir: Path) -> str:
    """The mark of the newest change; empty until there was one."""
    try:
        return (data_dir / STAMP).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def is_changing(data_dir: Path) -> bool:
    """Whether a change of the modules is going on now, in whatever process."""
    try:
        handle = os.open(data_dir / STAMP, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def under_change(data_dir: Path) -> Iterator[Callable[[], None]]:
    """Show that the modules change; gives what is called once the change stands. Two changes wait for each other."""
    handle = os.open(data_dir / STAMP, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)

        def stands() -> None:
            os.ftruncate(handle, 0)
            os.pwrite(handle, secrets.token_hex(16).encode(), 0)
            os.fsync(handle)

        yield stands
    finally:
        os.close(handle)


def start_afresh(data_dir: Path) -> None:
    """Have every server of this system start afresh although nothing changed: to find packages installed meanwhile."""
    with under_change(data_dir) as stands:
        stands()
