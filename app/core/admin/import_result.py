"""The page of a checked or applied import: counts, errors, and what changes row by row."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.core.admin.import_parts import CRUMB, DONE, HISTORY, Checked, steps
from app.core.admin.pages import Badge, Button, Change, Column, Link, Notice, Paging, Row, Table, Tone, number, text
from app.core.admin.pages.imports import ChangedRow, Count, ImportResultPage
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _
from app.core.imports.jobs import REPORT
from app.core.imports.kept import Outcome, kept_changes, kept_faulty
from app.core.imports.tables import ImportState
from app.core.imports.undoing import is_undoable
from app.core.modules import ACTIONS, Action, RowChange

SHOWN = 200
"""So many errors are listed on the page; the workbook holds all."""
PAGE_SIZE = 50
LABELS: dict[Action, tuple[str, Tone]] = {
    "create": (N_("New"), "good"),
    "update": (N_("Changed"), "info"),
    "unchanged": (N_("Unchanged"), "muted"),
}


def result_page(session: Session, checked: Checked, show: str, page: int) -> ImportResultPage:
    """The page, with the changes of one action; without `show` of the first there are any of."""
    outcome = checked.outcome
    listed_rows = outcome.listed or {}
    chosen: Action = next(
        (one for one in ACTIONS if one == show),
        next((one for one in ("update", "create", "unchanged") if listed_rows.get(one)), "update"),
    )
    page = max(1, page)
    rows = kept_changes(checked.folder, chosen, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    empty = _("The rows are not listed.") if outcome.created + outcome.updated + outcome.unchanged else ""
    return ImportResultPage(
        _(checked.kind.label),
        (Link(_(CRUMB.label), CRUMB.url), Link(_("History"), HISTORY)),
        _("Applied") if outcome.applied else _("Result of the check"),
        _counts(checked, chosen),
        steps(3 if outcome.applied else 2),
        " · ".join(filter(None, (checked.past.file_name, checked.past.month))),
        (Button(_("Upload another file"), f"/imports/{checked.kind.code}", "upload"),),
        _notices(checked),
        _told(checked),
        _errors(outcome),
        () if outcome.errors else tuple(_row(one) for one in rows),
        _paging(checked, chosen, page, len(rows)),
        f"/jobs/{checked.job_id}/files/{REPORT}" if outcome.errors else "",
        tuple(_actions(session, checked)),
        "" if outcome.errors or rows else empty,
    )


def _counts(checked: Checked, chosen: Action) -> tuple[Count, ...]:
    outcome = checked.outcome
    values = {"create": outcome.created, "update": outcome.updated, "unchanged": outcome.unchanged}
    rows = outcome.listed or {}
    found = [
        Count(
            _(label),
            values[action],
            tone,
            _address(checked, action) if rows.get(action) and not outcome.errors else "",
            action == chosen and not outcome.errors,
        )
        for action, (label, tone) in LABELS.items()
    ]
    return (*found, Count(_("Errors"), len(outcome.errors), "danger"))


def _address(checked: Checked, action: Action, page: int = 1) -> str:
    return f"/imports/result/{checked.job_id}?{urlencode({'show': action, 'page': page})}"


def _notices(checked: Checked) -> tuple[Notice, ...]:
    """How the columns were read, and which are not."""
    match = (Link(_("Match the columns"), f"/import/{checked.past.id}/match"),) if _is_open(checked) else ()
    found = []
    if checked.outcome.recalled:
        found.append(Notice(_("The columns were matched as in the last file with these headings."), "info", match))
    if checked.outcome.unused:
        said = _("Nothing is read from these columns of the file: %(columns)s.")
        found.append(Notice(said % {"columns": listed(checked.outcome.unused)}, "warning", match))
    return tuple(found)


def _is_open(checked: Checked) -> bool:
    """Whether this is the last check of an import that was not applied."""
    return checked.past.state not in DONE and checked.past.check_job == checked.job_id


def _told(checked: Checked) -> Notice | None:
    outcome = checked.outcome
    if outcome.errors:
        return Notice(
            _("Nothing was saved. Mend the rows below here, or in your workbook and upload it again."), "danger"
        )
    if checked.past.state == ImportState.UNDONE:
        return Notice(_("This import was undone."), "warning")
    if outcome.applied:
        return None
    return Notice(_("No errors. The import can be applied; it is applied whole or not at all."), "good")


def _errors(outcome: Outcome) -> Table | None:
    labels = (N_("Sheet"), N_("Row"), N_("Column"), N_("What is wrong and how to mend it"))
    rows = tuple(
        Row((text(one.sheet), number(one.row), text(one.column), text(one.message))) for one in outcome.errors[:SHOWN]
    )
    return Table(_("Errors"), tuple(Column(_(label), right=label == "Row") for label in labels), rows) if rows else None


def _actions(session: Session, checked: Checked) -> list[Button]:
    """What can be done now."""
    outcome, found = checked.outcome, []
    if (
        checked.past.state == ImportState.APPLIED
        and outcome.applied
        and is_undoable(session, checked.past.id, checked.kind)
    ):
        asked = _("Take back everything this import recorded?")
        return [
            Button(_("Undo this import"), f"/import/{checked.past.id}/undo", "arrow-back-up", "danger", True, asked)
        ]
    if not _is_open(checked):
        return []
    if outcome.errors and kept_faulty(checked.folder):
        found.append(Button(_("Fix in the browser"), f"/import/{checked.past.id}/fix", "table", "primary"))
    if not outcome.errors and outcome.created + outcome.updated and checked.past.state == ImportState.CHECKED:
        found.append(Button(_("Apply"), f"/imports/apply/{checked.job_id}", "check", "primary", post=True))
    return found


def _row(one: RowChange) -> ChangedRow:
    label, tone = LABELS[one.action]
    changes = tuple(Change(field.label, field.old, field.new) for field in one.fields)
    row = f"{one.sheet} {one.row}" if one.sheet else str(one.row)
    return ChangedRow(row, one.key, one.name, Badge(_(label), tone), changes)


def _paging(checked: Checked, chosen: Action, page: int, shown: int) -> Paging | None:
    total = (checked.outcome.listed or {}).get(chosen, 0)
    if checked.outcome.errors or total <= PAGE_SIZE:
        return None
    first = (page - 1) * PAGE_SIZE
    return Paging(
        first + 1,
        first + shown,
        total,
        _address(checked, chosen, page - 1) if page > 1 else "",
        _address(checked, chosen, page + 1) if first + shown < total else "",
    )
