"""The automatic backup before every change of the schema."""

from pathlib import Path

from app.core import clock
from app.core.backup import backup
from app.core.db import Database

BACKUPS = "backups"
"""The folder of the data folder that holds the automatic backups."""
KEPT = 10
_PATTERN = "????????T????????????Z-before-*.zip"


def back_up_before(database: Database, data_dir: Path, change: str) -> Path:
    """Write a backup with a timestamped name and mode 0600."""
    folder = data_dir / BACKUPS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{clock.now():%Y%m%dT%H%M%S%f}Z-before-{change}.zip"
    backup(database, data_dir, file)
    return file


def prune(data_dir: Path) -> None:
    """Keep the newest automatic backups; other files in the folder are left alone."""
    found = sorted((data_dir / BACKUPS).glob(_PATTERN))
    for path in found[:-KEPT]:
        path.unlink(missing_ok=True)
