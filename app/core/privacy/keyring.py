"""The keyring: the secret keys of an installation, in one file beside the data that only its owner can read.

Every key has a random four-byte id, a purpose (sealing data, indexing, signing the audit log), a suite and a
random 32-byte secret. The newest key of a purpose is used for writing, every key for reading, so that keys
can be rotated while old ciphertexts stay readable. Random ids cannot clash when keyrings meet after a restore.
A keyring is a value: rotating gives a new one, which is saved to the file in one step.
"""

import base64
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from app.core import clock
from app.core.errors import ZiqiangError
from app.core.privacy.suites import AES, SECRET_BYTES, Suite, Transform, suite_named

KEY_FILE = "keys.json"
KEY_ID_BYTES = 4
_FORMAT = 1


class KeyFileMissing(ZiqiangError):
    """There is no key file where the data are."""

    kind = "key_file_missing"
    message = "There is no key file at %(path)s. Restore it from the backup, or start a new installation."
    status = 500


class KeyFileExists(ZiqiangError):
    """A new key file would replace one that is in use."""

    kind = "key_file_exists"
    message = "There is a key file at %(path)s already; replacing it would make the data unreadable."


class KeyFileUnsafe(ZiqiangError):
    """The key file can be read by others, or is no key file."""

    kind = "key_file_unsafe"
    message = "The key file %(path)s can't be used: %(reason)s."
    status = 500


class KeyUnknown(ZiqiangError):
    """Something was sealed with a key this keyring does not hold."""

    kind = "key_unknown"
    message = "The key %(key)s is not in the keyring. Restore the key file that belongs to this database."
    status = 500


class Purpose(StrEnum):
    """What a key is for; one key never serves two ends."""

    DATA = "data"
    INDEX = "index"
    AUDIT = "audit"


@dataclass(frozen=True)
class Key:
    """One secret key."""

    id: bytes
    purpose: Purpose
    suite: Suite
    secret: bytes = field(repr=False)
    created: str

    @classmethod
    def new(cls, purpose: Purpose, suite: Suite) -> "Key":
        """A fresh random key."""
        made = clock.now().isoformat(timespec="seconds")
        return cls(os.urandom(KEY_ID_BYTES), purpose, suite, os.urandom(SECRET_BYTES), made)

    @cached_property
    def seal(self) -> Transform:
        """Seals (data, bound data), nonce first."""
        return self.suite.sealer(self.secret)

    @cached_property
    def unseal(self) -> Transform:
        """Opens what `seal` gave; InvalidTag if either part was changed."""
        return self.suite.opener(self.secret)

    def digest(self, data: bytes) -> bytes:
        """The keyed digest of the data (32 bytes)."""
        return self.suite.digest(self.secret, data)

    def as_json(self) -> dict[str, str]:
        """The key as it stands in the file."""
        return {
            "id": self.id.hex(),
            "purpose": self.purpose.value,
            "suite": self.suite.name,
            "secret": base64.b64encode(self.secret).decode(),
            "created": self.created,
        }

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "Key":
        """Read back what `as_json` wrote; ValueError or KeyError when it is no key."""
        secret = base64.b64decode(facts["secret"], validate=True)
        identity = bytes.fromhex(facts["id"])
        if len(secret) != SECRET_BYTES or len(identity) != KEY_ID_BYTES:
            raise ValueError("a key is cut short")
        return cls(identity, Purpose(facts["purpose"]), suite_named(facts["suite"]), secret, facts["created"])


class Keyring:
    """The keys of an installation, oldest first."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys: tuple[Key, ...] = tuple(keys)
        self._by_id = {key.id: key for key in self.keys}
        self._current = {key.purpose: key for key in self.keys}
        if set(self._current) != set(Purpose) or len(self._by_id) != len(self.keys):
            raise ValueError("a key is missing or doubled")

    def __repr__(self) -> str:
        return f"Keyring({', '.join(key.id.hex() for key in self.keys)})"

    @classmethod
    def new(cls, suite: str = AES.name) -> "Keyring":
        """A keyring of fresh random keys, in memory."""
        return cls(Key.new(purpose, suite_named(suite)) for purpose in Purpose)

    @classmethod
    def create(cls, folder: Path, suite: str = AES.name) -> "Keyring":
        """A new keyring and its file, readable by the owner alone; refused where there is one."""
        keyring = cls.new(suite)
        path = folder / KEY_FILE
        try:
            _write_private(path, keyring.to_bytes(), os.O_EXCL)
        except FileExistsError:
            raise KeyFileExists(path=path) from None
        return keyring

    @classmethod
    def load(cls, folder: Path) -> "Keyring":
        """The keyring of a data folder; refused when others can read the file."""
        path = folder / KEY_FILE
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            content = path.read_bytes()
        except FileNotFoundError:
            raise KeyFileMissing(path=path) from None
        if os.name == "posix" and mode & 0o077:
            raise KeyFileUnsafe(path=path, reason=f"others can read it (mode {mode:04o}, set it to 0600)")
        try:
            return cls.from_bytes(content)
        except (ValueError, KeyError, TypeError) as error:
            raise KeyFileUnsafe(path=path, reason=f"it is damaged ({error})") from error

    def save(self, folder: Path) -> None:
        """Replace the key file in one step: whole and old, or whole and new."""
        path = folder / KEY_FILE
        fresh = path.with_suffix(".new")
        _write_private(fresh, self.to_bytes(), os.O_TRUNC)
        os.replace(fresh, path)

    def to_bytes(self) -> bytes:
        """The content of the key file."""
        facts = {"format": _FORMAT, "keys": [key.as_json() for key in self.keys]}
        return json.dumps(facts, indent=1).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Keyring":
        """Read a key file's content; ValueError or KeyError when it is none."""
        facts = json.loads(content)
        if facts["format"] != _FORMAT:
            raise ValueError(f"format {facts['format']} is not known")
        return cls(Key.from_json(each) for each in facts["keys"])

    def rotated(self, *purposes: Purpose, suite: str | None = None) -> "Keyring":
        """A keyring with a fresh current key for each purpose (all by default), of another suite if named.

        Save it before its new keys seal anything. After a rotation of the index key, look up by
        `blind_indexes` until every row has been indexed anew.
        """
        fresh = (
            Key.new(purpose, suite_named(suite) if suite else self.current(purpose).suite)
            for purpose in purposes or tuple(Purpose)
        )
        return Keyring((*self.keys, *fresh))

    def current(self, purpose: Purpose) -> Key:
        """The key that writes."""
        return self._current[purpose]

    def of(self, purpose: Purpose) -> tuple[Key, ...]:
        """Every key of a purpose, newest first."""
        return tuple(key for key in reversed(self.keys) if key.purpose is purpose)

    def key(self, identity: bytes, purpose: Purpose) -> Key:
        """The key with that id, if it serves that purpose."""
        key = self._by_id.get(identity)
        if key is None or key.purpose is not purpose:
            raise KeyUnknown(key=identity.hex())
        return key


def _write_private(path: Path, content: bytes, flags: int) -> None:
    """Write a file only its owner can read, down to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
