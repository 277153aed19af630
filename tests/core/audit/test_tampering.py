"""Every change, removal, addition, swap and truncation of the audit log is found."""

import pytest
from sqlalchemy import select

from app.core import audit
from app.core.audit import AuditEntry, AuditValue
from app.core.privacy import Purpose
from tests.core.audit.house import NAME, NUMBER, House

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
