"""Undoing an applied import: taking back what it recorded, whole, or saying what stands in the way.

A kind that can be undone names a verb that takes its rows back. It is refused where something was recorded later about
the same facts, and where a module objects, such as payroll after a run that counted with it was approved.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.errors import NotFound, ZiqiangError
from app.core.events import Signal, gather
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.imports.running import kind_coded
from app.core.imports.tables import Import, ImportState, ImportTrace
from app.core.modules import ImportKind
from app.core.tracing import Trace


class NotUndoable(ZiqiangError):
    """Imports of this kind, or this one, cannot be undone."""

    kind = "import_not_undoable"
    message = N_("This import cannot be undone.")
    status = 409


@dataclass(frozen=True, slots=True)
class Undoing:
    """An import that is about to be undone: its kind and when it was applied."""

    kind: str
    applied_at: datetime


undoing_import: Signal[Undoing, str] = Signal(
    "undoing_import",
    Undoing,
    "Asked once before an import is undone: answer in words why it must not be, or nothing; write nothing.",
)


def keep_trace(session: Session, import_id: int, trace: Trace) -> None:
    """Keep what an import brought and replaced."""
    session.add(ImportTrace(import_id=import_id, rows=json.dumps(trace.as_facts())))


def is_undoable(session: Session, import_id: int, kind: ImportKind) -> bool:
    """Whether an applied import may be undone at all, as far as its kind and its trace go."""
    return kind.undo is not None and session.get(ImportTrace, import_id) is not None


def undo(session: Session, import_id: int) -> Sequence[str]:
    """Undo one's own applied import; what stands in the way, and then nothing was changed."""
    mine = Import.uploaded_by == access.actor_of(session).login
    row = session.scalars(select(Import).where(Import.id == import_id, mine).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(what=N_("import"), key=import_id)
    kind = kind_coded(session, row.kind)
    actor = access.authorize_everywhere(session, kind.permission)
    trace = _trace(session, import_id)
    if kind.undo is None or trace is None or row.state != ImportState.APPLIED or row.applied_at is None:
        raise NotUndoable()
    reasons = [one.value for one in gather(undoing_import, session, Undoing(kind.code, row.applied_at)) if one.value]
    if trace.lost:
        reasons.append(_("It changed what is not kept by date, which cannot be taken back."))
    reasons = reasons or list(kind.undo(session, trace))
    if reasons:
        return reasons
    row.state, row.undone_by, row.undone_at = ImportState.UNDONE.value, actor.login, clock.now()
    audit.record(session, "import.undo", object_table=Import.__tablename__, object_key=import_id)
    return ()


def _trace(session: Session, import_id: int) -> Trace | None:
    kept = session.get(ImportTrace, import_id)
    return Trace(**json.loads(kept.rows)) if kept is not None else None
