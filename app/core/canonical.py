"""Building canonical rows: dated rows by natural key, sealed values opened, bookkeeping left out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

LEFT_OUT = frozenset({"id", "known_from", "known_to", "recorded_by", "uid"})


def canonical_rows(
    session: Session,
    table: Table,
    history: bool,
    names: Mapping[str, tuple[str, Mapping[int, Any]]],
    opened: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    left_out: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Rows of a table: `names` turns each reference column into (name, natural key by id).

    Only what is known now, unless `history` is asked for; then each row says whether it still is.
    """
    statement = select(table)
    if not history and "known_to" in table.c:
        statement = statement.where(table.c.known_to.is_(None))
    rows = []
    for row in map(dict[str, Any], session.execute(statement).mappings()):
        plain = {
            name: value
            for name, value in row.items()
            if name not in LEFT_OUT
            and name not in names
            and name not in left_out
            and not isinstance(value, bytes)
            and not name.endswith(("_cipher", "_index"))
        }
        plain |= {
            new: keys.get(row[column]) if row[column] is not None else None for column, (new, keys) in names.items()
        }
        if opened:
            plain |= opened(row)
        if history and "known_to" in table.c:
            plain["known"] = row["known_to"] is None
        rows.append(plain)
    return rows
