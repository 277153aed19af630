"""A backup holds everything, goes back into either database exactly, and is refused when anything is wrong."""

import enum
import json
import math
import os
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    Uuid,
    func,
    insert,
    select,
    text,
)

from app.core import access, audit
from app.core.access import RoleAssignment, User
from app.core.backup import (
    BackupDamaged,
    BackupNewer,
    BackupSealed,
    DatabaseNotEmpty,
    DataFolderInUse,
    SchemaDiffers,
    WrongPassphrase,
    backup,
    inspect_backup,
    reading,
    restore,
    rows,
    saving,
    sealing,
)
from app.core.backup.loading import load
from app.core.backup.manifest import is_newer
from app.core.db import Base, Database, UtcInstant
from app.core.errors import ZiqiangError
from app.core.privacy import KeyFileMissing, Keyring
from tests.postgres_server import PostgresServer

assert access  # its tables are what these tests fill
MakeDatabase = Callable[[], Database]
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
    Base.metadata.create_all(database.engine)
    keyring = Keyring.create(data_dir)
    for batch in range(2):
        with database.writing() as session:
            session.info.update(keyring=keyring, data_dir=data_dir)
            for number in range(batch * USERS, batch * USERS + USERS):
                session.add(User(login=f"用户{number}", password_hash='"\\\n\t' + "x" * number))
                audit.record(session, "user.add", object_key=number, personal={"name": f"王{number}"})
            session.flush()
            for user in session.scalars(select(User)):
                session.add(
                    RoleAssignment(user_id=user.id, role="hr", unit_code=None, start=date(2026, 1, 2), end=None)
                )
    folder = data_dir / "attachments" / "ab"
    folder.mkdir(parents=True)
    (folder / "abcd").write_bytes(os.urandom(3_000_000))
    (data_dir / "attachments" / "empty").write_bytes(b"")
    return database


def content(database: Database) -> dict[str, list[Any]]:
    with database.reading() as session:
        return {
            table.name: list(map(tuple, session.execute(select(table).order_by(*table.primary_key.columns))))
            for table in Base.metadata.sorted_tables
        }


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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
        assert user.id == 2 * USERS + 1
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
            assert counts["core_audit_batches"] - 2 == counts["core_audit_entries"] - 2 * USERS
    finally:
        stop.set()
        thread.join()


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


@pytest.mark.parametrize("passphrase", [None, "phrase"])
def test_a_truncated_or_altered_backup_is_refused(
    full: Database, data_dir: Path, tmp_path: Path, refusing: Callable[..., None], passphrase: str | None
) -> None:
    file, bad = tmp_path / "backup", tmp_path / "bad"
    backup(full, data_dir, file, passphrase)
    whole = file.read_bytes()
    errors: Any = (BackupDamaged, WrongPassphrase)
    chunk = sealing.CHUNK + 16 + len(sealing.MAGIC) + 27
    for end in (0, 1, 20, 64, 100, chunk, len(whole) // 2, len(whole) - 64, len(whole) - 1):
        bad.write_bytes(whole[:end])
        refusing(bad, errors, passphrase)
    for place in (0, 5, 18, 30, 1000, len(whole) // 3, len(whole) - 200, len(whole) - 70, len(whole) - 1):
        altered = bytearray(whole)
        altered[place] ^= 4
        bad.write_bytes(altered)
        refusing(bad, errors, passphrase)
    bad.write_bytes(whole + b"\n")
    refusing(bad, errors, passphrase)


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The backup with other members and a digest that fits them."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    new = file.with_name("rewritten")
    with zipfile.ZipFile(new, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = b"0" * 64
    with new.open("r+b") as out:
        digest = saving.digest_of(out, new.stat().st_size - 64)
        out.seek(-64, os.SEEK_END)
        out.write(digest)
    return new


def manifest_with(**facts: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | facts).encode()

    return change


def drop_row(members: dict[str, bytes]) -> None:
    members["tables/core_users.jsonl"] = members["tables/core_users.jsonl"].split(b"\n", 1)[1]


def add_member(members: dict[str, bytes]) -> None:
    members["files/../../evil"] = b"x"


def escape(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    keys = next(each for each in manifest["files"] if each["path"] == "keys.json")
    members["files/../keys.json"] = members.pop("files/keys.json")
    keys["path"] = "../keys.json"
    members["manifest.json"] = json.dumps(manifest).encode()


def new_column(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    next(each for each in manifest["tables"] if each["name"] == "core_users")["columns"].append("shoe_size")
    members["manifest.json"] = json.dumps(manifest).encode()


def old_column(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    next(each for each in manifest["tables"] if each["name"] == "core_users")["columns"].remove("login")
    members["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (manifest_with(format=2), BackupNewer),
        (manifest_with(version="999.1"), BackupNewer),
        (manifest_with(product="other"), BackupDamaged),
        (manifest_with(tables=None), BackupDamaged),
        (manifest_with(surprise=1), BackupDamaged),
        (lambda members: members.pop("manifest.json"), BackupDamaged),
        (drop_row, BackupDamaged),
        (add_member, BackupDamaged),
        (escape, BackupDamaged),
        (new_column, BackupNewer),
        (old_column, SchemaDiffers),
    ],
)
def test_a_backup_of_something_else_is_refused(
    full: Database,
    data_dir: Path,
    tmp_path: Path,
    refusing: Callable[..., None],
    change: Callable[[dict[str, bytes]], None],
    error: type[ZiqiangError],
) -> None:
    backup(full, data_dir, tmp_path / "backup")
    refusing(rewritten(tmp_path / "backup", change), error)


def test_a_sealed_backup_needs_its_passphrase(
    full: Database, data_dir: Path, tmp_path: Path, refusing: Callable[..., None]
) -> None:
    file = tmp_path / "backup"
    backup(full, data_dir, file, "right")
    assert b"core_users" not in file.read_bytes()
    refusing(file, BackupSealed)
    refusing(file, WrongPassphrase, "wrong")


def test_a_database_with_data_is_never_overwritten(full: Database, data_dir: Path, tmp_path: Path) -> None:
    backup(full, data_dir, tmp_path / "backup")
    before = content(full)
    with pytest.raises(DatabaseNotEmpty):
        restore(tmp_path / "backup", full, data_dir)
    assert content(full) == before
    assert Keyring.load(data_dir)


def test_a_folder_with_other_keys_is_never_overwritten(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path
) -> None:
    backup(full, data_dir, tmp_path / "backup")
    other = tmp_path / "other"
    other.mkdir()
    keys = Keyring.create(other).keys
    with pytest.raises(DataFolderInUse, match=r"keys\.json"):
        restore(tmp_path / "backup", make_database(), other)
    assert Keyring.load(other).keys == keys


def test_a_restore_that_fails_half_way_leaves_nothing_and_can_be_repeated(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, target, folder = tmp_path / "backup", make_database(), tmp_path / "new"
    backup(full, data_dir, file)
    with monkeypatch.context() as patch:
        patch.setattr("app.core.backup.restoring.os.replace", _disk_full_after(2))
        with pytest.raises(OSError, match="disk full"):
            restore(file, target, folder)
    assert files(folder) == {}
    restore(file, target, folder)
    assert content(target) == content(full)


def _disk_full_after(times: int) -> Callable[[Path, Path], None]:
    left = [times]
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError("disk full")
        real(source, target)

    return replace


def test_a_backup_that_fails_leaves_the_one_before(full: Database, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept" / "backup"
    file.parent.mkdir()
    backup(full, data_dir, file)
    before = file.read_bytes()
    (data_dir / "keys.json").unlink()
    with pytest.raises(KeyFileMissing):
        backup(full, data_dir, file)
    assert files(file.parent) == {"backup": before}


def test_migration_versions_travel_along_and_must_agree(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path
) -> None:
    create = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"
    with full.engine.begin() as connection:
        connection.execute(text(create))
        connection.execute(text("INSERT INTO alembic_version VALUES ('b2'), ('a1')"))
    assert backup(full, data_dir, tmp_path / "backup").schema == {"alembic_version": ("a1", "b2")}
    target = make_database()
    with target.engine.begin() as connection:
        connection.execute(text(create))
        connection.execute(text("INSERT INTO alembic_version VALUES ('a1')"))
    with pytest.raises(SchemaDiffers, match="alembic_version"):
        restore(tmp_path / "backup", target, tmp_path / "new")
    with target.engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('b2')"))
    restore(tmp_path / "backup", target, tmp_path / "new")
    assert content(target) == content(full)


class Colour(enum.Enum):
    """Values that are not their names."""

    RED = "#f00"


KINDS: dict[str, tuple[Any, list[Any]]] = {
    "number": (Integer, [0, -(2**31), 2**31 - 1]),
    "text": (String, ["", '王\n"\\', "\U0001f600\u2028"]),
    "flag": (Boolean, [True, False, True]),
    "ratio": (Float, [0.1, 1e300, -0.0]),
    "amount": (Numeric(12, 2), [Decimal("0.01"), Decimal("-1234567.89"), Decimal("5.00")]),
    "day": (Date, [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)]),
    "clock": (Time, [time(0), time(23, 59, 59, 999999), time(12)]),
    "naive": (DateTime, [datetime(2026, 1, 1), datetime(1999, 1, 1, 1, 1, 1, 1), datetime(2026, 7, 1)]),  # noqa: DTZ001
    "instant": (UtcInstant, [datetime(2026, 1, 1, tzinfo=UTC), datetime(1999, 1, 1, 1, 1, 1, 1, UTC), None]),
    "length": (Interval, [timedelta(0), timedelta(days=5, microseconds=1), timedelta(seconds=1)]),
    "blob": (LargeBinary, [b"", bytes(range(256)), b"\\x00"]),
    "facts": (JSON, [{"b": 1, "a": [None, "\u738b"]}, [], None]),
    "colour": (Enum(Colour), [Colour.RED, None, Colour.RED]),
    "mark": (Uuid, [UUID(int=0), UUID(int=2**128 - 1), None]),
}


@pytest.mark.filterwarnings("ignore:Dialect sqlite.*does \\*not\\* support Decimal")
def test_every_type_comes_back_exactly(make_database: MakeDatabase) -> None:
    table = Table(
        "kinds", MetaData(), Column("id", Integer, primary_key=True), *(Column(n, k) for n, (k, _) in KINDS.items())
    )
    given = [{"id": place, **{name: values[place] for name, (_, values) in KINDS.items()}} for place in range(3)]
    given.append(dict.fromkeys(table.columns.keys(), None) | {"id": 9})
    source, target = make_database(), make_database()
    for database in (source, target):
        table.metadata.create_all(database.engine)
    with source.writing() as session:
        session.execute(insert(table), given)
    plain, names = rows.plain_table(table), [column.name for column in table.columns]
    with source.reading() as session:
        found = list(rows.lines(session.connection(), plain))
    with target.writing() as session:
        connection = session.connection()
        assert load(connection, "kinds", names, rows.driver_rows(connection.dialect, plain, names, found)) == 4
    with target.reading() as session:
        assert [row._asdict() for row in session.execute(select(table).order_by(table.c.id))] == given
        assert list(rows.lines(session.connection(), plain)) == found
        assert math.copysign(1, session.scalar(select(func.min(table.c.ratio))) or 1)


def test_sealing_keeps_every_length_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 10)
    monkeypatch.setattr(sealing, "_COST", 4)
    for size in (0, 1, 9, 10, 11, 20, 35):
        plain, sealed, out = (tmp_path / name for name in ("plain", "sealed", "out"))
        plain.write_bytes(os.urandom(size))
        with plain.open("rb") as source, sealed.open("wb") as target:
            sealing.seal(source, target, "phrase")
        with sealed.open("rb") as source, out.open("wb") as target:
            sealing.unseal(source, target, "phrase", sealed)
        assert out.read_bytes() == plain.read_bytes()
        body = sealed.read_bytes()
        if size > 10:
            sealed.write_bytes(body[: len(sealing.MAGIC) + 27 + 26])
            with sealed.open("rb") as source, out.open("wb") as target, pytest.raises(WrongPassphrase):
                sealing.unseal(source, target, "phrase", sealed)


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("0.2", "0.1.9", True),
        ("0.10", "0.9", True),
        ("1.0", "1", False),
        ("0.1", "0.1.1", False),
        ("0.1+dev", "0.1", False),
    ],
)
def test_versions_are_compared_by_number(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer


def test_a_missing_file_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), reading.checked(tmp_path / "none", None):
        pass
