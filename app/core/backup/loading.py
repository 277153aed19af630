"""Putting many rows into tables, past the triggers that guard daily work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Integer, Table, func, select, text
from sqlalchemy.engine import Connection


@contextmanager
def without_triggers(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Take our own triggers down for the block, inside its transaction; foreign keys go on being checked."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _statement in found:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for _name, statement in found:
            connection.exec_driver_sql(statement)
        return
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def load(connection: Connection, table: str, columns: Sequence[str], rows: Iterator[list[Any]]) -> int:
    """Stream driver-ready rows into a table: one executemany, or one COPY; gives their number."""
    count = 0

    def counted() -> Iterator[list[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    names = ", ".join(f'"{name}"' for name in columns)
    cursor: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', counted())
        else:
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in counted():
                    copy.write_row(row)
    finally:
        cursor.close()
    return count


def set_sequence(connection: Connection, table: Table) -> None:
    """On PostgreSQL, let numbering go on after the highest number restored."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        if not isinstance(column.type, Integer):
            continue
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{table.name}"', "column": column.name}
        )
        highest = connection.scalar(select(func.max(column)))
        if sequence and highest is not None:
            connection.execute(
                text("SELECT setval(CAST(:name AS regclass), :value)"), {"name": sequence, "value": highest}
            )
