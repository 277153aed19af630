"""A worker process for the module of the tests, with quick timing: data folder and database are the arguments."""

import sys
from pathlib import Path

from app.core.jobs import Worker
from app.core.system import System
from tests.core.jobs.house import QUICK, module_with

if __name__ == "__main__":
    opened = System(Path(sys.argv[1]), sys.argv[2], modules=[module_with()])
    quiet = Worker(opened, QUICK).run()
    opened.database.close()
    sys.exit(0 if quiet else 3)
