"""Floors: the least the same work can cost, done with the bare driver."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import quoted_name

from app.core.access import Actor
from app.core.bench import Measured, measure
from app.core.system import System

FLOOR_TABLE = "bench_floor"
Statement = tuple[Any, Any]


def queries_of(system: System, actor: Actor, work: Callable[[Session], object]) -> list[Statement]:
    """Every query the driver carries out while the work runs in a reading session."""
    found: list[Statement] = []
    with system.reading(actor) as session:
        driver: Any = session.connection().connection.driver_connection
        usual: Any = getattr(driver, "cursor_factory", object)
        if system.database.is_sqlite:
            driver.set_trace_callback(lambda text: found.append((text, ())))
        else:

            class Recording(usual):  # type: ignore[misc]  # the driver is only known while running
                def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
                    found.append((query, params))
                    return super().execute(query, params, **options)

            driver.cursor_factory = Recording
        try:
            work(session)
        finally:
            if system.database.is_sqlite:
                driver.set_trace_callback(None)
            else:
                driver.cursor_factory = usual
    return [(text, parameters) for text, parameters in found if str(text).startswith("SELECT")]


def floor_of_run(
    system: System, statements: Sequence[Statement], source: Table, columns: Sequence[str], rows: Sequence[Any]
) -> tuple[Measured, Measured]:
    """Reading the same input rows, and loading the same output rows into a table of the same shape."""
    with _bare_connection(system) as connection:

        def read() -> None:
            for text, parameters in statements:
                connection.execute(text, parameters).fetchall()

        reading = measure(read)
        copy = source.to_metadata(_with_referred(source), name=FLOOR_TABLE)
        dialect = system.database.engine.dialect
        for constraint in copy.constraints:
            constraint.name = f"{constraint.name}_floor"
        connection.execute(f"DROP TABLE IF EXISTS {FLOOR_TABLE}")
        connection.execute(str(CreateTable(copy).compile(dialect=dialect)))
        for index in copy.indexes:
            index.name = quoted_name(f"{index.name}_floor", quote=None)
            connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
        loading = measure(
            lambda: _load(connection, system.database.is_sqlite, columns, rows),
            before=lambda: connection.execute(f"DELETE FROM {FLOOR_TABLE}"),
        )
        connection.execute(f"DROP TABLE {FLOOR_TABLE}")
    return reading, loading


def _with_referred(source: Table) -> MetaData:
    """A collection in which the tables the copy refers to are known."""
    collection = MetaData()
    for key in source.foreign_keys:
        key.column.table.to_metadata(collection)
    return collection


def _load(connection: Any, is_sqlite: bool, columns: Sequence[str], rows: Sequence[Any]) -> None:
    names = ", ".join(columns)
    if is_sqlite:
        connection.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {FLOOR_TABLE} ({names}) VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return
    statement = f"COPY {FLOOR_TABLE} ({names}) FROM STDIN"
    with connection.transaction(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _bare_connection(system: System) -> Iterator[Any]:
    """The driver's own connection, set up as the product sets it up, each statement by itself."""
    raw = system.database.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        if system.database.is_sqlite:
            driver.execute("PRAGMA query_only=OFF")
        else:
            driver.autocommit = True
        yield driver
        if not system.database.is_sqlite:
            driver.autocommit = False
    finally:
        raw.close()
