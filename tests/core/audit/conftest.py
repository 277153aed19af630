"""The fixture of the audit tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import audit
from app.core.db import Base, Database
from tests.core.audit.house import House


@pytest.fixture
def house(database_url: str, data_dir: Path) -> Iterator[House]:
    database = Database(database_url)
    Base.metadata.create_all(database.engine)
    for factory in database.session_factories:
        audit.install(factory)
    yield House(database, data_dir)
    database.close()
