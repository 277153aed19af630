"""The battery that every module passes."""

from pathlib import Path

import pytest
from ziqiang_uniforms import manifest

from app.core.testing import ModuleBattery


class TestBattery(ModuleBattery):
    """Manifest, rooms, names, texts, migrations; installed, upgraded and taken out."""

    module = manifest.module


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """An empty database."""
    return f"sqlite:///{tmp_path / 'test.db'}"
