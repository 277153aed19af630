"""Restoring a backup into an empty database of either kind, in one transaction, with its files."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.core.backup.errors import BackupDamaged, BackupNewer, DatabaseNotEmpty, DataFolderInUse, SchemaDiffers
from app.core.backup.loading import load, set_sequence, without_triggers
from app.core.backup.manifest import Manifest, TableFacts
from app.core.backup.reading import checked
from app.core.backup.rows import driver_rows, plain_table
from app.core.db import Database
from app.core.schema import (
    VERSION_TABLE,
    Branch,
    RevisionUnknown,
    changing,
    kernel,
    make,
    stored_tables,
    table_names,
)


def inspect_backup(file: Path, passphrase: str | None = None) -> Manifest:
    """The manifest of a backup that has been checked to the last byte."""
    with checked(file, passphrase) as (_archive, manifest):
        return manifest


def restore(
    file: Path,
    database: Database,
    data_dir: Path,
    passphrase: str | None = None,
    branches: Sequence[Branch] | None = None,
    finish: Callable[[Session], object] = lambda session: None,
) -> Manifest:
    """Bring back what a backup holds, into an empty database and a data folder without other files.

    The tables are made by the migrations of `branches` (the kernel's alone when none are given), up to the revisions
    of the backup; `finish` may bring them further. Refused before anything is touched: a backup that is sealed, cut
    short, altered or newer, a database with tables, a folder with other keys or attachments.
    """
    branches = branches or (kernel(),)
    with checked(file, passphrase) as (archive, manifest):
        _check_folder(archive, manifest, data_dir)
        with _removed_on_failure() as placed, changing(database) as session:
            connection = session.connection()
            tables = _make_tables(connection, branches, manifest, file)
            try:
                _load_tables(connection, archive, manifest, tables)
            except ValueError as error:
                raise BackupDamaged(file=file, reason=str(error)) from error
            finish(session)
            _place(archive, manifest, data_dir, placed)
    return manifest


def _make_tables(
    connection: Connection, branches: Sequence[Branch], manifest: Manifest, file: Path
) -> Mapping[str, Table]:
    """The backup's tables, made by migrations; refused where they are not those of the backup."""
    there = table_names(connection)
    if there:
        raise DatabaseNotEmpty(table=min(there))
    try:
        make(connection, branches, manifest.schema.get(VERSION_TABLE, ()))
    except RevisionUnknown as error:
        raise BackupNewer(file=file, reason=f"revision {error.values['revision']} is not known here") from error
    made = {table.name: table for table in stored_tables(connection, [facts.name for facts in manifest.tables])}
    for facts in manifest.tables:
        if facts.name not in made:
            raise BackupNewer(file=file, reason=f"table {facts.name} is not known here")
        columns = {column.name for column in made[facts.name].columns}
        if unknown := set(facts.columns) - columns:
            raise BackupNewer(file=file, reason=f"column {facts.name}.{min(unknown)} is not known here")
        if lacking := columns - set(facts.columns):
            raise SchemaDiffers(reason=f"{facts.name}.{min(lacking)} is missing in it")
    return made


def _check_folder(archive: zipfile.ZipFile, manifest: Manifest, data_dir: Path) -> None:
    for facts in manifest.files:
        path = data_dir / facts.path
        if path.exists() and (path.stat().st_size != facts.size or path.read_bytes() != archive.read(facts.member)):
            raise DataFolderInUse(name=facts.path)


def _load_tables(
    connection: Connection, archive: zipfile.ZipFile, manifest: Manifest, tables: Mapping[str, Table]
) -> None:
    by_name = {facts.name: facts for facts in manifest.tables}
    ordered = [(table, by_name[name]) for name, table in tables.items() if name in by_name]
    with without_triggers(connection, [table.name for table, _facts in ordered]):
        for table, facts in ordered:
            _load_table(connection, archive, table, facts)
            set_sequence(connection, table)


def _load_table(connection: Connection, archive: zipfile.ZipFile, table: Table, facts: TableFacts) -> None:
    with archive.open(facts.member) as member:
        rows = driver_rows(connection.dialect, plain_table(table), facts.columns, member)
        count = load(connection, facts.name, facts.columns, rows)
    if count != facts.rows:
        raise ValueError(f"{facts.member} has {count} rows instead of {facts.rows}")


@contextmanager
def _removed_on_failure() -> Iterator[list[Path]]:
    """The files put in place, which go away again when the transaction around them fails."""
    placed: list[Path] = []
    try:
        yield placed
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def _place(archive: zipfile.ZipFile, manifest: Manifest, data_dir: Path, placed: list[Path]) -> None:
    """Put the files that are not there in place, before the commit: never rows without their keys."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    for facts in manifest.files:
        path = data_dir / facts.path
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = path.with_name(path.name + ".part")
            placed += (part, path)
            _extract(archive, facts.member, part)
            os.replace(part, path)


def _extract(archive: zipfile.ZipFile, member: str, path: Path) -> None:
    """Write one member to a private file, down to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out, archive.open(member) as source:
        shutil.copyfileobj(source, out)
        out.flush()
        os.fsync(out.fileno())
