"""Write personnel changes: new values from a day on, with the document behind each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Table
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.dated import Plan, Row, carry_out, in_force, known_rows, plan_succession, same_values
from app.core.errors import CellError
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Action, FieldChange, ImportOutcome, RowChange
from app.staff import models, queries
from app.staff.permissions import STAFF_WRITE
from app.staff.rules.records import ChangeRecord
from app.staff.services.publishing import KINDS, Recording
from app.staff.services.today import refresh_today

Group = tuple[int, date]
FIELDS: Mapping[str, str] = {
    "level": N_("Level"),
    "step": N_("Step"),
    "post": N_("Post"),
    "unit": N_("Unit"),
    "probation_end": N_("End of probation"),
}


def import_changes(session: Session, records: Sequence[ChangeRecord]) -> ImportOutcome:
    """Record changes; rows of the same person and day are applied together. Counts rows."""
    authorize_everywhere(session, STAFF_WRITE)
    ids = queries.employee_ids(session)
    outcome = ImportOutcome(changes=[])
    by_field: dict[str, list[ChangeRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.start, one.number)):
        by_field["grading" if record.field in ("level", "step") else record.field].append(record)
    recording = Recording()
    _write_gradings(session, by_field["grading"], ids, outcome, recording)
    units = queries.units_by_path(queries.unit_paths(queries.placements_on(session, clock.today())))
    posts = queries.post_ids(session)
    held = {record: posts[record.value or ""] for record in by_field["post"]}
    _write_values(
        session,
        models.PostHolding,
        "post_id",
        held,
        {post_id: name for name, post_id in posts.items()},
        ids,
        outcome,
        recording,
    )
    placed = {record: units[_unit_path(record)] for record in by_field["unit"]}
    paths = {unit_id: "/".join(part or "" for part in path) for path, unit_id in units.items()}
    _write_values(session, models.Assignment, "unit_id", placed, paths, ids, outcome, recording)
    _write_conversions(session, by_field["probation_end"], ids, outcome, recording)
    refresh_today(session, {ids[record.number] for record in records})
    audit.record(
        session,
        "import.changes",
        object_table="staff_employees",
        count=len(records),
        detail={"created": outcome.created, "updated": outcome.updated},
    )
    if not outcome.errors:
        recording.publish(session)
    return outcome


def _unit_path(record: ChangeRecord) -> queries.UnitPath:
    branch, _slash, station = (record.value or "").partition("/")
    return branch, station or None


def _known(
    session: Session, table: Table, records: Sequence[ChangeRecord], ids: Mapping[str, int], columns: Sequence[str]
) -> dict[int, list[Row]]:
    return known_rows(session, table, "employee_id", sorted({ids[record.number] for record in records}), columns)


def _apply(rows: list[Row], plan: Plan) -> None:
    """Let later records of the same file see what this plan will write."""
    rows[:] = [row for row in rows if row["id"] not in plan.close] + [row | {"id": -1} for row in plan.insert]
    rows.sort(key=lambda row: row["start"])


def _count(
    outcome: ImportOutcome, plan: Plan, records: Sequence[ChangeRecord], before: Mapping[str, str] | None = None
) -> None:
    """Count rows of the file that one plan carries out, and list them; `before` is what held, by field."""
    action: Action = "unchanged" if not plan else "update" if plan.close else "create"
    if action == "unchanged":
        outcome.unchanged += len(records)
    elif action == "update":
        outcome.updated += len(records)
    else:
        outcome.created += len(records)
    assert isinstance(outcome.changes, list)
    outcome.changes.extend(_listed(record, action, before or {}) for record in records)


def _listed(record: ChangeRecord, action: Action, before: Mapping[str, str]) -> RowChange:
    """A row of the file with what it does."""
    change = FieldChange(_(FIELDS[record.field]), before.get(record.field, ""), record.value or _("yes"))
    return RowChange(record.row, record.number, record.start.isoformat(), action, (change,))


def _write_values(
    session: Session,
    model: type[models.PostHolding] | type[models.Assignment],
    column: str,
    values: Mapping[ChangeRecord, int],
    names: Mapping[int, str],
    ids: Mapping[str, int],
    outcome: ImportOutcome,
    recording: Recording,
) -> None:
    table: Table = model.__table__  # type: ignore[assignment]
    known = _known(session, table, list(values), ids, ["start", column])
    plans: list[Plan] = []
    for record, value in values.items():
        employee_id = ids[record.number]
        rows = known.setdefault(employee_id, [])
        row = {"employee_id": employee_id, column: value, "document": record.document, "note": record.note}
        plan = plan_succession(rows, record.start, row, same_values(column))
        current = in_force(rows, record.start)
        _count(outcome, plan, [record], {record.field: names.get(current[column], "") if current else ""})
        recording.note(KINDS[model], employee_id, plan)
        _apply(rows, plan)
        plans.append(plan)
    carry_out(session, table, plans, clock.now())


def _write_gradings(
    session: Session,
    records: Sequence[ChangeRecord],
    ids: Mapping[str, int],
    outcome: ImportOutcome,
    recording: Recording,
) -> None:
    table: Table = models.Grading.__table__  # type: ignore[assignment]
    known = _known(session, table, records, ids, ["start", "level_id", "step", "level_since"])
    levels, steps = queries.level_ids(session), queries.level_steps(session)
    names = {level_id: name for name, level_id in levels.items()}
    groups: dict[Group, list[ChangeRecord]] = defaultdict(list)
    for record in records:
        groups[ids[record.number], record.start].append(record)
    plans: list[Plan] = []
    for (employee_id, start), group in groups.items():
        rows = known.setdefault(employee_id, [])
        current = in_force(rows, start) or {"level_id": None, "step": None, "level_since": None}
        said = {record.field: record.value for record in group if record.value}
        level_id = levels[said["level"]] if "level" in said else current["level_id"]
        step = int(said["step"]) if "step" in said else current["step"]
        if level_id is None or step is None or not 1 <= step <= steps[names[level_id]]:
            outcome.errors.append(_no_such_step(group[0], names.get(level_id), step))
            continue
        since = start if level_id != current["level_id"] else current["level_since"]
        row = {"employee_id": employee_id, "level_id": level_id, "step": step, "level_since": since}
        row |= {"document": group[0].document, "note": group[0].note}
        plan = plan_succession(rows, start, row, same_values("level_id", "step"))
        _count(outcome, plan, group, {"level": names.get(current["level_id"], ""), "step": str(current["step"] or "")})
        recording.note("grading", employee_id, plan)
        _apply(rows, plan)
        plans.append(plan)
    carry_out(session, table, plans, clock.now())


def _no_such_step(record: ChangeRecord, level: str | None, step: int | None) -> CellError:
    message = _(
        "%(number)s would hold level %(level)s step %(step)s from %(start)s, which does not exist. "
        "Give the level and the step that apply from that day."
    )
    values = {"number": record.number, "level": level or "-", "step": step or "-", "start": record.start}
    return CellError(record.row, "新值", "step_out_of_level", message % values)


def _write_conversions(
    session: Session,
    records: Sequence[ChangeRecord],
    ids: Mapping[str, int],
    outcome: ImportOutcome,
    recording: Recording,
) -> None:
    """A conversion ends probation on its date, instead of the end planned at hire."""
    table: Table = models.Probation.__table__  # type: ignore[assignment]
    known = _known(session, table, records, ids, ["start", "on_probation", "planned"])
    plans: list[Plan] = []
    for record in records:
        employee_id = ids[record.number]
        rows = known.setdefault(employee_id, [])
        row: Row = {"employee_id": employee_id, "on_probation": False, "planned": False}
        row |= {"document": record.document, "note": record.note}
        plan = plan_succession(rows, record.start, row, same_values("on_probation", "planned"))
        if plan:
            plan.close.extend(row["id"] for row in rows if row["planned"] and row["start"] > record.start)
            before = in_force([row for row in rows if not row["planned"]], record.start)
            if before is not None and before["on_probation"]:
                plan.close.extend(
                    row["id"] for row in rows if row["planned"] and before["start"] < row["start"] < record.start
                )
        _count(outcome, plan, [record])
        recording.note("probation", employee_id, plan)
        _apply(rows, plan)
        plans.append(plan)
    carry_out(session, table, plans, clock.now())
