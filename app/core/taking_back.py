"""Taking back what was recorded: what was brought is no longer known, and what it replaced is known again.

Nothing is deleted and no row is reopened in place: what was believed in between stays on record. Rows that were
replaced are recorded anew, as they were.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import FromClause, Table, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.dated import BOOKKEEPING, Plan, Row, carry_out

PORTION = 500


def built_upon(
    session: Session, table: Table, brought: Sequence[int], closed: Sequence[int], *subject: str
) -> list[Any]:
    """The subjects (their first column) of whom something was recorded in this table after these rows."""
    rows = list(_rows(session, table, brought))
    if not rows:
        return []
    subjects = {tuple(row[name] for name in subject) for row in [*rows, *_rows(session, table, closed)]}
    since = max(row["known_from"] for row in rows)
    own = set(brought)
    later = {row[subject[0]] for row in rows if row["known_to"] is not None}
    recorded = or_(table.c.known_from > since, table.c.known_to > since, table.c.id > max(own))
    for portion in _portions(sorted({one[0] for one in subjects})):
        statement = select(table).where(table.c[subject[0]].in_(portion), recorded)
        for row in session.connection().execute(statement).mappings():
            if row["id"] not in own and tuple(row[name] for name in subject) in subjects:
                later.add(row[subject[0]])
    return sorted(later)


def take_back(session: Session, table: Table, brought: Sequence[int], closed: Sequence[int]) -> int:
    """Carry it out; how many rows were written."""
    again: list[Row] = [
        {name: value for name, value in row.items() if name not in BOOKKEEPING} for row in _rows(session, table, closed)
    ]
    return carry_out(session, table, [Plan(close=list(brought), insert=again)], clock.now())


def subjects_of(session: Session, table: Table, keys: Sequence[int], subject: str) -> set[Any]:
    """Whom rows are about."""
    return {row[subject] for row in _rows(session, table, keys)}


def _portions(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), PORTION):
        yield keys[start : start + PORTION]


def _rows(session: Session, table: FromClause, keys: Sequence[int]) -> Iterator[Row]:
    for portion in _portions(keys):
        for row in session.connection().execute(select(table).where(table.c.id.in_(portion))).mappings():
            yield dict(row)
