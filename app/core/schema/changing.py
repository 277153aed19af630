"""One transaction for a change of the schema: all of it stands after the commit, or nothing.

On SQLite foreign keys are off from before the transaction begins (rebuilding a table would otherwise empty those that
refer to it) and are checked before the commit; the transaction begins immediately, since a failed one would leave half
of itself behind otherwise. PostgreSQL changes schemas in transactions by itself; a lock keeps two changes apart.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.errors import ZiqiangError

_LOCK = 0x5A51_5343_4845_4D41  # "ZQSCHEMA"


class ReferencesBroken(ZiqiangError):
    """A change would leave rows that refer to nothing."""

    kind = "references_broken"
    message = "The change would leave rows that refer to rows that are not there, in %(tables)s. Nothing was changed."
    status = 500


@contextmanager
def changing(database: Database, prepare: Callable[[Session], object] | None = None) -> Iterator[Session]:
    """A writing session that may change the schema; `prepare` gives it what every session carries."""
    with database.engine.connect() as connection:
        _foreign_keys(connection, on=False)
        try:
            with database.session_factories[0](bind=connection) as session, session.begin():
                if prepare is not None:
                    prepare(session)
                _lock(session)
                yield session
                session.flush()
                _check_references(session.connection())
        finally:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """Past SQLAlchemy, which would begin a transaction; inside one SQLite ignores it."""
    if connection.dialect.name == "sqlite" and not connection.invalidated:
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
        cursor.close()


def _lock(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        stray = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if stray:
            raise ReferencesBroken(tables=", ".join(sorted(stray)))
