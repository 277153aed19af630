"""Protections: the triggers and constraints beside a table that SQLAlchemy has no words for.

A table declares them once (`protect_table`). `create_all` puts them up by itself, and the developer's command that
writes migrations copies their statements into the revision that makes the table (`protect`). Every statement can be
run again, so that a migration that had to rebuild a table on SQLite may simply repeat them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import DDL, Table, event
from sqlalchemy.engine import Connection

PROTECTIONS = "protections"
"""In a table's `info`: what protects it."""


@dataclass(frozen=True, slots=True)
class Protection:
    """A statement of one dialect; it can be run again."""

    dialect: str
    statement: str


def protect_table(table: Table, dialect: str, *statements: str) -> None:
    """Have a table protected by these statements of one dialect wherever it is made."""
    for statement in statements:
        table.info.setdefault(PROTECTIONS, []).append(Protection(dialect, statement))
        event.listen(table, "after_create", _ddl(statement).execute_if(dialect=dialect))


def _ddl(statement: str) -> DDL:
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]


def protections_of(table: Table) -> Sequence[Protection]:
    """What protects a table."""
    found: Sequence[Protection] = table.info.get(PROTECTIONS, ())
    return found


def protect(dialect: str, *statements: str) -> None:
    """In a migration: put up protections where the database is of that dialect."""
    from alembic import op

    connection: Connection = op.get_bind()
    if connection.dialect.name == dialect:
        for statement in statements:
            connection.execute(_ddl(statement))
