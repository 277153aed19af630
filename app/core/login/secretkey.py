"""The secret key that signs cookies: 32 random bytes in the data folder that only their owner can read."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from app.core.login.errors import SecretKeyUnsafe

FILE = "secret-key"
BYTES = 32
_FEWEST_DIFFERENT = 8
_KNOWN = (b"change", b"secret", b"password", b"default", b"example", b"ziqiang", b"insecure", b"your-", b"testing")


def secret_key(folder: Path) -> bytes:
    """The key of a data folder, made at the first start; refused when it is short, known or readable by others."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise SecretKeyUnsafe(path=path, reason=f"others can read it (mode {mode:04o}, set it to 0600)")
    key = path.read_bytes().strip()
    fault = _fault(key)
    if fault:
        raise SecretKeyUnsafe(path=path, reason=fault)
    return key


def _fault(key: bytes) -> str:
    if len(key) < BYTES:
        return f"it has {len(key)} bytes, fewer than {BYTES}"
    if len(set(key)) < _FEWEST_DIFFERENT or any(word in key.lower() for word in _KNOWN):
        return "it can be guessed"
    return ""


def _make(path: Path) -> None:
    """Write a whole new key under its name in one step, unless another process was faster."""
    fresh = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(_random())
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _random() -> bytes:
    """Random bytes that no reader takes for a shorter text: none that counts as space."""
    key = b""
    while len(key) < BYTES:
        key = (key + secrets.token_bytes(BYTES)).translate(None, b" \t\r\n\v\f")[:BYTES]
    return key
