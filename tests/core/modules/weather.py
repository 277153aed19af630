"""A module of another's, in a package made for the test: two tables, and a second revision that rebuilds one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module, invalidate_caches
from pathlib import Path

from app.core.modules import Module

NAME = "ziqiang_weather"
FIRST = '''"""The first days."""

import sqlalchemy as sa
from alembic import op

revision = "weather_0001"
down_revision = None
branch_labels = ("weather",)
depends_on = ("core_0001",)


def upgrade() -> None:
    op.create_table(
        "weather_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rain", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_weather_days"),
    )
    op.create_table(
        "weather_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["weather_days.id"], name="fk_weather_notes_day_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_weather_notes"),
    )


def downgrade() -> None:
    op.drop_table("weather_notes")
    op.drop_table("weather_days")
'''
SECOND = '''"""Rain as text."""

import sqlalchemy as sa
from alembic import op

revision = "weather_0002"
down_revision = "weather_0001"
branch_labels = None
depends_on = ("core_0001",)


def upgrade() -> None:
    with op.batch_alter_table("weather_days") as batch:
        batch.alter_column("rain", type_=sa.String(10), existing_nullable=False)
    LAST


def downgrade() -> None:
    with op.batch_alter_table("weather_days") as batch:
        batch.alter_column("rain", type_=sa.Integer(), postgresql_using="rain::integer")
'''


@dataclass(frozen=True)
class Weather:
    """The package; its migrations are written as the test goes on. The program knows its tables by them alone."""

    folder: Path

    @classmethod
    @contextmanager
    def made(cls, place: Path) -> "Iterator[Weather]":
        """Make the package, importable within the block."""
        (place / NAME / "migrations").mkdir(parents=True)
        (place / NAME / "__init__.py").write_text("", encoding="utf-8")
        sys.path.insert(0, str(place))
        invalidate_caches()
        import_module(NAME)
        try:
            yield cls(place / NAME)
        finally:
            sys.path.remove(str(place))
            del sys.modules[NAME]

    @property
    def module(self) -> Module:
        """Its manifest."""
        return Module(name="weather", label="Weather", package=NAME)

    def write_first(self) -> None:
        """The first revision: two tables, one of which refers to the other."""
        self._write("weather_0001_days", FIRST)

    def write_second(self, broken: bool = False) -> None:
        """The second revision; a broken one fails after it has begun."""
        last = 'op.execute("INSERT INTO nowhere VALUES (1)")' if broken else "pass"
        self._write("weather_0002_rain", SECOND.replace("LAST", last))

    def remove_second(self) -> None:
        """As an older version of the package has it."""
        (self.folder / "migrations" / "weather_0002_rain.py").unlink()

    def remove(self) -> None:
        """The package is uninstalled."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    def _write(self, name: str, content: str) -> None:
        path = self.folder / "migrations" / f"{name}.py"
        path.write_text(content, encoding="utf-8")
