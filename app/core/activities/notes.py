"""The verbs of notes: write, and strike out for a reason. A note is never edited."""

from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of
from app.core.activities.looking import note_met
from app.core.activities.tables import Note
from app.core.activities.texts import reason_of, written
from app.core.modules import address_of, host_named


def write_note(session: Session, host_name: str, record_id: int, text: str, confirmed: bool = False) -> Note:
    """Write it; `confirmed` takes a text with ID numbers of people who are not on file."""
    host = host_named(session, host_name)
    address_of(session, host, record_id, host.writes_notes)
    row = Note(
        host=host_name,
        record_id=record_id,
        text=written(session, text, confirmed),
        written_by=actor_of(session).login,
        written_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _log(session, row, "note.write", text=row.text)
    return row


def strike_note(session: Session, note_id: int, reason: str) -> Note:
    """Strike it out: it stays, and is no longer shown as said."""
    row = note_met(session, note_id)
    row.struck_why = reason_of(reason)
    row.struck_by, row.struck_at = actor_of(session).login, clock.now()
    session.flush()
    _log(session, row, "note.strike", reason=row.struck_why)
    return row


def _log(session: Session, row: Note, action: str, **personal: str) -> None:
    audit.record(
        session,
        action,
        object_table=Note.__tablename__,
        object_key=row.id,
        detail={"host": row.host, "record": row.record_id},
        personal=personal,
    )
