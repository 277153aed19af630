"""What is kept beside a record, read in one statement: its activities, notes and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Select, String, Text, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.core.activities import Activity, Note
from app.core.attachments import Attached, Attachment
from app.core.db import UtcInstant

MOST = 200
"""So many of each are shown, the newest."""

COLUMNS: Mapping[str, Any] = {
    "source": String,
    "id": Integer,
    "name": Text,
    "more": Text,
    "kind": String,
    "uid": String,
    "size": Integer,
    "due": Date,
    "assignee": String,
    "is_open": Boolean,
    "by": String,
    "at": UtcInstant,
    "end_by": String,
    "end_at": UtcInstant,
    "why": String,
}


@dataclass(frozen=True, slots=True)
class Beside:
    """Activities, notes and files of a record, newest first; the rows belong to no session."""

    activities: tuple[Activity, ...] = ()
    notes: tuple[Note, ...] = ()
    files: tuple[Attached, ...] = ()


def kept_beside(session: Session, host: str, record_id: int, reads_notes: bool, own: str, reads_files: bool) -> Beside:
    """What the caller has found that the user may see: notes and activities, else her `own` activities; and files."""
    parts = []
    if reads_notes or own:
        parts.append(_activities(host, record_id, "" if reads_notes else own))
    if reads_notes:
        parts.append(_notes(host, record_id))
    if reads_files:
        parts.append(_files(host, record_id))
    if not parts:
        return Beside()
    newest = [select(part.order_by(part.selected_columns.id.desc()).limit(MOST).subquery()) for part in parts]
    rows = session.execute(union_all(*newest)).mappings().all()
    return Beside(
        tuple(_activity(row) for row in rows if row["source"] == "activity"),
        tuple(_note(row) for row in rows if row["source"] == "note"),
        tuple(_file(row, host, record_id) for row in rows if row["source"] == "file"),
    )


def _part(source: str, **given: Any) -> Select[Any]:
    values = {"source": literal(source), **given}
    return select(*(values.get(name, cast(null(), kind)).label(name) for name, kind in COLUMNS.items()))


def _activities(host: str, record_id: int, login: str) -> Select[Any]:
    row = Activity
    found = _part(
        "activity",
        id=row.id,
        name=row.summary,
        more=row.note,
        kind=row.kind,
        due=row.due,
        assignee=row.assignee_login,
        is_open=row.is_open,
        by=row.made_by,
        at=row.made_at,
        end_by=func.coalesce(row.done_by, row.cancelled_by),
        end_at=func.coalesce(row.done_at, row.cancelled_at),
        why=row.cancelled_why,
    ).where(row.host == host, row.record_id == record_id)
    return found.where(row.assignee_login == login) if login else found


def _notes(host: str, record_id: int) -> Select[Any]:
    row = Note
    return _part(
        "note",
        id=row.id,
        name=row.text,
        by=row.written_by,
        at=row.written_at,
        end_by=row.struck_by,
        end_at=row.struck_at,
        why=row.struck_why,
    ).where(row.host == host, row.record_id == record_id)


def _files(host: str, record_id: int) -> Select[Any]:
    row = Attachment
    return _part(
        "file",
        id=row.id,
        name=row.name,
        kind=row.media_type,
        uid=row.uid,
        size=row.size,
        by=row.uploaded_by,
        at=row.uploaded_at,
    ).where(row.host == host, row.record_id == record_id, row.removed_at.is_(None))


def _activity(row: Any) -> Activity:
    cancelled = row["why"] is not None
    ending = {("cancelled_by" if cancelled else "done_by"): row["end_by"]}
    ending |= {("cancelled_at" if cancelled else "done_at"): row["end_at"]}
    return Activity(
        id=row["id"],
        summary=row["name"],
        note=row["more"],
        kind=row["kind"],
        due=row["due"],
        assignee_login=row["assignee"],
        is_open=row["is_open"],
        made_by=row["by"],
        made_at=row["at"],
        cancelled_why=row["why"],
        **ending,
    )


def _note(row: Any) -> Note:
    return Note(
        id=row["id"],
        text=row["name"],
        written_by=row["by"],
        written_at=row["at"],
        struck_by=row["end_by"],
        struck_at=row["end_at"],
        struck_why=row["why"],
    )


def _file(row: Any, host: str, record_id: int) -> Attached:
    return Attached(row["uid"], host, record_id, row["name"], row["size"], row["by"], row["at"], row["kind"])
