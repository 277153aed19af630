"""The audit log stands with its transaction, can't be changed, and shows every tampering."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core import audit, audit_ddl, clock
from app.core.audit import AuditEntry, AuditUnavailable, AuditValue, Kind, VerifyResult
from app.core.db import Base, Database
from app.core.privacy import Keyring, Purpose

NAME, NUMBER = "王小明", "110101199003071234"


@dataclass(frozen=True)
class Person:
    """Somebody who acts."""

    login: str = "li"
    os_user: str = "wang"


@dataclass
class House:
    """A database with an installed log."""

    database: Database
    data_dir: Path
    keyring: Keyring = field(default_factory=Keyring.new)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield self.known_to(session)

    def known_to(self, session: Session) -> Session:
        session.info.update(actor=Person(), keyring=self.keyring, data_dir=self.data_dir, address="10.0.0.9")
        return session

    def verify(self) -> VerifyResult:
        with self.database.reading() as session:
            return audit.verify(self.known_to(session))

    def fault(self) -> str:
        result = self.verify()
        assert result.ok is (result.fault is None)
        return result.fault.kind if result.fault else ""

    def value_fault(self) -> str:
        with self.database.reading() as session:
            fault = audit.verify_values(self.known_to(session))
        return fault.kind if fault else ""

    def tamper(self, *statements: str) -> None:
        """What somebody with the database's password can do: drop the triggers, then change rows."""
        with self.database.writing() as session:
            drop_triggers(session)
            for statement in statements:
                session.execute(text(statement))

    def three_batches(self) -> None:
        for number in (1, 2, 3):
            with self.writing() as session:
                for part in (1, 2):
                    audit.record(session, "thing.change", object_table="things", object_key=f"{number}-{part}")


def drop_triggers(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            session.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        for table in (*audit_ddl.FROZEN, *audit_ddl.ERASABLE):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text("ALTER TABLE core_audit_entries DROP CONSTRAINT IF EXISTS fk_core_audit_entries_batch_no"))
        session.execute(text("ALTER TABLE core_audit_values DROP CONSTRAINT IF EXISTS fk_core_audit_values_entry_id"))


@pytest.fixture
def house(database_url: str, data_dir: Path) -> Iterator[House]:
    database = Database(database_url)
    Base.metadata.create_all(database.engine)
    for factory in database.session_factories:
        audit.install(factory)
    yield House(database, data_dir)
    database.close()


def test_an_entry_says_who_did_what_from_where(house: House) -> None:
    instant = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC)
    with clock.frozen(instant), house.writing() as session:
        audit.record(
            session, "thing.hire", object_table="things", object_key=7, detail={"day": clock.today(), "step": 3}
        )
    with house.database.reading() as session:
        entry = session.execute(select(*AuditEntry.__table__.columns)).one()
    assert (entry.actor, entry.os_user, entry.address, entry.at) == ("li", "wang", "10.0.0.9", instant)
    assert (entry.kind, entry.action, entry.object_table, entry.object_key) == ("write", "thing.hire", "things", "7")
    assert entry.detail == '{"facts":{"day":"2026-03-01","step":3},"personal":{}}'


def test_a_whole_log_verifies_with_its_digest(house: House) -> None:
    assert house.verify() == VerifyResult(True, 0, 0, "00" * 32, None)
    house.three_batches()
    result = house.verify()
    assert (result.ok, result.batches, result.entries) == (True, 3, 6)
    head = audit.read_head(house.data_dir)
    assert head is not None
    assert (head.no, head.hash.hex()) == (3, result.digest)


def test_an_entry_stands_only_if_its_transaction_commits(house: House) -> None:
    def fail() -> None:
        with house.writing() as session:
            audit.record(session, "thing.change")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert house.verify().entries == 0


def test_a_savepoint_rolled_back_takes_its_entries_along(house: House) -> None:
    with house.writing() as session:
        audit.record(session, "outside")
        with session.begin_nested():
            audit.record(session, "kept")
        try:
            with session.begin_nested():
                with session.begin_nested():
                    audit.record(session, "lost inside")
                audit.record(session, "lost")
                raise RuntimeError
        except RuntimeError:
            audit.record(session, "after")
    with house.database.reading() as session:
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == ["outside", "kept", "after"]
    assert house.verify().batches == 1


def test_a_session_committed_twice_links_two_batches(house: House) -> None:
    factory, _reading = house.database.session_factories
    with factory() as session:
        house.known_to(session)
        for _ in range(2):
            audit.record(session, "thing.change")
            session.commit()
        session.commit()
    assert (house.verify().batches, house.fault()) == (2, "")


@pytest.mark.parametrize("table", [*audit_ddl.FROZEN, *audit_ddl.ERASABLE])
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "TRUNCATE {table} CASCADE",
    ],
)
def test_the_database_itself_refuses_changes(house: House, table: str, attack: str) -> None:
    with house.writing() as session:
        audit.record(session, "thing.change", personal={"name": NAME})
    sqlite_only, postgresql_only = attack.startswith("INSERT"), attack.startswith("TRUNCATE")
    if (sqlite_only and not house.database.is_sqlite) or (postgresql_only and house.database.is_sqlite):
        return
    column = {"core_audit_batches": "no", "core_audit_entries": "id", "core_audit_values": "name"}[table]
    statement = text(attack.format(table=table, column=column))
    if table in audit_ddl.ERASABLE and not attack.startswith("UPDATE"):
        return
    with pytest.raises(DBAPIError, match="append-only"), house.database.writing() as session:
        session.execute(statement)
    assert house.fault() == ""


CHANGES = {
    "an actor": "UPDATE core_audit_entries SET actor = 'zhang' WHERE id = 3",
    "a count": "UPDATE core_audit_entries SET count = 2 WHERE id = 3",
    "a detail": "UPDATE core_audit_entries SET detail = '{}' WHERE id = 6",
    "two entries swapped": "UPDATE core_audit_entries SET object_key = CASE id WHEN 3 THEN '2-2' ELSE '2-1' END "
    "WHERE id IN (3, 4)",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_entry_is_found(house: House, change: str) -> None:
    house.three_batches()
    house.tamper(change)
    assert house.fault() == "changed"


@pytest.mark.parametrize("entry", range(1, 7))
def test_a_removed_entry_is_found(house: House, entry: int) -> None:
    house.three_batches()
    house.tamper(f"DELETE FROM core_audit_entries WHERE id = {entry}")
    result = house.verify()
    assert result.fault is not None
    assert (result.fault.kind, result.fault.entry) == ("entry_missing", entry)


def test_an_added_entry_is_found(house: House) -> None:
    house.three_batches()
    copy = "SELECT {id}, {batch}, at, actor, os_user, address, kind, action, object_table, object_key, count, "
    copy = "INSERT INTO core_audit_entries " + copy + "content_hash, detail FROM core_audit_entries WHERE id = 6"
    house.tamper(copy.format(id=7, batch=3))
    assert house.fault() == "entry_added"
    house.tamper("DELETE FROM core_audit_entries WHERE id = 7", copy.format(id=0, batch=1))
    assert house.fault() == "entry_missing"


def test_reordered_entries_are_found(house: House) -> None:
    house.three_batches()
    house.tamper(
        *(f"UPDATE core_audit_entries SET id = {new} WHERE id = {old}" for old, new in ((3, 9), (4, 3), (9, 4)))
    )
    assert house.fault() == "changed"
    house.tamper("UPDATE core_audit_entries SET batch_no = 1 WHERE id = 5")
    assert house.fault() == "changed"


def test_reordered_batches_are_found(house: House) -> None:
    house.three_batches()
    swap = [(2, 9), (3, 2), (9, 3)]
    house.tamper(
        *(f"UPDATE core_audit_batches SET no = {new} WHERE no = {old}" for old, new in swap),
        *(f"UPDATE core_audit_entries SET batch_no = {new} WHERE batch_no = {old}" for old, new in swap),
    )
    assert house.fault() == "link_broken"


@pytest.mark.parametrize(("batch", "kind"), [(1, "batch_missing"), (2, "batch_missing"), (3, "truncated")])
def test_a_removed_batch_is_found(house: House, batch: int, kind: str) -> None:
    house.three_batches()
    house.tamper(
        f"DELETE FROM core_audit_entries WHERE batch_no = {batch}", f"DELETE FROM core_audit_batches WHERE no = {batch}"
    )
    assert house.fault() == kind


def test_an_emptied_log_is_found(house: House) -> None:
    house.three_batches()
    house.tamper("DELETE FROM core_audit_entries", "DELETE FROM core_audit_batches")
    assert house.fault() == "truncated"


def test_a_log_grown_again_after_a_truncation_is_found(house: House) -> None:
    house.three_batches()
    house.tamper("DELETE FROM core_audit_entries WHERE batch_no = 3", "DELETE FROM core_audit_batches WHERE no = 3")
    with house.writing() as session:
        audit.record(session, "thing.change")
    assert house.fault() == "head_differs"


@pytest.mark.parametrize("column", ["hash", "previous", "seal", "entries", "last_entry", "at"])
def test_a_changed_batch_is_found(house: House, column: str) -> None:
    house.three_batches()
    other = "1" if column == "entries" else f"(SELECT {column} FROM core_audit_batches WHERE no = 1)"
    house.tamper(f"UPDATE core_audit_batches SET {column} = {other} WHERE no = 2")
    assert house.fault() in {"changed", "link_broken", "seal_broken", "entry_missing"}


def test_a_chain_recomputed_without_the_keys_is_found(house: House) -> None:
    """Somebody rewrites the whole log properly linked, with keys of her own."""
    house.three_batches()
    forger = House(house.database, house.data_dir / "forger")
    forger.data_dir.mkdir()
    house.tamper("DELETE FROM core_audit_entries", "DELETE FROM core_audit_batches")
    forger.three_batches()
    assert forger.fault() == ""
    assert house.fault() == "seal_broken"


def test_a_missing_or_damaged_head_is_found_and_never_repaired_silently(house: House) -> None:
    house.three_batches()
    file = house.data_dir / audit.HEAD_FILE
    file.write_bytes(b"{")
    house.three_batches()
    assert house.fault() == "head_damaged"
    file.unlink()
    assert house.fault() == "head_missing"
    with house.database.reading() as session:
        audit.trust_head(house.known_to(session))
    assert house.fault() == ""


def test_a_crash_before_the_head_is_written_raises_no_alarm(house: House) -> None:
    house.three_batches()
    old = (house.data_dir / audit.HEAD_FILE).read_bytes()
    house.three_batches()
    (house.data_dir / audit.HEAD_FILE).write_bytes(old)
    assert house.fault() == ""


def test_old_batches_verify_after_the_keys_are_rotated(house: House) -> None:
    house.three_batches()
    house.keyring = house.keyring.rotated(Purpose.AUDIT, suite="sm")
    house.three_batches()
    assert (house.verify().batches, house.fault()) == (6, "")


def test_personal_values_stand_encrypted_and_erasure_keeps_the_chain_whole(house: House) -> None:
    with house.writing() as session:
        audit.record(
            session, "a", object_table="things", object_key="x", personal={"name": NAME, "number": NUMBER, "no": None}
        )
        audit.record(session, "b", object_table="things", object_key="y", personal={"name": NAME})
    with house.database.reading() as session:
        assert audit.values_of(session, house.keyring, 1) == {"name": NAME, "number": NUMBER}
        stored = session.execute(select(AuditEntry.detail, AuditValue.cipher).join(AuditValue)).all()
        assert all(NUMBER not in row.detail and NUMBER.encode() not in row.cipher for row in stored)
    with house.writing() as session:
        assert audit.erase(session, "things", "x") == 2
    with house.database.reading() as session:
        assert audit.values_of(session, house.keyring, 1) == {}
        assert audit.values_of(session, house.keyring, 2) == {"name": NAME}
    assert (house.fault(), house.value_fault()) == ("", "")


VALUE_ATTACKS = {
    "value_missing": "DELETE FROM core_audit_values WHERE entry_id = 1 AND name = 'name'",
    "value_changed": "UPDATE core_audit_values SET cipher = (SELECT cipher FROM core_audit_values WHERE entry_id = 2) "
    "WHERE entry_id = 1 AND name = 'name'",
    "value_added": "UPDATE core_audit_values SET name = 'nickname' WHERE entry_id = 1 AND name = 'name'",
}


@pytest.mark.parametrize(("kind", "attack"), VALUE_ATTACKS.items(), ids=VALUE_ATTACKS.keys())
def test_tampered_values_are_found(house: House, kind: str, attack: str) -> None:
    with house.writing() as session:
        audit.record(session, "a", personal={"name": NAME, "number": NUMBER})
        audit.record(session, "b", personal={"name": NAME})
    assert house.value_fault() == ""
    house.tamper(attack)
    assert house.value_fault() == kind


def test_the_same_value_has_another_hash_every_time(house: House) -> None:
    with house.writing() as session:
        for _ in range(2):
            audit.record(session, "a", personal={"name": NAME})
    with house.database.reading() as session:
        one, two = session.scalars(select(AuditEntry.detail))
    assert one != two


def test_strange_texts_are_recorded(house: House) -> None:
    with house.writing() as session:
        audit.record(session, "a\0b", object_key="\ud800", detail={"login": "x\0\ud800"}, personal={"name": "x\0"})
    assert (house.fault(), house.value_fault()) == ("", "")


def test_reads_are_logged_in_a_transaction_of_their_own(house: House) -> None:
    audit.record_now(house.writing(), "thing.read", kind=Kind.READ, object_table="things", object_key="x")
    assert house.verify().entries == 1


def test_what_cannot_be_logged_is_refused(house: House) -> None:
    with house.database.writing() as session:
        session.execute(text("DROP TABLE core_audit_values"))
        session.execute(text("DROP TABLE core_audit_entries"))
    with pytest.raises(AuditUnavailable):
        audit.record_now(house.writing(), "thing.read", kind=Kind.READ)
    block = house.writing()
    session = block.__enter__()
    session.execute(text("CREATE TABLE things (id INTEGER)"))
    audit.record(session, "thing.change")
    with pytest.raises(AuditUnavailable):
        block.__exit__(None, None, None)
    with pytest.raises(DBAPIError), house.database.writing() as session:
        session.execute(text("SELECT * FROM things"))


def test_recording_where_nothing_would_be_written_is_refused(house: House, sqlite_url: str) -> None:
    with house.database.reading() as session, pytest.raises(AuditUnavailable, match="only reads"):
        audit.record(house.known_to(session), "thing.read")
    with house.database.writing() as session, pytest.raises(AuditUnavailable, match="no keys"):
        audit.record(session, "thing.read")
    other = Database(sqlite_url.replace("ziqiang.db", "other.db"))
    with other.writing() as session, pytest.raises(AuditUnavailable, match="no audit log"):
        audit.record(house.known_to(session), "thing.read")
    other.close()


def test_nothing_is_recorded_after_the_link(house: House) -> None:
    factory, _reading = house.database.session_factories
    with factory() as session:
        event.listen(session, "before_commit", lambda late: audit.record(late, "late"))
        audit.record(house.known_to(session), "thing.change")
        with pytest.raises(AuditUnavailable, match="linked already"):
            session.commit()


def test_writers_at_the_same_time_make_one_chain(house: House) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(10):
                with house.writing() as session:
                    audit.record(session, "thing.change")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (house.verify().batches, house.fault()) == (40, "")


def test_a_set_operation_is_one_entry_with_count_and_hash(house: House) -> None:
    rows = [{"id": number, "amount": number * 100} for number in range(1000)]
    with house.writing() as session:
        audit.record(session, "set.change", count=len(rows), content_hash=audit.content_hash(rows))
    with house.database.reading() as session:
        entry = session.execute(select(AuditEntry.count.label("number"), AuditEntry.content_hash)).one()
    assert entry.number == 1000
    assert entry.content_hash == audit.content_hash(iter(rows))
    assert entry.content_hash != audit.content_hash(reversed(rows))


def test_the_protection_can_be_put_up_again(house: House) -> None:
    with house.database.writing() as session:
        for statement in audit_ddl.statements(session.get_bind().dialect.name):
            session.connection().exec_driver_sql(statement)
    house.three_batches()
    assert house.fault() == ""
