"""What a database and a folder hold, to compare them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import (
    select,
)

from app.core.db import Database
from app.core.schema import stored_tables

MakeDatabase = Callable[[], Database]


def content(database: Database) -> dict[str, list[Any]]:
    with database.reading() as session:
        return {
            table.name: list(map(tuple, session.execute(select(table).order_by(*table.primary_key.columns))))
            for table in stored_tables(session.connection())
        }


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
