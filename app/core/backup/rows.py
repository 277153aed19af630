"""Rows as JSON lines, the same from either database, and back again exactly."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, MetaData, Select, Table, collate, select
from sqlalchemy import types as sql
from sqlalchemy.engine import Connection, Dialect

from app.core.db import UtcInstant

_CHUNK = 5000
Convert = Callable[[Any], Any]


def plain_table(table: Table) -> Table:
    """The table with the database's own types: no defaults, and decorators only where they must stay."""
    columns = (
        Column(column.name, _plain_type(column.type), primary_key=column.primary_key) for column in table.columns
    )
    return Table(table.name, MetaData(), *columns, schema=table.schema)


def _plain_type(kind: sql.TypeEngine[Any]) -> sql.TypeEngine[Any]:
    while isinstance(kind, sql.TypeDecorator) and not isinstance(kind, (UtcInstant, sql.Interval)):
        kind = kind.impl_instance
    return sql.JSON(none_as_null=True) if type(kind) is sql.JSON else kind


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of a plain table as one JSON array and a newline, ordered by primary key."""
    encoders = [(place, codec[0]) for place, column in enumerate(table.columns) if (codec := _codec(column))]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with connection.execute(_in_order(connection, table), execution_options={"yield_per": _CHUNK}) as result:
        for row in result:
            values = list(row)
            for place, convert in encoders:
                if values[place] is not None:
                    values[place] = convert(values[place])
            yield encode(values).encode() + b"\n"


def _in_order(connection: Connection, table: Table) -> Select[Any]:
    keys = list(table.primary_key.columns) or list(table.columns)
    if connection.dialect.name == "postgresql":  # byte order, as SQLite has it
        return select(table).order_by(*(collate(key, "C") if isinstance(key.type, sql.String) else key for key in keys))
    return select(table).order_by(*keys)


def driver_rows(dialect: Dialect, table: Table, names: Sequence[str], found: Iterable[bytes]) -> Iterator[list[Any]]:
    """JSON lines as rows of the values the driver wants; ValueError where a line is no such row."""
    columns = [table.columns[name] for name in names]
    converters = [(place, convert) for place, column in enumerate(columns) if (convert := _into(dialect, column))]
    for line in found:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError(f"a row of {table.name} has not {len(columns)} values")
        for place, convert in converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        yield values


def _into(dialect: Dialect, column: Column[Any]) -> Convert | None:
    """From JSON to Python, and from there to the driver; None where nothing is to be done."""
    codec, bind = _codec(column), column.type.dialect_impl(dialect).bind_processor(dialect)
    if codec is None or bind is None:
        return codec[1] if codec else bind
    decode = codec[1]
    return lambda value: bind(decode(value))


def _instant(value: datetime) -> str:
    return (value.astimezone(UTC) if value.tzinfo else value).isoformat()


def _text_of_bytes(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes_of_text(value: str) -> bytes:
    return base64.b64decode(value, validate=True)


_MICROSECOND = timedelta(microseconds=1)
_NATIVE = (sql.Boolean, sql.Integer, sql.Float, sql.JSON)
_CODECS: tuple[tuple[type[Any], Convert, Convert], ...] = (
    (sql.LargeBinary, _text_of_bytes, _bytes_of_text),
    (UtcInstant, _instant, datetime.fromisoformat),
    (sql.DateTime, _instant, datetime.fromisoformat),
    (sql.Date, date.isoformat, date.fromisoformat),
    (sql.Time, time.isoformat, time.fromisoformat),
    (sql.Interval, lambda value: value // _MICROSECOND, lambda value: value * _MICROSECOND),
    (sql.Uuid, str, UUID),
    (sql.Numeric, str, Decimal),
)


def _codec(column: Column[Any]) -> tuple[Convert, Convert] | None:
    """How a column's values become JSON, and how they come back; None where JSON has them as they are."""
    kind = column.type
    if isinstance(kind, sql.Enum):
        members = kind.enum_class
        return ((lambda value: value.name), (lambda name: members[name])) if members else None
    if isinstance(kind, (*_NATIVE, sql.String)):
        return None
    for known, encode, decode in _CODECS:
        if isinstance(kind, known):
            return encode, decode
    raise TypeError(f"{column.table.name}.{column.name}: backups don't know the type {kind!r}")
