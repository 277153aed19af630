"""Every type of value comes back exactly, every length of file opens whole."""

import enum
import math
import os
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    Uuid,
    func,
    insert,
    select,
)

from app.core.backup import (
    WrongPassphrase,
    reading,
    rows,
    sealing,
)
from app.core.backup.loading import load
from app.core.backup.manifest import is_newer
from app.core.db import UtcInstant
from tests.core.backup.contents import MakeDatabase


class Colour(enum.Enum):
    """Values that are not their names."""

    RED = "#f00"


KINDS: dict[str, tuple[Any, list[Any]]] = {
    "number": (Integer, [0, -(2**31), 2**31 - 1]),
    "text": (String, ["", '王\n"\\', "\U0001f600\u2028"]),
    "flag": (Boolean, [True, False, True]),
    "ratio": (Float, [0.1, 1e300, -0.0]),
    "amount": (Numeric(12, 2), [Decimal("0.01"), Decimal("-1234567.89"), Decimal("5.00")]),
    "day": (Date, [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)]),
    "clock": (Time, [time(0), time(23, 59, 59, 999999), time(12)]),
    "naive": (DateTime, [datetime(2026, 1, 1), datetime(1999, 1, 1, 1, 1, 1, 1), datetime(2026, 7, 1)]),  # noqa: DTZ001
    "instant": (UtcInstant, [datetime(2026, 1, 1, tzinfo=UTC), datetime(1999, 1, 1, 1, 1, 1, 1, UTC), None]),
    "length": (Interval, [timedelta(0), timedelta(days=5, microseconds=1), timedelta(seconds=1)]),
    "blob": (LargeBinary, [b"", bytes(range(256)), b"\\x00"]),
    "facts": (JSON, [{"b": 1, "a": [None, "\u738b"]}, [], None]),
    "colour": (Enum(Colour), [Colour.RED, None, Colour.RED]),
    "mark": (Uuid, [UUID(int=0), UUID(int=2**128 - 1), None]),
}


@pytest.mark.filterwarnings("ignore:Dialect sqlite.*does \\*not\\* support Decimal")
def test_every_type_comes_back_exactly(make_database: MakeDatabase) -> None:
    table = Table(
        "kinds", MetaData(), Column("id", Integer, primary_key=True), *(Column(n, k) for n, (k, _) in KINDS.items())
    )
    given = [{"id": place, **{name: values[place] for name, (_, values) in KINDS.items()}} for place in range(3)]
    given.append(dict.fromkeys(table.columns.keys(), None) | {"id": 9})
    source, target = make_database(), make_database()
    for database in (source, target):
        table.metadata.create_all(database.engine)
    with source.writing() as session:
        session.execute(insert(table), given)
    plain, names = rows.plain_table(table), [column.name for column in table.columns]
    with source.reading() as session:
        found = list(rows.lines(session.connection(), plain))
    with target.writing() as session:
        connection = session.connection()
        assert load(connection, "kinds", names, rows.driver_rows(connection.dialect, plain, names, found)) == 4
    with target.reading() as session:
        assert [row._asdict() for row in session.execute(select(table).order_by(table.c.id))] == given
        assert list(rows.lines(session.connection(), plain)) == found
        assert math.copysign(1, session.scalar(select(func.min(table.c.ratio))) or 1)


def test_sealing_keeps_every_length_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 10)
    monkeypatch.setattr(sealing, "_COST", 4)
    for size in (0, 1, 9, 10, 11, 20, 35):
        plain, sealed, out = (tmp_path / name for name in ("plain", "sealed", "out"))
        plain.write_bytes(os.urandom(size))
        with plain.open("rb") as source, sealed.open("wb") as target:
            sealing.seal(source, target, "phrase")
        with sealed.open("rb") as source, out.open("wb") as target:
            sealing.unseal(source, target, "phrase", sealed)
        assert out.read_bytes() == plain.read_bytes()
        body = sealed.read_bytes()
        if size > 10:
            sealed.write_bytes(body[: len(sealing.MAGIC) + 27 + 26])
            with sealed.open("rb") as source, out.open("wb") as target, pytest.raises(WrongPassphrase):
                sealing.unseal(source, target, "phrase", sealed)


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("0.2", "0.1.9", True),
        ("0.10", "0.9", True),
        ("1.0", "1", False),
        ("0.1", "0.1.1", False),
        ("0.1+dev", "0.1", False),
    ],
)
def test_versions_are_compared_by_number(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer


def test_a_missing_file_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), reading.checked(tmp_path / "none", None):
        pass
