"""Verifying: walk the chain from its first link to the head and name the first thing that is wrong."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.audit.chain import ENTRY_FIELDS, GENESIS, AuditLog, Kind, hashes_in, link, salted_hash, seal_holds
from app.core.audit.head import Head, read_head, write_head
from app.core.audit.recording import log_of, value_bound
from app.core.audit.tables import AuditBatch, AuditEntry, AuditValue
from app.core.privacy import KeyUnknown, SealBroken, decrypt

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong, in which batch and at which entry (0: none in particular)."""

    kind: str
    batch: int
    entry: int = 0

    def __str__(self) -> str:
        place = f"batch {self.batch}" + (f", entry {self.entry}" if self.entry else "")
        return f"{place}: {_FAULTS[self.kind]}"


_FAULTS = {
    "batch_missing": "a batch is missing or out of order",
    "link_broken": "it does not follow from the batch before it",
    "entry_missing": "an entry is missing or out of order",
    "changed": "it, or one of its entries, was changed",
    "seal_broken": "its seal was not made with this installation's keys",
    "entry_added": "an entry belongs to no batch",
    "truncated": "the log ends before the head kept in the data folder",
    "head_differs": "the head kept in the data folder is another one",
    "head_missing": "the head file in the data folder is missing",
    "head_damaged": "the head file in the data folder is damaged",
    "value_changed": "a personal value was changed or moved",
    "value_missing": "a personal value is missing without an erasure",
    "value_added": "a personal value belongs to no entry",
}


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What was found: how much stands, the digest of the newest batch to print and sign, and the first fault."""

    ok: bool
    batches: int
    entries: int
    digest: str
    fault: Fault | None


class _Broken(Exception):
    def __init__(self, kind: str, batch: int, entry: int = 0) -> None:
        self.fault = Fault(kind, batch, entry)


@dataclass(slots=True)
class _Progress:
    batches: int = 0
    entries: int = 0
    hash: bytes = GENESIS
    head_seen: bool = False


def verify(session: Session, log: AuditLog | None = None) -> VerifyResult:
    """Check every batch and entry in one pass; ends at the first fault. Use a reading session: one snapshot.

    Found are changed, removed, added, reordered and truncated rows. Personal values are `verify_values`.
    """
    log = log or log_of(session)
    done = _Progress()
    try:
        head = _known_head(log)
        _walk(session, log, done, head)
        _check_head(done, head)
    except _Broken as broken:
        return VerifyResult(False, done.batches, done.entries, done.hash.hex(), broken.fault)
    return VerifyResult(True, done.batches, done.entries, done.hash.hex(), None)


def trust_head(session: Session, log: AuditLog | None = None) -> Head | None:
    """Take the newest batch as this machine's head: on a new machine, once its digest was compared on paper."""
    log = log or log_of(session)
    newest = session.scalar(select(AuditBatch).order_by(AuditBatch.no.desc()).limit(1))
    if newest is None:
        return None
    head = Head(newest.no, newest.hash, newest.seal)
    write_head(log.data_dir, head)
    return head


def _known_head(log: AuditLog) -> Head | None:
    try:
        return read_head(log.data_dir)
    except ValueError:
        raise _Broken("head_damaged", 0) from None


def _walk(session: Session, log: AuditLog, done: _Progress, head: Head | None) -> None:
    """Batches and entries side by side, each read once in order."""
    batches_in_order = select(*AuditBatch.__table__.columns).order_by(AuditBatch.no)
    entry_columns = [getattr(AuditEntry, name) for name in ENTRY_FIELDS]
    entries_in_order = select(*entry_columns, AuditEntry.batch_no).order_by(AuditEntry.id)
    with _stream(session, batches_in_order) as batches, _stream(session, entries_in_order) as entries:
        for batch in batches:
            _check_batch(log, done, batch, list(islice(entries, max(batch.entries, 0))))
            if head is not None and head.no == batch.no:
                if head.hash != batch.hash:
                    raise _Broken("head_differs", batch.no)
                done.head_seen = True
        for extra in entries:
            raise _Broken("entry_added", extra.batch_no, extra.id)


@contextmanager
def _stream(session: Session, statement: Any) -> Iterator[Iterator[Any]]:
    """The rows of a statement, fetched a few thousand at a time."""
    with session.connection().execute(statement, execution_options={"yield_per": _CHUNK}) as result:
        yield iter(result)


def _check_batch(log: AuditLog, done: _Progress, batch: Any, rows: list[Any]) -> None:
    """One link: its number, the link before, its entries, its hash and its seal."""
    number = done.batches + 1
    if batch.no != number:
        raise _Broken("batch_missing", number)
    if batch.previous != done.hash:
        raise _Broken("link_broken", number)
    for place, row in enumerate(rows, done.entries + 1):
        if row.id != place or row.batch_no != number:
            raise _Broken("entry_missing", number, place)
    if len(rows) != batch.entries or batch.last_entry != done.entries + len(rows):
        raise _Broken("entry_missing", number, done.entries + len(rows) + 1)
    if link(done.hash, number, batch.at, batch.last_entry, [tuple(row)[:-1] for row in rows]) != batch.hash:
        raise _Broken("changed", number)
    _check_seal(log, number, batch.hash, batch.seal)
    done.batches, done.entries, done.hash = number, batch.last_entry, batch.hash


def _check_seal(log: AuditLog, number: int, digest: bytes, sealed: bytes) -> None:
    try:
        if seal_holds(log.keyring, digest, sealed):
            return
    except KeyUnknown:
        pass
    raise _Broken("seal_broken", number)


def _check_head(done: _Progress, head: Head | None) -> None:
    if head is None:
        if done.batches:
            raise _Broken("head_missing", done.batches)
    elif not done.head_seen:
        raise _Broken("truncated", done.batches + 1)


def verify_values(session: Session, log: AuditLog | None = None) -> Fault | None:
    """Check every personal value against its salted hash in the chain; the first fault, or None.

    A value may be missing only where an erasure names its entry. Run it after `verify`.
    """
    log = log or log_of(session)
    statement = (
        select(
            AuditEntry.id, AuditEntry.batch_no, AuditEntry.detail, AuditValue.name, AuditValue.salt, AuditValue.cipher
        )
        .outerjoin(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id)
    )
    with _stream(session, statement) as rows:
        return _first_value_fault(log, rows, _erased(session))


def _first_value_fault(log: AuditLog, rows: Iterator[Any], erased: set[int]) -> Fault | None:
    for (entry, batch, detail), group in groupby(rows, lambda row: (row.id, row.batch_no, row.detail)):
        hashes = hashes_in(detail)
        held = [row for row in group if row.name is not None]
        for row in held:
            if row.name not in hashes:
                return Fault("value_added", batch, entry)
            if not _value_holds(log, row, hashes[row.name]):
                return Fault("value_changed", batch, entry)
        if len(held) < len(hashes) and entry not in erased:
            return Fault("value_missing", batch, entry)
    return None


def _value_holds(log: AuditLog, row: Any, expected: str) -> bool:
    try:
        value = decrypt(log.keyring, row.cipher, value_bound(row.salt, row.name))
    except (SealBroken, KeyUnknown):
        return False
    return salted_hash(row.salt, value) == expected


def _erased(session: Session) -> set[int]:
    details = session.scalars(select(AuditEntry.detail).where(AuditEntry.kind == Kind.ERASURE.value))
    return {entry for detail in details for entry in json.loads(detail)["facts"].get("entries", ())}
