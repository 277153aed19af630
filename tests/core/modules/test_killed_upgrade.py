"""An upgrade killed in its middle leaves the old state, and succeeds when it is run again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core import access
from app.core.system import System
from app.core.testing.schema import schema_of
from tests.core.modules.weather import Weather

ROOT = Path(__file__).parents[3]
MIDDLE = {
    "sqlite": ("INSERT INTO _alembic_tmp_weather_days", "DROP TABLE weather_days", "RENAME TO weather_days"),
    "postgresql": ("ALTER TABLE weather_days",),
}
END = ("UPDATE core_schema_versions", "UPDATE core_modules", "INSERT INTO core_audit_batches", "COMMIT")


@pytest.fixture
def weather(tmp_path: Path) -> Iterator[Weather]:
    with Weather.made(tmp_path / "elsewhere") as made:
        made.write_first()
        yield made


def upgrade(weather: Weather, system: System, kill_at: str) -> "subprocess.CompletedProcess[str]":
    """In a process of its own."""
    program = Path(__file__).with_name("killed.py")
    place, url = weather.folder.parent, system.database.url.render_as_string(hide_password=False)
    words = [sys.executable, str(program), str(place), str(system.data_dir), url, kill_at]
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.defpath}
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_killed_in_the_middle(weather: Weather, database_url: str, data_dir: Path) -> None:
    system = System(data_dir, database_url, [weather.module])
    system.set_up()
    with system.writing(access.operator()) as session:
        session.execute(text("INSERT INTO weather_days (id, day, rain) VALUES (1, '2026-05-01', 4)"))
        session.execute(text("INSERT INTO weather_notes (id, day_id) VALUES (1, 1)"))
    weather.write_second()
    old = schema_of(system.database), dict(system.lifecycle.installed())
    system.database.close()
    for kill_at in (*MIDDLE[system.database.url.get_backend_name()], *END):
        done = upgrade(weather, system, kill_at)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert (schema_of(system.database), dict(system.lifecycle.installed())) == old
        system.database.close()
    done = upgrade(weather, system, "")
    assert done.returncode == 0, done.stderr
    assert system.lifecycle.installed()["weather"].revision == "weather_0002"
    with system.reading(access.operator()) as session:
        assert session.scalar(text("SELECT rain FROM weather_days")) == "4"
        assert session.scalar(text("SELECT count(*) FROM weather_notes")) == 1
    system.database.close()
