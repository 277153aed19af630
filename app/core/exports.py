"""The canonical export: all business data as sorted JSON, for comparing two systems."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import authorize
from app.core.modules import Module

CANONICAL = "core.export.canonical"


def canonical_data(session: Session, modules: Sequence[Module], history: bool = False) -> dict[str, list[Any]]:
    """Rows of every business table by natural key, sorted, encrypted fields opened."""
    tables: dict[str, list[Any]] = {}
    for module in modules:
        for table in module.canonical:
            rows = [_plain(row) for row in table.rows(session, history)]
            tables[table.name] = sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True))
    return tables


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def export_canonical(session: Session, modules: Sequence[Module], out: Path, history: bool) -> None:
    """Write the canonical export to a file of mode 0600; audited."""
    authorize(session, CANONICAL)
    text = json.dumps(canonical_data(session, modules, history), ensure_ascii=False, indent=1, sort_keys=True)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text + "\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    audit.record(session, "export.canonical", content_hash=digest, detail={"history": history})
