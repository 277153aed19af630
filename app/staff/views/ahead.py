"""What saving a form of facts would change: field by field, from when, and what else that touches."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.admin.pages import Change, WillChange
from app.core.events import gather
from app.core.i18n import gettext as _
from app.staff.events import ChangeAhead, asking_what_it_touches
from app.staff.forms import CORRECTION, WhyForm
from app.staff.reports import Profile
from app.staff.rules.facts import FactKind, FactRow, in_force
from app.staff.views.blocks import said


def will_change(session: Session, profile: Profile, kind: FactKind, form: WhyForm, row: FactRow | None) -> WillChange:
    """The page's fragment; `row` is what is corrected, None for a new value."""
    data = form.data
    start: date | None = data.get("obtained") if kind.shape == "held" else data.get("start")
    replaced = row
    if row is None and kind.shape == "succession" and start is not None:
        replaced = in_force(profile.rows, kind.code, start)
    changes = tuple(_changes(profile, kind, data, replaced))
    if not changes or start is None:
        return WillChange(changes)
    touched = gather(asking_what_it_touches, session, ChangeAhead(profile.employee_id, kind.code, _first(start, row)))
    correction = row is not None or data.get("mode") == CORRECTION
    return WillChange(
        changes, _when(profile, kind, start, correction), tuple(line for one in touched for line in one.value)
    )


def _first(start: date, row: FactRow | None) -> date:
    """The first day on which something differs."""
    return min(start, row.start) if row is not None else start


def _changes(profile: Profile, kind: FactKind, data: dict[str, Any], row: FactRow | None) -> Iterator[Change]:
    for field in kind.fields:
        if field.name in kind.fixed or field.name not in data:
            continue
        before = row.values.get(field.name) if row is not None else None
        after = as_stored(data[field.name])
        if _plain(before) != _plain(after):
            yield Change(_(field.label), said(profile, field, before, True), said(profile, field, after, True))
    if kind.shape != "held" and row is not None and data.get("start") not in (None, row.start) and kind.shape == "span":
        yield Change(_("From"), row.start.isoformat(), data["start"].isoformat())
    if kind.shape == "span" and data.get("end") != (row.end if row is not None else None):
        yield Change(_("Last day"), _day(row.end if row is not None else None), _day(data.get("end")))


def _day(value: date | None) -> str:
    return value.isoformat() if value else _("open")


def _plain(value: str | None) -> str:
    """A stored text for comparing: a flag as 0 or 1, nothing as an empty text."""
    return {"true": "1", "false": "0"}.get(value or "", value or "")


def as_stored(typed: Any) -> str | None:
    """What was typed, in the writing of stored values."""
    return None if typed is None else str(int(typed)) if isinstance(typed, bool) else str(typed)


def _when(profile: Profile, kind: FactKind, start: date, correction: bool) -> str:
    if kind.shape == "held":
        return ""
    if correction:
        sentence = _("A correction: it is as if it had been so from %(start)s on.")
    else:
        sentence = _("A change: from %(start)s on; what was before stays.")
    text = sentence % {"start": start}
    later = [row.start for row in profile.rows if row.kind == kind.code and row.start > start]
    if kind.shape == "succession" and later:
        text += " " + _("It holds until %(day)s, when the next recorded value begins.") % {"day": min(later)}
    return text
