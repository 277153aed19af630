"""Valid time and knowledge time.

A *succession* row has a `start` and is in force until the next start of the same subject; a *span*
has `start` and `end`, both included (`end` empty: open). Every row also says since when we knew it
(`known_from`) and until when we believed it (`known_to`, empty: still). A correction closes the old
row's knowledge and inserts a new one; nothing is updated in place or deleted.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Index,
    Table,
    and_,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from app.core import clock
from app.core.db import UtcInstant
from app.core.schema.protections import protect_table
from app.core.tracing import note_rows, trace_of

BEGINNING = date(1900, 1, 1)
"""The start of what has been so for as long as anybody knows."""
BOOKKEEPING = frozenset({"id", "known_from", "known_to", "recorded_by"})
"""Columns that say nothing about the subject itself."""
SPANS_OF = "spans_of"
"""In a table's `info`: the column whose known spans may not overlap."""


class Known:
    """Knowledge time, who recorded it, and the document behind a row."""

    known_from: Mapped[datetime] = mapped_column(UtcInstant)
    known_to: Mapped[datetime | None] = mapped_column(UtcInstant)
    recorded_by: Mapped[str | None] = mapped_column()
    document: Mapped[str | None] = mapped_column()
    note: Mapped[str | None] = mapped_column()


class Succession(Known):
    """In force from `start` until the next start of the same subject."""

    start: Mapped[date] = mapped_column()


class Span(Known):
    """In force from `start` to `end`, both included."""

    start: Mapped[date] = mapped_column()

    @declared_attr
    def end(cls) -> Mapped[date | None]:
        """The last day; empty while open."""
        return mapped_column("end")


def one_per_start(table: str, *subject: str) -> Index:
    """At most one known row of a subject for each start."""
    return Index(f"uq_{table}_known", *subject, "start", unique=True, **_where_known())


def one_per_key(table: str, *key: str) -> Index:
    """At most one known row for each key."""
    return Index(f"uq_{table}_known", *key, unique=True, **_where_known())


def _where_known() -> dict[str, Any]:
    return {"sqlite_where": text("known_to IS NULL"), "postgresql_where": text("known_to IS NULL")}


def no_overlaps(table: Table, subject: str) -> None:
    """Let the database itself refuse two known spans of one subject that share a day."""
    name = table.name
    table.info[SPANS_OF] = subject
    exclusion = (
        f"ALTER TABLE {name} ADD CONSTRAINT ex_{name}_overlap EXCLUDE USING gist "
        f"({subject} WITH =, daterange(start, \"end\", '[]') WITH &&) WHERE (known_to IS NULL)"
    )
    once = (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'ex_{name}_overlap' "
        f"AND conrelid = '{name}'::regclass) THEN {exclusion}; END IF; END $$"
    )
    protect_table(table, "postgresql", "CREATE EXTENSION IF NOT EXISTS btree_gist", once)
    protect_table(table, "sqlite", *(_overlap_trigger(name, subject, moment) for moment in ("INSERT", "UPDATE")))


def _overlap_trigger(name: str, subject: str, moment: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS tr_{name}_overlap_{moment.lower()} BEFORE {moment} ON {name} "
        f"WHEN NEW.known_to IS NULL "
        f"AND EXISTS (SELECT 1 FROM {name} AS other WHERE other.{subject} = NEW.{subject} AND other.id IS NOT NEW.id "
        f"AND other.known_to IS NULL AND other.start <= COALESCE(NEW.\"end\", '9999-12-31') "
        f"AND COALESCE(other.\"end\", '9999-12-31') >= NEW.start) "
        f"BEGIN SELECT RAISE(ABORT, 'ex_{name}_overlap'); END"
    )


def known_at(table: Any, instant: datetime | None) -> ColumnElement[bool]:
    """The rows believed at an instant (now, when none is given)."""
    if instant is None:
        return cast(ColumnElement[bool], table.known_to.is_(None))
    still = or_(table.known_to.is_(None), table.known_to > instant)
    return and_(table.known_from <= instant, still)


def in_force_on(model: Any, on: date, *subject: str) -> ColumnElement[bool]:
    """The rows of a succession, known now, that are in force on a day: each subject's last that has started."""
    table = model.__table__.alias()
    same = (table.c[name] == getattr(model, name) for name in subject)
    started = select(func.max(table.c.start)).where(table.c.known_to.is_(None), table.c.start <= on, *same)
    return and_(known_at(model, None), model.start == started.correlate(model).scalar_subquery())


def succeed(session: Session, row: Any, *subject: str) -> bool:
    """Record a row of a succession from its start on; on the same start it corrects the row known before.

    Nothing, and False, where that one says the same. The record rules hold for what is written.
    """
    model = type(row)
    at_start = (getattr(model, name) == getattr(row, name) for name in (*subject, "start"))
    known = session.scalars(select(model).where(known_at(model, None), *at_start)).one_or_none()
    names = [column.key for column in model.__table__.columns if column.key not in BOOKKEEPING]
    if known is not None and all(getattr(known, name) == getattr(row, name) for name in names):
        return False
    now, actor = clock.now(), session.info.get("actor")
    if known is not None:
        known.known_to = now
        session.flush()
    row.known_from, row.recorded_by = now, actor.login if actor else None
    session.add(row)
    session.flush()
    return True


Row = dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What a change set does to one table: rows whose knowledge ends, and new rows."""

    close: list[int] = field(default_factory=list)
    insert: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.close or self.insert)


def known_rows(
    session: Session, table: Table, subject: str, subjects: Sequence[int], columns: Sequence[str]
) -> dict[int, list[Row]]:
    """The rows known now of the subjects, by subject, in order of start where there is one."""
    wanted = ["id", subject, *columns]
    statement = select(*(table.c[name] for name in wanted)).where(table.c.known_to.is_(None))
    if len(subjects) <= 500:
        statement = statement.where(table.c[subject].in_(subjects) if subjects else false())
    order = [table.c[subject], *([table.c.start] if "start" in table.c else []), table.c.id]
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in session.execute(statement.order_by(*order)).mappings():
        rows[row[subject]].append(dict(row))
    return rows


def in_force(rows: Iterable[Row], on: date) -> Row | None:
    """Of one subject's succession rows, in order of start, the one in force on a day."""
    found = None
    for row in rows:
        if row["start"] > on:
            break
        found = row
    return found


def plan_succession(rows: Sequence[Row], start: date, values: Row, same: Callable[[Row, Row], bool]) -> Plan:
    """Record a value from a day on: nothing when the very row is known, a correction on the same start."""
    at_start = next((row for row in rows if row["start"] == start), None)
    if at_start is None:
        return Plan(insert=[values | {"start": start}])
    if same(at_start, values):
        return Plan()
    return Plan(close=[at_start["id"]], insert=[values | {"start": start}])


def plan_state(rows: Sequence[Row], on: date, first_start: date, values: Row, same: Callable[[Row, Row], bool]) -> Plan:
    """Record that a value was in force on a day, whatever its start.

    Nothing when the value known for that day is the same; from `first_start` on when nothing is
    known for it; otherwise from that day on.
    """
    current = in_force(rows, on)
    if current is None:
        return plan_succession(rows, first_start, values, same)
    if same(current, values):
        return Plan()
    return plan_succession(rows, on, values, same)


def plan_span(rows: Sequence[Row], values: Row, same: Callable[[Row, Row], bool]) -> Plan:
    """Record a span: known spans that share a day with it are replaced by it."""
    last = values.get("end") or date.max
    clashing = [row for row in rows if row["start"] <= last and (row.get("end") or date.max) >= values["start"]]
    if len(clashing) == 1 and same(clashing[0], values):
        return Plan()
    return Plan(close=[row["id"] for row in clashing], insert=[values])


def plan_set(
    rows: Sequence[Row],
    wanted: Mapping[Hashable, Row],
    key: Callable[[Row], Hashable],
    same: Callable[[Row, Row], bool],
) -> Plan:
    """Make the known rows of a subject just the wanted ones."""
    plan = Plan()
    held: set[Hashable] = set()
    for row in rows:
        name = key(row)
        if name in wanted and name not in held and same(row, wanted[name]):
            held.add(name)
        else:
            plan.close.append(row["id"])
    plan.insert = [row for name, row in wanted.items() if name not in held]
    return plan


def same_values(*names: str) -> Callable[[Row, Row], bool]:
    """Rows are the same when these values are."""
    return lambda known, wanted: all(known[name] == wanted[name] for name in names)


def carry_out(session: Session, table: Table, plans: Iterable[Plan], instant: datetime) -> int:
    """Carry out plans in two bulk statements; returns how many rows were written."""
    close: list[dict[str, Any]] = []
    rows: list[Row] = []
    for plan in plans:
        close.extend({"row_id": row_id} for row_id in plan.close)
        rows.extend(plan.insert)
    if close:
        statement = update(table).where(table.c.id == bindparam("row_id")).values(known_to=instant)
        session.connection().execute(statement, close)
    brought: Sequence[int] = ()
    trace = trace_of(session)
    if rows:
        keys = {name for row in rows for name in row} | {"document", "note"}
        actor = session.info.get("actor")
        known = {"known_from": instant, "recorded_by": actor.login if actor else None}
        complete = [{name: row.get(name) for name in keys} | known for row in rows]
        if trace is None:
            session.connection().execute(insert(table), complete)
        else:
            brought = session.connection().execute(insert(table).returning(table.c.id), complete).scalars().all()
    if trace is not None:
        note_rows(trace, table.name, brought, (one["row_id"] for one in close))
    return len(close) + len(rows)
