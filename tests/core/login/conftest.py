"""The fixture of the log-in tests: an application on either database, with the clock held still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import clock
from tests.core.login.door import START, Door


@pytest.fixture
def door(database_url: str, data_dir: Path) -> Iterator[Door]:
    with clock.frozen(START):
        built = Door.built(data_dir, database_url)
        yield built
    built.system.database.close()
