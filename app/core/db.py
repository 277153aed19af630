"""The database: one declarative base, reading and writing sessions, SQLite and PostgreSQL alike.

SQLite: reading sessions are deferred and `query_only`; writing sessions begin immediately, so that
concurrent writers wait instead of failing. Services never commit: the session's block does.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import DateTime, Engine, MetaData, Select, create_engine, event
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

AnySelect: TypeAlias = Select[*tuple[Any, ...]]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of every module."""

    metadata = MetaData(naming_convention=NAMING)


class UtcInstant(TypeDecorator[datetime]):
    """An instant, always in UTC with its time zone in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One database: its engine and its two kinds of sessions."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine: Engine = create_engine(self.url, **_engine_options(self.url.get_backend_name()))
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(self.engine.execution_options(reading=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.url.get_backend_name() == "sqlite"

    def exists(self) -> bool:
        """Whether there is something to connect to: a SQLite file that is absent is not made by asking."""
        return not self.is_sqlite or not self.url.database or Path(self.url.database).exists()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in one snapshot that cannot write."""
        with self._reading() as session:
            if not self.is_sqlite:
                session.connection(
                    execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                )
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or not at all."""
        with self._writing() as session, session.begin():
            yield session

    @property
    def session_factories(self) -> tuple[sessionmaker[Session], sessionmaker[Session]]:
        """The factories of writing and reading sessions, for hooks."""
        return self._writing, self._reading

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _engine_options(backend: str) -> dict[str, Any]:
    if backend == "sqlite":
        return {"connect_args": {"timeout": 30, "check_same_thread": False}}
    return {"pool_pre_ping": True}


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=30000",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get("reading"))
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def fetch_raw(session: Session, statement: AnySelect) -> Sequence[tuple[Any, ...]]:
    """All rows as the driver's own tuples, without result processing: for arrays of many rows.

    On SQLite days come as ISO text, on PostgreSQL as dates.
    """
    result = session.connection().execute(statement)
    assert result.cursor is not None
    rows: Sequence[tuple[Any, ...]] = result.cursor.fetchall()
    result.close()
    return rows


def bulk_insert(session: Session, table: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert many rows of driver-ready values: `executemany` on SQLite, `COPY` on PostgreSQL.

    Days must be ISO text on SQLite and dates on PostgreSQL: `driver_day` gives the right form.
    """
    session.flush()
    cursor: Any = session.connection().connection.cursor()
    names = ", ".join(f'"{name}"' for name in columns)
    try:
        if is_sqlite(session):
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)
        else:
            with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()


def is_sqlite(session: Session) -> bool:
    """Whether a session talks to the embedded database."""
    return session.get_bind().dialect.name == "sqlite"


def driver_day(session: Session) -> Callable[[date | None], Any]:
    """How this database's driver wants a day."""
    if is_sqlite(session):
        return lambda day: None if day is None else day.isoformat()
    return lambda day: day


def driver_instant(session: Session, instant: datetime) -> Any:
    """How this database's driver wants an instant."""
    bound = UtcInstant().process_bind_param(instant, session.get_bind().dialect)
    assert bound is not None
    return bound.isoformat(sep=" ", timespec="microseconds") if is_sqlite(session) else bound


@contextmanager
def many_objects() -> Iterator[None]:
    """Build very many objects without the garbage collector walking over them again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
