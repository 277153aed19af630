"""The chain: what is hashed, in which spelling, and the keyed seal of each link.

The hash alone shows accidents and lets anybody with a printed digest check the log; the seal (HMAC under the
keyring's audit key) is what somebody with nothing but the database cannot forge after changing it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.core.periods import Month
from app.core.privacy import Keyring, Purpose
from app.core.privacy.keyring import KEY_ID_BYTES

GENESIS = bytes(32)
"""What the first batch has as the hash before it."""

ENTRY_FIELDS = (
    "id",
    "at",
    "actor",
    "os_user",
    "address",
    "kind",
    "action",
    "object_table",
    "object_key",
    "count",
    "content_hash",
    "detail",
)
"""The columns of an entry that are hashed, in this order."""


class Kind(StrEnum):
    """The kinds of entry."""

    WRITE = "write"
    READ = "read"
    EXPORT = "export"
    REFUSAL = "refusal"
    LOGIN = "login"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class AuditLog:
    """What the log needs beside the database: the keys, and the data folder that holds its head."""

    keyring: Keyring
    data_dir: Path


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return spelled(value)
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case Decimal() | Fraction() | Month() | Path():
            return str(value)
        case set() | frozenset():
            return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in the audit log")


def canonical(value: Any) -> str:
    """The one JSON spelling of a value: sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)


def spelled(instant: datetime) -> str:
    """The one spelling of an instant: UTC to the microsecond."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def content_hash(rows: Iterable[Any]) -> str:
    """The hash a set operation gives to its rows, in the order given."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical(row).encode() + b"\n")
    return digest.hexdigest()


def salted_hash(salt: bytes, value: str) -> str:
    """The hash of a personal value that the chain covers; worthless once its salt is deleted."""
    return hashlib.sha256(salt + value.encode("utf-8", "surrogatepass")).hexdigest()


def link(previous: bytes, number: int, at: datetime, last_entry: int, entries: Sequence[Sequence[Any]]) -> bytes:
    """The hash of a batch: over the hash before it, its own facts and every entry (see ENTRY_FIELDS)."""
    digest = hashlib.sha256(previous)
    digest.update(canonical([number, spelled(at), len(entries), last_entry]).encode())
    encode = _ENTRY_JSON.encode
    for entry in entries:
        digest.update(b"\n" + encode((entry[0], spelled(entry[1]), *entry[2:])).encode())
    return digest.digest()


_ENTRY_JSON = json.JSONEncoder(separators=(",", ":"))


def seal(keyring: Keyring, batch_hash: bytes) -> bytes:
    """The keyed seal of a link: the key's id, then the MAC."""
    key = keyring.current(Purpose.AUDIT)
    return key.id + key.digest(batch_hash)


def seal_holds(keyring: Keyring, batch_hash: bytes, sealed: bytes) -> bool:
    """Whether a seal was made for that hash by a key of this keyring; KeyUnknown for a stranger's key."""
    key = keyring.key(bytes(sealed[:KEY_ID_BYTES]), Purpose.AUDIT)
    return hmac.compare_digest(key.digest(batch_hash), bytes(sealed[KEY_ID_BYTES:]))


def detail_json(facts: Mapping[str, Any], hashes: Mapping[str, str]) -> str:
    """The detail of an entry: its plain facts, and the salted hashes of its personal values."""
    return canonical({"facts": dict(facts), "personal": dict(hashes)})


def hashes_in(detail: str) -> Mapping[str, str]:
    """The salted hashes an entry's detail holds, by name."""
    found: Mapping[str, str] = json.loads(detail).get("personal", {})
    return found
