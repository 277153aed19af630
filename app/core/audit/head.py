"""The head of the chain, kept outside the database: `audit-head` in the data folder.

A chain cannot show by itself that its newest links are gone. So after every commit the newest batch (number,
hash, seal) is written to a small file that SQL does not reach. It is a lower bound: the log must contain that
batch, and may be longer (a process killed between its commit and the file; another machine on the same
PostgreSQL). That way a crash never raises a false alarm, and what a truncation could hide is only what was
committed after the last head written. It is written after the commit, not before: a head ahead of the database
would accuse an honest log. The seal keeps it from being forged without the keys. Several machines each keep
their own head; a printed and signed digest is a third witness.
"""

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD_FILE = "audit-head"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest batch known to stand in the log."""

    no: int
    hash: bytes
    seal: bytes

    def to_bytes(self) -> bytes:
        """The content of the file."""
        return json.dumps({"no": self.no, "hash": self.hash.hex(), "seal": self.seal.hex()}).encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes) -> "Head":
        """Read it back; ValueError when it is no head."""
        try:
            facts: dict[str, Any] = json.loads(content)
            return cls(int(facts["no"]), bytes.fromhex(facts["hash"]), bytes.fromhex(facts["seal"]))
        except (KeyError, TypeError) as error:
            raise ValueError("this is no head of an audit log") from error


_writing = threading.Lock()


def read_head(folder: Path) -> Head | None:
    """The head in a data folder; None when there is no file, ValueError when it is damaged."""
    try:
        return Head.from_bytes((folder / HEAD_FILE).read_bytes())
    except FileNotFoundError:
        return None


def write_head(folder: Path, head: Head) -> None:
    """Move the head forward, never back, in one step."""
    path = folder / HEAD_FILE
    with _writing:
        try:
            known = read_head(folder)
        except ValueError:
            return  # A damaged head is a finding for `verify`, not ours to paint over.
        if known is not None and known.no >= head.no:
            return
        fresh = path.with_name(f"{HEAD_FILE}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(head.to_bytes())
        os.replace(fresh, path)
