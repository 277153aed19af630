"""Which modules are installed: one row each, the kernel's (`core`) among them.

A row also keeps what must be known when the module's code is gone: what it needs, its tables, and whether it has a say
before it is taken out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, String, Table, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class InstalledModule(Base):
    """A module that is installed: its version and revision, since when, and what it brought."""

    __tablename__ = "core_modules"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    revision: Mapped[str | None] = mapped_column(String(40))
    depends: Mapped[list[str]] = mapped_column(JSON)
    tables: Mapped[list[str]] = mapped_column(JSON)
    has_say: Mapped[bool] = mapped_column()
    installed_at: Mapped[datetime] = mapped_column(UtcInstant)
    upgraded_at: Mapped[datetime] = mapped_column(UtcInstant)


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed module as the database has it."""

    name: str
    version: str
    revision: str | None
    depends: tuple[str, ...]
    tables: tuple[str, ...]
    has_say: bool
    installed_at: datetime


def installed_modules(connection: Connection) -> Mapping[str, Installed]:
    """What is installed, by name; nothing where there is no such table yet."""
    table = InstalledModule.__table__
    assert isinstance(table, Table)
    if not inspect(connection).has_table(table.name):
        return {}
    names = ("name", "version", "revision", "depends", "tables", "has_say", "installed_at")
    rows = connection.execute(select(*(table.c[name] for name in names)).order_by(table.c.name))
    return {
        row.name: Installed(
            row.name, row.version, row.revision, tuple(row.depends), tuple(row.tables), row.has_say, row.installed_at
        )
        for row in rows
    }
