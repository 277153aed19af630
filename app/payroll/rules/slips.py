"""What a slip is stored as: its columns, its lines as text, and the hash that seals a run."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from app.payroll.rules.row_texts import CHUNK, Part, row_texts
from app.payroll.rules.vectorised.exact import Ints

SLIP_COLUMNS: Final = (
    "position", "employee_id", "unit_id", "status", "employee_number", "name", "branch", "station",
    "branch_position", "station_position", "post", "level", "step",
    "gross", "contributions", "tax", "special_additional", "net", "lines", "inputs",
)  # fmt: skip
SURROGATES: Final = ("employee_id", "unit_id")
"""Columns that differ between two databases with the same people."""
JSON_COLUMNS: Final = ("lines", "inputs")

Columns = Mapping[str, Sequence[Any]]
"""Slips column by column, each in order of position."""


def lines_texts(lines: Mapping[str, Ints], rows: int) -> list[str]:
    """Each row's amounts in fen as one JSON object by item."""
    parts: list[Part] = []
    for name, amounts in lines.items():
        parts += [f'{"," if parts else "{"}"{name}":', amounts]
    return row_texts([*parts, "}"], rows)


def run_hash(rules: str, slips: Columns) -> str:
    """SHA-256 over the rules and every slip's columns but the surrogate ids, in order, a thousand slips at a time."""
    digest = hashlib.sha256(rules.encode())
    plain = [slips[name] for name in SLIP_COLUMNS if name not in (*SURROGATES, *JSON_COLUMNS)]
    texts = [slips[name] for name in JSON_COLUMNS]
    for start in range(0, len(slips["position"]), CHUNK):
        chunk = slice(start, start + CHUNK)
        digest.update(orjson.dumps([column[chunk] for column in plain], default=repr))
        for column in texts:
            digest.update("\x1f".join(map(str, column[chunk])).encode())
    return digest.hexdigest()


def by_column(rows: Sequence[Sequence[Any]]) -> Columns:
    """Stored rows of SLIP_COLUMNS, column by column."""
    columns = zip(*rows, strict=True) if rows else [()] * len(SLIP_COLUMNS)
    return dict(zip(SLIP_COLUMNS, columns, strict=True))
