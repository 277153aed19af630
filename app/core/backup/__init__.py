"""Backup and restore: one file that holds everything and goes into an empty database of either kind.

The file is a zip of `tables/<name>.jsonl` (one JSON array per row, columns named in the manifest),
`files/...` (keys, head of the audit log, attachments) and `manifest.json` (versions, counts, SHA-256 of every
member); its last 64 bytes are the SHA-256 of all before them. It holds the keys: guard it like the data, or
seal it with a passphrase.
"""

from app.core.backup.errors import (
    BackupDamaged,
    BackupNewer,
    BackupSealed,
    DatabaseNotEmpty,
    DataFolderInUse,
    SchemaDiffers,
    WrongPassphrase,
)
from app.core.backup.manifest import FileFacts, Manifest, TableFacts
from app.core.backup.restoring import inspect_backup, restore
from app.core.backup.saving import backup

__all__ = [
    "BackupDamaged",
    "BackupNewer",
    "BackupSealed",
    "DataFolderInUse",
    "DatabaseNotEmpty",
    "FileFacts",
    "Manifest",
    "SchemaDiffers",
    "TableFacts",
    "WrongPassphrase",
    "backup",
    "inspect_backup",
    "restore",
]
