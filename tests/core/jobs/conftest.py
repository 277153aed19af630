"""The fixture of the tests of jobs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.system import System
from tests.core.jobs.house import module_with, set_up


@pytest.fixture
def system(database_url: str, data_dir: Path) -> Iterator[System]:
    """A system with the jobs of the tests, on either database."""
    opened = System(data_dir, database_url, modules=[module_with()])
    yield set_up(opened)
    opened.database.close()
