"""Floors: the least the same work can cost, done with the bare driver."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import quoted_name

from app.core.access import Actor
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


class Floors:
    """Reading the same input rows, and loading the same output rows into a table of the same shape."""

    def __init__(self, connection: Any, is_sqlite: bool, statements: Sequence[Statement]) -> None:
        self._connection = connection
        self._is_sqlite = is_sqlite
        self._statements = statements

    def read(self) -> None:
        """Carry out the statements and fetch every row."""
        for text, parameters in self._statements:
            self._connection.execute(text, parameters).fetchall()

    def load(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Load the rows and commit."""
        names = ", ".join(columns)
        if self._is_sqlite:
            self._connection.execute("BEGIN IMMEDIATE")
            marks = ", ".join("?" * len(columns))
            self._connection.executemany(f"INSERT INTO {FLOOR_TABLE} ({names}) VALUES ({marks})", rows)
            self._connection.execute("COMMIT")
            return
        statement = f"COPY {FLOOR_TABLE} ({names}) FROM STDIN"
        with self._connection.transaction(), self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def unload(self) -> None:
        """Empty the table."""
        self._connection.execute(f"DELETE FROM {FLOOR_TABLE}")


@contextmanager
def floors(system: System, statements: Sequence[Statement], source: Table) -> Iterator[Floors]:
    """The floors, with a table made like the source and dropped afterwards."""
    with _bare_connection(system) as connection:
        copy = source.to_metadata(_with_referred(source), name=FLOOR_TABLE)
        dialect = system.database.engine.dialect
        for number, constraint in enumerate(copy.constraints):
            constraint.name = f"{FLOOR_TABLE}_{number}"
        connection.execute(f"DROP TABLE IF EXISTS {FLOOR_TABLE}")
        connection.execute(str(CreateTable(copy).compile(dialect=dialect)))
        for number, index in enumerate(copy.indexes):
            index.name = quoted_name(f"{FLOOR_TABLE}_index_{number}", quote=None)
            connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
        yield Floors(connection, system.database.is_sqlite, statements)
        connection.execute(f"DROP TABLE {FLOOR_TABLE}")


def _with_referred(source: Table) -> MetaData:
    """A collection in which the tables the copy refers to are known."""
    collection = MetaData()
    for key in source.foreign_keys:
        key.column.table.to_metadata(collection)
    return collection


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
