"""One staffed system for each kind of database, copied by nobody: tests here leave it as they found it or say so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import clock
from app.core.system import System
from tests.staff.house import TODAY, staffed


@pytest.fixture
def system(database_url: str, data_dir: Path, cases: Path) -> Iterator[System]:
    with clock.frozen(TODAY), staffed(data_dir, database_url, cases / "case-small") as built:
        yield built
