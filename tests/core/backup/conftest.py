"""Databases to back up and to restore into."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    select,
    text,
)

from app.core import audit
from app.core.access import RoleAssignment, User
from app.core.backup import (
    restore,
)
from app.core.db import Database
from app.core.errors import ZiqiangError
from app.core.privacy import Keyring
from app.core.schema import changing, kernel
from app.core.schema.writing import migrate_all
from tests.core.backup.contents import MakeDatabase
from tests.postgres_server import PostgresServer

USERS = 50


@pytest.fixture
def make_database(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[MakeDatabase]:
    """Makes empty databases of the kind under test, without tables."""
    made: list[Database] = []
    blocks: list[Any] = []

    def make() -> Database:
        url = database_url
        if made:
            url = f"sqlite:///{tmp_path / f'other{len(made)}.db'}"
            if database_url.startswith("postgresql"):
                server: PostgresServer = request.getfixturevalue("postgres_server")
                blocks.append(server.database())
                url = blocks[-1].__enter__()
        made.append(Database(url))
        for factory in made[-1].session_factories:
            audit.install(factory)
        return made[-1]

    yield make
    for database in made:
        database.close()
    for block in blocks:
        block.__exit__(None, None, None)


@pytest.fixture
def full(make_database: MakeDatabase, data_dir: Path) -> Database:
    """A database with users, an audit log, keys and attachments."""
    database = make_database()
    with changing(database) as session:
        migrate_all(session.connection(), [kernel()])
    keyring = Keyring.create(data_dir)
    for batch in range(2):
        with database.writing() as session:
            session.info.update(keyring=keyring, data_dir=data_dir)
            for number in range(batch * USERS, batch * USERS + USERS):
                session.add(User(login=f"用户{number}", password_hash='"\\\n\t' + "x" * number))
                audit.record(session, "user.add", object_key=number, personal={"name": f"王{number}"})
            session.flush()
            for user in session.scalars(select(User)):
                session.add(RoleAssignment(user_id=user.id, role="hr", start=date(2026, 1, 2), end=None))
    folder = data_dir / "attachments" / "ab"
    folder.mkdir(parents=True)
    (folder / "abcd").write_bytes(os.urandom(3_000_000))
    (data_dir / "attachments" / "empty").write_bytes(b"")
    return database


@pytest.fixture
def refusing(make_database: MakeDatabase, tmp_path: Path) -> Callable[..., None]:
    """Restores a file that must be refused, and sees that nothing was touched."""
    target, folder = make_database(), tmp_path / "untouched"

    def refuse(file: Path, error: type[ZiqiangError], passphrase: str | None = None) -> None:
        with pytest.raises(error):
            restore(file, target, folder, passphrase)
        assert not folder.exists()
        with target.reading() as session:
            catalogue = "sqlite_master" if target.is_sqlite else "pg_tables WHERE schemaname = 'public'"
            assert session.scalar(text(f"SELECT count(*) FROM {catalogue}")) == 0

    return refuse
