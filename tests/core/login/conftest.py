"""The fixture of the log-in tests: an application on either database, with the clock held still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.core import clock, passwords
from app.core.login.entering import stranger_hash
from tests.core.login.door import START, Door, hashed


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Argon2id with little work: what costs an attacker a second would cost these tests minutes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        for cached in (hashed, stranger_hash):
            cached.cache_clear()
        yield
    for cached in (hashed, stranger_hash):
        cached.cache_clear()


@pytest.fixture
def door(database_url: str, data_dir: Path) -> Iterator[Door]:
    with clock.frozen(START):
        built = Door.built(data_dir, database_url)
        yield built
    built.system.database.close()
