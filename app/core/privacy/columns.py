"""Encrypted columns: one value object per column that knows the place its values are bound to."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.privacy.keyring import Keyring
from app.core.privacy.sealing import Bound, blind_index, blind_indexes, decrypt, encrypt


def normalised(text: str) -> str:
    """One spelling for look-ups: full-width forms narrowed, spaces and hyphens dropped, letters upper-case."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in narrow if not sign.isspace() and sign != "-").upper()


@dataclass(frozen=True, slots=True)
class EncryptedColumn:
    """A column whose values are sealed; the row is given by its `uid`, known before the insert.

    Columns that must be found by the same look-up name a common `purpose`.
    """

    table: str
    column: str
    purpose: str = ""

    def bound(self, uid: str) -> Bound:
        """The place of one row's value."""
        return Bound(self.table, self.column, uid)

    def seal(self, keyring: Keyring, uid: str, text: str) -> bytes:
        """The ciphertext to store."""
        return encrypt(keyring, text, self.bound(uid))

    def open(self, keyring: Keyring, uid: str, cipher: bytes) -> str:
        """The text of a stored ciphertext; SealBroken when it is not this row's."""
        return decrypt(keyring, cipher, self.bound(uid))

    def index(self, keyring: Keyring, text: str) -> bytes:
        """The hash to store beside it for exact look-up."""
        return blind_index(keyring, self._purpose, normalised(text))

    def indexes(self, keyring: Keyring, text: str) -> tuple[bytes, ...]:
        """The hashes to look for, newest key first (more than one while keys are rotated)."""
        return blind_indexes(keyring, self._purpose, normalised(text))

    def reseal(self, keyring: Keyring, uid: str, cipher: bytes) -> bytes:
        """The same text under the current key, after a rotation."""
        return self.seal(keyring, uid, self.open(keyring, uid, cipher))

    @property
    def _purpose(self) -> str:
        return self.purpose or f"{self.table}.{self.column}"


def encrypt_many(keyring: Keyring, column: EncryptedColumn, pairs: Iterable[tuple[str, str]]) -> list[bytes]:
    """The ciphertexts of many (uid, text) pairs of one column, in their order."""
    return [column.seal(keyring, uid, text) for uid, text in pairs]


def decrypt_many(keyring: Keyring, column: EncryptedColumn, pairs: Iterable[tuple[str, bytes]]) -> list[str]:
    """The texts of many (uid, ciphertext) pairs of one column, in their order."""
    return [column.open(keyring, uid, cipher) for uid, cipher in pairs]
