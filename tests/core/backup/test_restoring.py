"""A backup holds everything and goes back into either database exactly."""

import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import (
    text,
)

from app.core import audit
from app.core.access import User
from app.core.backup import (
    DatabaseNotEmpty,
    backup,
    inspect_backup,
    restore,
)
from app.core.db import Database
from app.core.privacy import Keyring
from app.core.schema import VERSION_TABLE, kernel
from app.core.testing.schema import schema_of
from tests.core.backup.contents import MakeDatabase, content, files

USERS = 100


@pytest.mark.parametrize("passphrase", [None, "正确的 horse battery"])
def test_what_is_restored_is_what_was_backed_up(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path, passphrase: str | None
) -> None:
    file, target, folder = tmp_path / "backup", make_database(), tmp_path / "new" / "data"
    made = backup(full, data_dir, file, passphrase)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert inspect_backup(file, passphrase) == made
    assert restore(file, target, folder, passphrase) == made
    assert content(target) == content(full)
    assert files(folder) == files(data_dir)
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
    again = backup(target, folder, tmp_path / "again", passphrase)
    assert (again.tables, again.files) == (made.tables, made.files)


def test_the_restored_system_goes_on(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path
) -> None:
    file, target, folder = tmp_path / "backup", make_database(), tmp_path / "new"
    backup(full, data_dir, file)
    restore(file, target, folder)
    facts = {"keyring": Keyring.load(folder), "data_dir": folder}
    with target.writing() as session:
        session.info.update(facts)
        user = User(login="new", password_hash="x")
        session.add(user)
        session.flush()
        assert user.id == USERS + 1
        audit.record(session, "user.add")
    with target.reading() as session:
        session.info.update(facts)
        assert audit.verify(session).fault is None
        assert audit.verify(session).batches == 3
        assert audit.verify_values(session) is None
        assert audit.values_of(session, facts["keyring"], 7) == {"name": "王6"}  # type: ignore[arg-type]
    with pytest.raises(Exception, match="append-only"), target.writing() as session:
        session.execute(text("DELETE FROM core_audit_entries"))


def test_a_backup_crosses_from_one_database_to_the_other(
    full: Database, sqlite_url: str, postgresql_url: str, data_dir: Path, tmp_path: Path
) -> None:
    other = Database(postgresql_url if full.is_sqlite else sqlite_url)
    made = backup(full, data_dir, tmp_path / "one")
    restore(tmp_path / "one", other, tmp_path / "new")
    there = backup(other, tmp_path / "new", tmp_path / "two")
    assert content(other) == content(full)
    assert (there.tables, there.files) == (made.tables, made.files)
    assert there.dialect != made.dialect
    other.close()


def test_a_backup_is_one_snapshot_while_others_write(full: Database, data_dir: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    keyring = Keyring.load(data_dir)

    def write() -> None:
        number = 1000
        while not stop.is_set():
            with full.writing() as session:
                session.info.update(keyring=keyring, data_dir=data_dir)
                session.add(User(login=f"busy{number}", password_hash="x"))
                audit.record(session, "user.add", object_key=number)
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            made = backup(full, data_dir, tmp_path / f"backup{number}")
            counts = {facts.name: facts.rows for facts in made.tables}
            assert counts["core_users"] == counts["core_audit_entries"]
            assert counts["core_audit_batches"] - 2 == counts["core_audit_entries"] - USERS
    finally:
        stop.set()
        thread.join()


def test_the_schema_is_made_by_the_migrations_of_the_backup(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path
) -> None:
    made, target = backup(full, data_dir, tmp_path / "backup"), make_database()
    assert made.schema == {VERSION_TABLE: (kernel().head,)}
    restore(tmp_path / "backup", target, tmp_path / "new")
    assert schema_of(target) == schema_of(full)


def test_a_database_with_tables_is_refused(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path
) -> None:
    backup(full, data_dir, tmp_path / "backup")
    target = make_database()
    with target.engine.begin() as connection:
        connection.execute(text("CREATE TABLE core_users (id INTEGER)"))
    with pytest.raises(DatabaseNotEmpty, match="core_users"):
        restore(tmp_path / "backup", target, tmp_path / "new")
