"""Write pay scale versions, parameters and contribution rates. An imported version is a draft."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.i18n import gettext as _
from app.core.modules import Action, FieldChange, ImportOutcome, RowChange
from app.core.money import yuan
from app.payroll.models import ContributionRate, Parameter, ScaleAmount, ScaleVersion
from app.payroll.permissions import SCALE_WRITE
from app.payroll.rules.records import ContributionRecord, ParameterRecord, ScaleRowRecord
from app.staff import services as staff

PROBATION = "见习"
"""How the probation tier's standards are named among the levels of a pay scale."""

Row = dict[str, Any]
CHILDREN: Mapping[str, Any] = {"scale": ScaleAmount, "parameters": Parameter, "contributions": ContributionRate}


def import_pay_scale(
    session: Session,
    amounts: Sequence[ScaleRowRecord],
    parameters: Sequence[ParameterRecord],
    contributions: Sequence[ContributionRecord],
) -> ImportOutcome:
    """Bring the dated versions up to date; a version that differs is replaced by a new draft. Counts rows."""
    actor = authorize_everywhere(session, SCALE_WRITE)
    _ensure_configuration(session, amounts)
    outcome = ImportOutcome(changes=[])
    for kind, records in (("scale", amounts), ("parameters", parameters), ("contributions", contributions)):
        _import_kind(session, kind, records, actor.login, outcome)
    audit.record(
        session,
        "import.pay_scale",
        object_table="payroll_scale_versions",
        count=len(amounts) + len(parameters) + len(contributions),
        detail={"created": outcome.created, "updated": outcome.updated},
    )
    return outcome


def _ensure_configuration(session: Session, amounts: Iterable[ScaleRowRecord]) -> None:
    """The scale names the posts, the levels and their steps."""
    steps: dict[str, int] = defaultdict(int)
    posts: dict[str, None] = {}
    for record in amounts:
        if record.component == "level":
            steps[record.row_key] = max(steps[record.row_key], record.step)
        elif record.component == "post":
            posts[record.row_key] = None
    staff.ensure_levels(session, steps)
    staff.ensure_posts(session, list(posts))


def _import_kind(session: Session, kind: str, records: Sequence[Any], maker: str, outcome: ImportOutcome) -> None:
    table: Table = CHILDREN[kind].__table__
    columns = [column.name for column in table.columns if column.name not in ("id", "version_id")]
    wanted: dict[date, list[Row]] = defaultdict(list)
    for record in records:
        values = asdict(record)
        wanted[record.start].append({name: values[name] for name in columns})
    statement = select(ScaleVersion).where(ScaleVersion.kind == kind, ScaleVersion.known_to.is_(None))
    known = {version.start: version for version in session.scalars(statement)}
    held = _rows_of(session, table, columns, [version.id for version in known.values()])
    assert isinstance(outcome.changes, list)
    for start, rows in sorted(wanted.items()):
        version = known.get(start)
        before = held.get(version.id, []) if version else []
        known_rows = _as_set(before)
        same = {id(row) for row in rows if tuple(row.values()) in known_rows}
        outcome.changes.extend(
            _change(record, "unchanged" if id(row) in same else "update" if version else "create")
            for record, row in zip((one for one in records if one.start == start), rows, strict=True)
        )
        if version and _as_set(before) == _as_set(rows):
            outcome.unchanged += len(rows)
            continue
        _replace(session, table, version, kind, start, rows, maker)
        unchanged = len(_as_set(before) & _as_set(rows))
        outcome.unchanged += unchanged
        outcome.updated += len(rows) - unchanged if version else 0
        outcome.created += 0 if version else len(rows)


def _change(record: Any, action: Action) -> RowChange:
    """What a row of the workbook does."""
    if isinstance(record, ScaleRowRecord):
        step = f" {record.step}" if record.step else ""
        new = FieldChange(_("Amount"), "", yuan(record.amount))
        return RowChange(record.row, str(record.start), f"{record.row_key}{step}", action, (new,), record.sheet)
    if isinstance(record, ParameterRecord):
        new = FieldChange(_("Value"), "", record.value)
        return RowChange(record.row, str(record.start), record.name, action, (new,))
    return RowChange(record.row, str(record.start), record.item, action)


def _rows_of(session: Session, table: Table, columns: Sequence[str], versions: Sequence[int]) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in session.execute(select(table).where(table.c.version_id.in_(versions))).mappings():
        rows[row["version_id"]].append({name: row[name] for name in columns})
    return rows


def _as_set(rows: Iterable[Row]) -> set[tuple[Any, ...]]:
    return {tuple(row.values()) for row in rows}


def _replace(
    session: Session, table: Table, version: ScaleVersion | None, kind: str, start: date, rows: list[Row], maker: str
) -> None:
    now = clock.now()
    if version is not None:
        session.execute(update(ScaleVersion).where(ScaleVersion.id == version.id).values(known_to=now))
    fresh = ScaleVersion(
        kind=kind, start=start, state="draft", made_by=maker, document=rows[0]["document"], known_from=now
    )
    session.add(fresh)
    session.flush()
    session.connection().execute(insert(table), [row | {"version_id": fresh.id} for row in rows])
