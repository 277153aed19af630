"""A process of its own: upgrades the module `weather`, and dies at a chosen statement."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from app.core import access
from app.core.modules import Module
from app.core.system import System


def main(place: str, data: str, url: str, kill_at: str) -> None:
    """Upgrade, unless a statement holds the words to die at; the commit counts as one."""
    sys.path.insert(0, place)

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if kill_at and kill_at in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "commit", lambda connection: before(connection, None, "COMMIT"))
    system = System(Path(data), url, [Module(name="weather", label="Weather", package="ziqiang_weather")])
    system.lifecycle.upgrade(access.operator())


if __name__ == "__main__":
    main(*sys.argv[1:])
