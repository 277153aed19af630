"""The whole organisation behind its web, for the wizard of imports, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import clock
from tests.staff.house import TODAY
from tests.web_house import Web, whole_organisation


@pytest.fixture
def web(database_url: str, data_dir: Path, cases: Path) -> Iterator[Web]:
    with (
        clock.frozen(TODAY),
        whole_organisation(data_dir, database_url, cases / "case-small", approved=False) as built,
    ):
        yield built
