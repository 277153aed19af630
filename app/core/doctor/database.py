"""The database: reachable, writable, whole, with the tables of this version, and dated rows that agree."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, func, inspect, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.access import User
from app.core.dated import SPANS_OF
from app.core.db import Database, is_sqlite
from app.core.doctor.findings import Finding, error, fine, some
from app.core.i18n import N_
from app.core.schema import code_tables

KNOWN_INDEX = "_known"
RESTORE = N_("Restore the newest good backup: ziqiang restore FILE")


def reachable(database: Database) -> Finding:
    """Whether the database answers and takes writes; nothing is changed."""
    try:
        with database.engine.connect() as connection:
            transaction = connection.begin()
            connection.execute(update(User).where(User.id < 0).values(active=User.active))
            transaction.rollback()
    except SQLAlchemyError as failure:
        reason = str(getattr(failure, "orig", None) or failure).strip().splitlines()[0]
        return error(
            N_("the database cannot be written: %(reason)s"),
            N_("Check its address, that it runs, its permissions and the disk; then try again."),
            reason=reason,
        )
    return fine(N_("%(kind)s answers and takes writes"), kind="SQLite" if database.is_sqlite else "PostgreSQL")


def intact(session: Session) -> Iterator[Finding]:
    """SQLite's own examination of its file, and references that lead nowhere."""
    if not is_sqlite(session):
        yield fine(N_("PostgreSQL looks after its own files"))
        return
    verdict = session.scalar(text("PRAGMA quick_check(1)"))
    if verdict != "ok":
        yield error(N_("the database file is damaged: %(reason)s"), RESTORE, reason=verdict)
    stray = session.execute(text("PRAGMA foreign_key_check")).all()
    if stray:
        tables = sorted({row[0] for row in stray})
        yield error(N_("rows refer to rows that are not there, in %(tables)s"), RESTORE, tables=some(tables))
    if verdict == "ok" and not stray:
        yield fine(N_("the database file is whole"))


def schema(session: Session) -> Iterator[Finding]:
    """Whether every table and column of the installed modules' present version is there."""
    bind = session.connection()
    assert isinstance(bind, Connection)
    found = {
        name: {column["name"] for column in columns}
        for (_schema, name), columns in inspect(bind).get_multi_columns().items()
    }
    missing = []
    tables = _tables(session)
    for table in tables:
        if table.name not in found:
            missing.append(table.name)
        else:
            missing += [f"{table.name}.{column.name}" for column in table.c if column.name not in found[table.name]]
    if missing:
        yield error(
            N_("these tables or columns are missing: %(missing)s"),
            N_("Bring the tables to this version: ziqiang upgrade"),
            missing=some(missing),
        )
    else:
        yield fine(N_("all %(tables)s tables are those of this version"), tables=len(tables))


def _tables(session: Session) -> list[Table]:
    """The tables of the kernel and the installed modules."""
    return code_tables(session.info["branches"])


def dated(session: Session) -> Iterator[Finding]:
    """Whether no dated table holds two rows for the same day that are both believed."""
    tables = [table for table in _tables(session) if "known_to" in table.c]
    faulty = False
    for table in tables:
        for message, keys in ((DOUBLE, _doubles(session, table)), (OVERLAP, _overlaps(session, table))):
            if keys:
                faulty = True
                yield error(message, RESTORE, table=table.name, rows=some(keys))
        backwards = select(func.count()).select_from(table).where(table.c.known_to < table.c.known_from)
        if count := session.scalar(backwards):
            faulty = True
            yield error(BACKWARDS, RESTORE, table=table.name, count=count)
    if not faulty:
        yield fine(N_("%(tables)s dated tables have no overlaps and no double starts"), tables=len(tables))


DOUBLE = N_("%(table)s holds two known rows for the same thing and start: %(rows)s")
OVERLAP = N_("%(table)s holds spans that overlap: %(rows)s")
BACKWARDS = N_("%(table)s holds %(count)s rows whose knowledge ends before it begins")


def _doubles(session: Session, table: Table) -> list[str]:
    found = []
    for index in table.indexes:
        if index.unique and str(index.name).endswith(KNOWN_INDEX):
            key = list(index.columns)
            statement = select(*key).where(table.c.known_to.is_(None)).group_by(*key).having(func.count() > 1)
            found += ["/".join(map(str, row)) for row in session.execute(statement)]
    return found


def _overlaps(session: Session, table: Table) -> list[int]:
    if SPANS_OF not in table.info:
        return []
    one, other = table.alias("one"), table.alias("other")
    subject = table.info[SPANS_OF]
    statement = (
        select(one.c.id)
        .join(other, and_(one.c[subject] == other.c[subject], one.c.id < other.c.id))
        .where(one.c.known_to.is_(None), other.c.known_to.is_(None), _reaches(one, other), _reaches(other, one))
    )
    inverted = select(table.c.id).where(table.c.known_to.is_(None), table.c.end < table.c.start)
    return [*session.scalars(statement), *session.scalars(inverted)]


def _reaches(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Whether the first span ends no earlier than the second starts."""
    reaches: ColumnElement[bool] = one.c.end.is_(None) | (one.c.end >= other.c.start)
    return reaches
