"""Making a backup: one snapshot of every table, the keys, the attachments, and the manifest."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, inspect, text

from app.core import clock, schema
from app.core.audit import HEAD_FILE
from app.core.backup.manifest import FILES, MANIFEST_MEMBER, TABLES, FileFacts, Manifest, TableFacts, product_version
from app.core.backup.rows import lines, plain_table
from app.core.backup.sealing import seal
from app.core.db import Database
from app.core.privacy import KeyFileMissing
from app.core.privacy.keyring import KEY_FILE

FOLDERS = ("attachments",)
"""The folders of the data folder that belong to the data."""

DIGEST_BYTES = 64
_BLOCK = 1 << 20


def backup(database: Database, data_dir: Path, file: Path, passphrase: str | None = None) -> Manifest:
    """Write everything to one file of mode 0600, sealed if a passphrase is given.

    Work goes on meanwhile: the tables are read in one snapshot. The file appears whole or not at all.
    """
    with _appearing_whole(file) as out:
        if passphrase is None:
            return _write_archive(database, data_dir, out)
        with tempfile.TemporaryFile(dir=file.parent) as plain:
            manifest = _write_archive(database, data_dir, plain)
            plain.seek(0)
            seal(plain, out, passphrase)
        return manifest


@contextmanager
def _appearing_whole(file: Path) -> Iterator[IO[bytes]]:
    """A private file beside the wanted one, which takes its place when the block ends well."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_archive(database: Database, data_dir: Path, out: IO[bytes]) -> Manifest:
    # Before the snapshot, so that it never names a batch the snapshot has not: see core.audit.head.
    head = _content_if_any(data_dir / HEAD_FILE)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        with database.reading() as session:
            connection = session.connection()
            versions = schema_versions(connection)
            tables = tuple(_write_tables(archive, connection))
        files = tuple(_write_files(archive, data_dir, head))
        manifest = Manifest(
            product_version(), clock.now().isoformat(), connection.dialect.name, versions, tables, files
        )
        archive.writestr(MANIFEST_MEMBER, manifest.to_bytes())
        archive.comment = b"0" * DIGEST_BYTES
    out.seek(-DIGEST_BYTES, os.SEEK_END)
    end = out.tell()
    digest = digest_of(out, end)
    out.seek(end)
    out.write(digest)
    return manifest


def digest_of(file: IO[bytes], end: int) -> bytes:
    """The SHA-256, in hexadecimal, of a file's bytes before `end`."""
    digest, left = hashlib.sha256(), end
    file.seek(0)
    while left and (block := file.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest().encode()


def schema_versions(connection: Connection) -> dict[str, tuple[str, ...]]:
    """What every migration version table (a single column `version_num`) holds."""
    inspector = inspect(connection)
    found = {}
    for name in sorted(set(inspector.get_table_names()) - schema.table_names(connection)):
        if [column["name"] for column in inspector.get_columns(name)] == ["version_num"]:
            rows = connection.execute(text(f'SELECT version_num FROM "{name}" ORDER BY version_num'))
            found[name] = tuple(rows.scalars())
    return found


def _write_tables(archive: zipfile.ZipFile, connection: Connection) -> Iterator[TableFacts]:
    for table in schema.stored_tables(connection):
        plain = plain_table(table)
        rows, _size, digest = _write_member(archive, f"{TABLES}{table.name}.jsonl", lines(connection, plain))
        yield TableFacts(table.name, tuple(column.name for column in plain.columns), rows, digest)


def _write_files(archive: zipfile.ZipFile, data_dir: Path, head: bytes | None) -> Iterator[FileFacts]:
    keys = _content_if_any(data_dir / KEY_FILE)
    if keys is None:
        raise KeyFileMissing(path=data_dir / KEY_FILE)
    kept = {KEY_FILE: [keys]} | ({HEAD_FILE: [head]} if head is not None else {})
    for name, content in kept.items():
        _parts, size, digest = _write_member(archive, FILES + name, content)
        yield FileFacts(name, size, digest)
    for folder in FOLDERS:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                name = path.relative_to(data_dir).as_posix()
                _parts, size, digest = _write_member(archive, FILES + name, _blocks(path))
                yield FileFacts(name, size, digest)


def _write_member(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> tuple[int, int, str]:
    """Write one member; gives the number of its parts, its size and its SHA-256."""
    count, size, digest = 0, 0, hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)
            digest.update(part)
            size += len(part)
            count += 1
    return count, size, digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _content_if_any(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
