"""Sealing one value: authenticated encryption with its place bound in, and a keyed hash to find it by.

A ciphertext is: one byte of format, four bytes of key id, nonce, body and tag. The format, the key id and the
place (table, column, row) are authenticated, so a ciphertext moved to another row or column does not open.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from app.core.errors import ZiqiangError
from app.core.privacy.keyring import KEY_ID_BYTES, Keyring, Purpose

INDEX_BYTES = 16
_FORMAT = b"\x01"
_HEADER_BYTES = len(_FORMAT) + KEY_ID_BYTES


class SealBroken(ZiqiangError):
    """A sealed value was altered, or belongs to another place."""

    kind = "seal_broken"
    message = "The sealed value of %(place)s can't be opened: it was altered or belongs to another record."
    status = 500


@dataclass(frozen=True, slots=True)
class Bound:
    """The place a value belongs to; the row by an identifier known before it is inserted."""

    table: str
    column: str
    row: str

    def to_bytes(self) -> bytes:
        """The parts with their lengths, so that no two places give the same bytes."""
        return framed(self.table, self.column, self.row)

    def __str__(self) -> str:
        return f"{self.table}.{self.column} ({self.row})"


def framed(*parts: str) -> bytes:
    """Texts joined so that they can be told apart again: each behind its length."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def encrypt(keyring: Keyring, plaintext: str, bound: Bound) -> bytes:
    """Seal a text for its place with the current data key."""
    return encrypt_bytes(keyring, plaintext.encode(), bound)


def encrypt_bytes(keyring: Keyring, plain: bytes, bound: Bound) -> bytes:
    """Seal bytes for their place with the current data key."""
    key = keyring.current(Purpose.DATA)
    header = _FORMAT + key.id
    return header + key.seal(plain, header + bound.to_bytes())


def decrypt(keyring: Keyring, ciphertext: bytes, bound: Bound) -> str:
    """Open a sealed text; SealBroken when it was altered or stands in another place."""
    return decrypt_bytes(keyring, ciphertext, bound).decode()


def decrypt_bytes(keyring: Keyring, ciphertext: bytes, bound: Bound) -> bytes:
    """Open sealed bytes; SealBroken when they were altered or stand in another place."""
    header = bytes(ciphertext[:_HEADER_BYTES])
    if len(header) < _HEADER_BYTES or not header.startswith(_FORMAT):
        raise SealBroken(place=bound)
    key = keyring.key(header[len(_FORMAT) :], Purpose.DATA)
    try:
        return key.unseal(bytes(ciphertext[_HEADER_BYTES:]), header + bound.to_bytes())
    except InvalidTag:
        raise SealBroken(place=bound) from None


def blind_index(keyring: Keyring, purpose: str, value: str) -> bytes:
    """The keyed hash a normalised value is found by: 16 bytes, different for every purpose."""
    return keyring.current(Purpose.INDEX).digest(framed(purpose, value))[:INDEX_BYTES]


def blind_indexes(keyring: Keyring, purpose: str, value: str) -> tuple[bytes, ...]:
    """The hashes under every index key, newest first: for look-ups while a rotation is under way."""
    message = framed(purpose, value)
    return tuple(key.digest(message)[:INDEX_BYTES] for key in keyring.of(Purpose.INDEX))
