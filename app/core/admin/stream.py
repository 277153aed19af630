"""The side stream of a record's page: history, notes, activities and files in one, with the forms that add to it."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app.core import attachments
from app.core.access import actor_of
from app.core.activities import KINDS, Activity, Note
from app.core.admin.beside import kept_beside
from app.core.admin.pages import (
    ActivityCard,
    Button,
    Choice,
    Composer,
    FileCard,
    Happened,
    HistoryDay,
    HistoryEntry,
    Input,
    Stream,
    Tone,
)
from app.core.clock import SHANGHAI, today
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import RecordHost, host_named, meets

SOON = 7


def stream_of(session: Session, host_name: str, record_id: int, happened: Iterable[Happened]) -> Stream:
    """The stream beside a record; `happened` is what its module tells of the record's own history."""
    host = host_named(session, host_name)
    allowed = {code: meets(session, host_name, record_id, code) for code in _permissions(host)}
    found = list(happened)
    own = actor_of(session).login if allowed[host.opens] and not allowed[host.reads_notes] else ""
    beside = kept_beside(session, host_name, record_id, allowed[host.reads_notes], own, allowed[host.permission_read])
    writes = allowed[host.writes_notes]
    found += [_closed(row) for row in beside.activities if not row.is_open]
    found += [_noted(row, writes) for row in beside.notes]
    open_ones = sorted((row for row in beside.activities if row.is_open), key=lambda row: (row.due, row.id))
    return Stream(
        days_of(found),
        _composers(session, host_name, record_id) if allowed[host.writes_notes] else (),
        tuple(card_of(session, row, writes) for row in open_ones),
        tuple(_file(one, allowed[host.permission_write]) for one in beside.files),
        _attaching(host_name, record_id) if allowed[host.permission_write] else (),
        here(),
    )


def here() -> str:
    """The address of the page itself, with what it shows: where its small forms come back to."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _permissions(host: RecordHost) -> tuple[str, ...]:
    return (host.opens, host.reads_notes, host.writes_notes, host.permission_read, host.permission_write)


def days_of(happened: Iterable[Happened]) -> tuple[HistoryDay, ...]:
    """Entries under the headings of their days, newest first; those of one instant stay as they came."""

    def day_of(one: Happened) -> date:
        return one.at.astimezone(SHANGHAI).date()

    ordered = sorted(happened, key=lambda one: one.at, reverse=True)
    return tuple(
        HistoryDay(_("Today") if day == today() else day.isoformat(), tuple(one.entry for one in group))
        for day, group in groupby(ordered, key=day_of)
    )


def clock_time(at: Any) -> str:
    """The time of day of an instant."""
    return str(at.astimezone(SHANGHAI).strftime("%H:%M"))


def until(due: date) -> tuple[str, Tone]:
    """How far away a day is, in words, and its colour: overdue red, today orange."""
    days = (due - today()).days
    if days < 0:
        return _("%(days)s days overdue") % {"days": -days}, "danger"
    if days == 0:
        return _("today"), "warning"
    if days == 1:
        return _("tomorrow"), "plain"
    return _("in %(days)s days") % {"days": days}, "plain" if days <= SOON else "muted"


def card_of(session: Session, row: Activity, writes: bool, record: str = "") -> ActivityCard:
    """An open activity as it is shown; `writes` is whether the user plans activities of its record."""
    own = row.assignee_login == actor_of(session).login
    when, tone = until(row.due)
    url = f"/activity/{row.id}"
    reason = Input("reason", _("Why is it called off?"), required=True)
    cancel = Button(_("Call off"), f"{url}/cancel", "x", post=True, asks=(reason,), hidden=(("next", here()),))
    return ActivityCard(
        KINDS[row.kind].icon if row.kind in KINDS else "point",
        _(KINDS[row.kind].label) if row.kind in KINDS else row.kind,
        row.summary,
        row.due.isoformat(),
        when,
        tone,
        row.assignee_login,
        row.note or "",
        f"{url}/done" if own or writes else "",
        f"{url}/reassign" if writes else "",
        cancel if writes else None,
        record,
        url,
    )


def _closed(row: Activity) -> Happened:
    cancelled = row.cancelled_at is not None
    who, at = (row.cancelled_by, row.cancelled_at) if cancelled else (row.done_by, row.done_at)
    sentence = N_("Activity called off: %(summary)s") if cancelled else N_("Activity done: %(summary)s")
    entry = HistoryEntry(
        who or "", clock_time(at), _(sentence) % {"summary": row.summary}, note=(row.cancelled_why or "")
    )
    return Happened(at or row.made_at, entry)


def _noted(row: Note, writes: bool) -> Happened:
    struck = ""
    buttons: tuple[Button, ...] = ()
    if row.struck_at is not None:
        values = {"who": row.struck_by, "day": row.struck_at.astimezone(SHANGHAI).date(), "why": row.struck_why}
        struck = _("Struck out by %(who)s on %(day)s: %(why)s") % values
    elif writes:
        reason = Input("reason", _("Why is it struck out?"), required=True)
        url, hidden = f"/stream/note/{row.id}/strike", (("next", here()),)
        buttons = (Button(_("Strike out"), url, "ban", post=True, asks=(reason,), hidden=hidden),)
    at = row.written_at
    return Happened(at, HistoryEntry(row.written_by, clock_time(at), note=row.text, buttons=buttons, struck=struck))


def _file(one: attachments.Attached, writes: bool) -> FileCard:
    url = f"/attachments/file/{one.uid}"
    return FileCard(
        one.name,
        url,
        size_of(one.size),
        one.uploaded_by,
        one.uploaded_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        f"{url}/preview" if one.media_type in attachments.PREVIEWED else "",
        f"{url}/remove" if writes else "",
    )


def size_of(count: int) -> str:
    """A number of bytes as people say it."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000)):,} kB"


def _attaching(host_name: str, record_id: int) -> tuple[Button, ...]:
    return (Button(_("Attach a file"), f"/attachments/{host_name}/{record_id}/new", "paperclip"),)


def _composers(session: Session, host_name: str, record_id: int) -> tuple[Composer, ...]:
    at = f"/stream/{host_name}/{record_id}"
    usual = {"assignee": actor_of(session).login, "due": today().isoformat()}
    return (
        Composer("note", _("Write a note"), "message", f"{at}/note", note_inputs(), _("Write")),
        Composer(
            "activity",
            _("Plan an activity"),
            "calendar-event",
            f"{at}/activity",
            activity_inputs(host_name, record_id, usual.get),
            _("Plan"),
        ),
    )


Typed = Callable[[str, str], str | None]


def note_inputs(text: str = "", errors: tuple[str, ...] = ()) -> tuple[Input, ...]:
    """What writing a note asks."""
    return (Input("text", _("Note"), "textarea", text, required=True, wide=True, errors=errors),)


def activity_inputs(host_name: str, record_id: int, typed: Typed) -> tuple[Input, ...]:
    """What planning an activity asks."""
    choices = tuple(Choice(code, _(kind.label)) for code, kind in KINDS.items())
    return (
        Input("kind", _("Kind"), "select", typed("kind", "") or "todo", choices=choices),
        Input("summary", _("What is to be done"), value=typed("summary", "") or "", required=True, wide=True),
        Input("due", _("Until"), "date", typed("due", "") or "", required=True),
        assignee_input(host_name, record_id, typed("assignee", "") or ""),
        Input("more", _("Details"), "textarea", typed("more", "") or "", wide=True),
    )


def assignee_input(host_name: str, record_id: int, login: str) -> Input:
    """The field that asks for whom it is, with suggestions of those who may open the record."""
    url = f"/stream/{host_name}/{record_id}/assignees"
    return Input("assignee", _("Who does it"), value=login, required=True, suggest_url=url, autocomplete="off")
