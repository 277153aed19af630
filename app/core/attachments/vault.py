"""The files on disk: sealed with the keys of the installation, bound to their row, under random names."""

import os
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.core.attachments.tables import Attachment
from app.core.privacy import Bound, Keyring, decrypt_bytes, encrypt_bytes

FOLDER = "attachments"
"""In the data folder; every backup carries it."""


def folder(data_dir: Path) -> Path:
    """Where the files lie."""
    return data_dir / FOLDER


def place_of(data_dir: Path, uid: str) -> Path:
    """Where the file of a row lies."""
    if not uid.isalnum():
        raise ValueError("The uid of an attachment is letters and digits")
    return folder(data_dir) / uid[:2] / uid


def put(session: Session, uid: str, content: bytes) -> None:
    """Write a file down to the disk; it goes away again when the session's transaction fails."""
    keyring: Keyring = session.info["keyring"]
    place = place_of(session.info["data_dir"], uid)
    for each in (folder(session.info["data_dir"]), place.parent):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_on_failure(session, place)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(encrypt_bytes(keyring, content, _bound(uid)))
        file.flush()
        os.fsync(file.fileno())


def take(session: Session, uid: str) -> bytes:
    """The bytes of a file; OSError where it is missing, SealBroken where it was altered."""
    keyring: Keyring = session.info["keyring"]
    return decrypt_bytes(keyring, place_of(session.info["data_dir"], uid).read_bytes(), _bound(uid))


def _bound(uid: str) -> Bound:
    return Bound(Attachment.__tablename__, "content", uid)


def _forget_on_failure(session: Session, place: Path) -> None:
    """Delete the file when the transaction, or savepoint, it was written in is rolled back; leave it once committed."""
    inside = session.get_nested_transaction() or session.get_transaction()

    def rolled_back(_session: Session, transaction: SessionTransaction) -> None:
        if _within(inside, transaction):
            place.unlink(missing_ok=True)

    def committed(_session: Session) -> None:
        if not session.in_nested_transaction() and event.contains(session, "after_soft_rollback", rolled_back):
            event.remove(session, "after_soft_rollback", rolled_back)

    event.listen(session, "after_soft_rollback", rolled_back)
    event.listen(session, "after_commit", committed)


def _within(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer
