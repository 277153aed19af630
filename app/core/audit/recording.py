"""Recording: entries are collected in the session and linked as the last statements before its commit."""

import getpass
import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from app.core import clock
from app.core.audit.chain import ENTRY_FIELDS, GENESIS, AuditLog, Kind, detail_json, link, salted_hash, seal
from app.core.audit.head import Head, write_head
from app.core.audit.tables import AuditBatch, AuditEntry, AuditValue
from app.core.errors import ZiqiangError
from app.core.privacy import Bound, Keyring, encrypt

_INSTALLED, _PENDING, _HEAD = "audit.installed", "audit.pending", "audit.head"
_CHAIN_LOCK = 0x5A51_4155_4449_5431  # "ZQAUDIT1"
_RETRIED = {"40001", "40P01"}  # serialisation failure, deadlock: the caller tries the transaction again
_logger = logging.getLogger(__name__)


class AuditUnavailable(ZiqiangError):
    """What must be logged can't be, so it must not be done or shown."""

    kind = "audit_unavailable"
    message = "The audit log can't be written (%(reason)s), so nothing was shown or changed. Tell the administrator."
    status = 503


class Acting(Protocol):
    """Who acts, as `session.info['actor']` has it."""

    @property
    def login(self) -> str:
        """The log-in name."""

    @property
    def os_user(self) -> str:
        """The operating-system user."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """An entry on its way: its hashed columns without the number, its sealed values, and where it was recorded."""

    columns: tuple[Any, ...]
    values: tuple[tuple[str, bytes, bytes], ...]
    inside: SessionTransaction | None = field(repr=False)


def install(session_factory: sessionmaker[Session]) -> None:
    """Have every writing session of a factory link what it records.

    The sessions must carry `keyring` and `data_dir` in their `info` when they record, verify or erase.
    Install it last among the hooks of commit: what other hooks write and record must come before the link.
    """
    session_factory.configure(info={**session_factory.kw.get("info", {}), _INSTALLED: True})
    event.listen(session_factory, "before_commit", _link)
    event.listen(session_factory, "after_commit", _committed)
    event.listen(session_factory, "after_soft_rollback", _rolled_back)


def record(
    session: Session,
    action: str,
    *,
    kind: Kind | str = Kind.WRITE,
    object_table: str = "",
    object_key: object = "",
    count: int = 1,
    content_hash: str = "",
    detail: Mapping[str, Any] | None = None,
    personal: Mapping[str, str | None] | None = None,
) -> None:
    """Log one thing done in this session; it stands if, and only if, the session commits.

    `detail` holds plain facts and stays for good: never a person's data. `personal` holds values by name, kept
    as salted hashes in the chain and encrypted beside it, so that they can be erased. A set operation records
    one entry with its `count` and the `content_hash` of its rows. Who acts is `session.info['actor']`, from
    where is `session.info['address']`.
    """
    _require_open(session)
    sealed = [(name, secrets.token_bytes(16), value) for name, value in (personal or {}).items() if value is not None]
    hashes = {name: salted_hash(salt, value) for name, salt, value in sealed}
    login, os_user = _who(session)
    columns = (
        clock.now(),
        login,
        os_user,
        _clean(session.info.get("address", "")),
        Kind(kind).value,
        _clean(action),
        _clean(object_table),
        _clean(object_key),
        count,
        content_hash,
        detail_json(detail or {}, hashes),
    )
    keyring = log_of(session).keyring
    values = tuple((name, salt, encrypt(keyring, value, value_bound(salt, name))) for name, salt, value in sealed)
    pending: list[_Pending] = session.info.setdefault(_PENDING, [])
    pending.append(_Pending(columns, values, session.get_nested_transaction()))


def record_now(writing: AbstractContextManager[Session], action: str, **facts: Any) -> None:
    """Log a read, refusal or log-in in a short transaction of its own, before the answer is given.

    `writing` is a block giving a prepared writing session, such as `system.writing(actor)`; the facts are those
    of `record`. AuditUnavailable when it can't be written: then show nothing. Never call it inside another
    writing block of the same thread: SQLite has one writer, which would wait for itself.
    """
    try:
        with writing as session:
            record(session, action, **facts)
    except (SQLAlchemyError, OSError) as error:
        raise AuditUnavailable(reason=type(error).__name__) from error


def value_bound(salt: bytes, name: str) -> Bound:
    """The place a logged value is bound to: its random salt stands for the row."""
    return Bound(AuditValue.__tablename__, "cipher", f"{salt.hex()}/{name}")


def _link(session: Session) -> None:
    """Before the commit: write the entries and the batch that links them."""
    if session.in_nested_transaction():
        return
    session.flush()
    pending: list[_Pending] = session.info.get(_PENDING, [])
    if not pending:
        return
    try:
        session.info[_HEAD] = _write_batch(session, log_of(session).keyring, pending)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _RETRIED:
            raise
        raise AuditUnavailable(reason=type(error).__name__) from error


def _write_batch(session: Session, keyring: Keyring, pending: list[_Pending]) -> Head:
    """Under the chain lock: number the entries, link them to the newest batch, and write all."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    newest = connection.execute(
        select(AuditBatch.no, AuditBatch.last_entry, AuditBatch.hash).order_by(AuditBatch.no.desc()).limit(1)
    ).first()
    number, last, previous = (newest.no + 1, newest.last_entry, newest.hash) if newest else (1, 0, GENESIS)
    entries = [(last + place, *each.columns) for place, each in enumerate(pending, 1)]
    at = clock.now()
    digest = link(previous, number, at, last + len(entries), entries)
    head = Head(number, digest, seal(keyring, digest))
    batch = {"no": number, "at": at, "entries": len(entries), "last_entry": last + len(entries)}
    connection.execute(insert(AuditBatch), {**batch, "previous": previous, "hash": digest, "seal": head.seal})
    rows = [dict(zip(ENTRY_FIELDS, entry, strict=True), batch_no=number) for entry in entries]
    connection.execute(insert(AuditEntry), rows)
    values = [
        {"entry_id": entry[0], "name": name, "salt": salt, "cipher": cipher}
        for entry, each in zip(entries, pending, strict=True)
        for name, salt, cipher in each.values
    ]
    if values:
        connection.execute(insert(AuditValue), values)
    return head


def _committed(session: Session) -> None:
    """After the commit: move the head on. Its failure can't undo the commit, and leaves a lower bound."""
    if session.in_nested_transaction():
        return
    session.info.pop(_PENDING, None)
    head: Head | None = session.info.pop(_HEAD, None)
    if head is None:
        return
    try:
        write_head(log_of(session).data_dir, head)
    except OSError as error:
        _logger.warning("The head of the audit log could not be written: %s", error)


def _rolled_back(session: Session, transaction: SessionTransaction) -> None:
    """Forget what was recorded inside the transaction, or savepoint, that was rolled back."""
    session.info.pop(_HEAD, None)
    pending: list[_Pending] = session.info.get(_PENDING, [])
    if transaction.nested:
        pending[:] = [each for each in pending if not _within(each.inside, transaction)]
    else:
        pending.clear()


def _within(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer


def log_of(session: Session) -> AuditLog:
    """The keys and the data folder the session carries."""
    keyring, data_dir = session.info.get("keyring"), session.info.get("data_dir")
    if not isinstance(keyring, Keyring) or not isinstance(data_dir, Path):
        raise AuditUnavailable(reason="the session carries no keys or no data folder")
    return AuditLog(keyring, data_dir)


def _require_open(session: Session) -> None:
    """Refuse to collect what would never be written."""
    if not session.info.get(_INSTALLED):
        raise AuditUnavailable(reason="this session has no audit log")
    if session.get_bind().get_execution_options().get("reading"):
        raise AuditUnavailable(reason="this session only reads")
    if _HEAD in session.info:
        raise AuditUnavailable(reason="the transaction has been linked already")


def _who(session: Session) -> tuple[str, str]:
    actor: Acting | None = session.info.get("actor")
    if actor is not None:
        return _clean(actor.login), _clean(actor.os_user)
    try:
        return "system", getpass.getuser()
    except (KeyError, OSError):
        return "system", str(os.getuid())


def _clean(value: object) -> str:
    """A text every database takes: no NUL, no half of a surrogate pair."""
    return str(value).replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
