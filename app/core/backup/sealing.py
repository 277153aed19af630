"""Sealing a backup with a passphrase: scrypt for the key, AES-256-GCM in chunks.

Each chunk's nonce is a random prefix and the chunk's number; whether it is the last is authenticated with it.
So chunks can't be changed, swapped, dropped or cut off at the end.
"""

import os
import struct
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.core.backup.errors import BackupDamaged, WrongPassphrase

MAGIC = b"ZIQIANG-SEALED-1\n"
CHUNK = 1 << 20
_TAG = 16
_COST, _BLOCK, _LANES = 16, 8, 1  # scrypt with n = 2^16: 64 MiB and a fraction of a second
_COSTLIEST = 20
_HEADER = struct.Struct(">BBB16s8s")


def is_sealed(file: IO[bytes]) -> bool:
    """Whether the file begins like a sealed backup; leaves it at its start."""
    file.seek(0)
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


def seal(plain: IO[bytes], out: IO[bytes], passphrase: str) -> None:
    """Write the sealed form of all of `plain`."""
    header = _HEADER.pack(_COST, _BLOCK, _LANES, os.urandom(16), os.urandom(8))
    cipher = _cipher(passphrase, header)
    out.write(MAGIC + header)
    number, chunk = 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        out.write(cipher.encrypt(_nonce(header, number), chunk, _bound(header, last=not following)))
        if not following:
            return
        number, chunk = number + 1, following


def unseal(sealed: IO[bytes], out: IO[bytes], passphrase: str, name: Path) -> None:
    """Write the plain form; WrongPassphrase or BackupDamaged when it does not open to its end."""
    header = sealed.read(len(MAGIC) + _HEADER.size)[len(MAGIC) :]
    if len(header) < _HEADER.size:
        raise BackupDamaged(file=name, reason="it ends in its header")
    cost, block, lanes, _salt, _prefix = _HEADER.unpack(header)
    if not (1 <= cost <= _COSTLIEST and (block, lanes) == (_BLOCK, _LANES)):
        raise BackupDamaged(file=name, reason="its header makes no sense")
    cipher = _cipher(passphrase, header)
    number, chunk = 0, sealed.read(CHUNK + _TAG)
    while True:
        following = sealed.read(CHUNK + _TAG)
        try:
            out.write(cipher.decrypt(_nonce(header, number), chunk, _bound(header, last=not following)))
        except InvalidTag:
            if number == 0:
                raise WrongPassphrase(file=name) from None
            raise BackupDamaged(file=name, reason=f"chunk {number + 1} does not open") from None
        if not following:
            return
        number, chunk = number + 1, following


def _cipher(passphrase: str, header: bytes) -> AESGCM:
    cost, block, lanes, salt, _prefix = _HEADER.unpack(header)
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << cost, r=block, p=lanes).derive(passphrase.encode()))


def _nonce(header: bytes, number: int) -> bytes:
    return header[-8:] + number.to_bytes(4, "big")


def _bound(header: bytes, *, last: bool) -> bytes:
    return MAGIC + header + (b"\x01" if last else b"\x00")
