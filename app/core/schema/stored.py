"""The tables the database has, with the program's types where it knows them: for backups of any version."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, MetaData, Table, inspect
from sqlalchemy import types as sql

from app.core.db import Base, UtcInstant
from app.core.schema.installed import installed_modules


def table_names(connection: Connection) -> frozenset[str]:
    """Our own tables that are there: known to the program, or brought by a module that is installed."""
    known = set(Base.metadata.tables)
    known |= {name for module in installed_modules(connection).values() for name in module.tables}
    return frozenset(known.intersection(inspect(connection).get_table_names()))


def stored_tables(connection: Connection, names: Collection[str] | None = None) -> list[Table]:
    """Our tables, or those named, as they are in the database, each after those it refers to."""
    metadata = MetaData()
    names = table_names(connection) if names is None else names
    metadata.reflect(connection, only=lambda name, _metadata: name in names)
    for table in metadata.tables.values():
        for column in table.columns:
            column.type = _known_type(table.name, column.name, column.type)
    return [table for table in metadata.sorted_tables if table.name in names]


def _known_type(table: str, column: str, found: sql.TypeEngine[Any]) -> sql.TypeEngine[Any]:
    known = Base.metadata.tables.get(table)
    if known is not None and column in known.columns:
        return known.columns[column].type
    return UtcInstant() if isinstance(found, sql.DateTime) else found
