"""An entry stands with its transaction and can't be changed; what can't be logged is refused."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from app.core import audit, clock
from app.core.audit import AuditEntry, AuditUnavailable, Kind, VerifyResult
from app.core.audit import ddl as audit_ddl
from app.core.db import Database
from tests.core.audit.house import NAME, House


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
