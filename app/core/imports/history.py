"""The imports there were: each uploaded file, its checks, and whether it was applied."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_
from app.core.imports.tables import Import, ImportState
from app.core.modules import ImportKind, ImportOutcome, Module

NAME_LIMIT = 200


class NotApplicable(ZiqiangError):
    """The file is not in the state in which it can be applied."""

    kind = "import_not_applicable"
    message = "This import was applied already, or changed since you saw it. Open it again."
    status = 409


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import as the history lists it."""

    id: int
    kind: str
    month: str
    file_name: str
    state: ImportState
    uploaded_by: str
    uploaded_at: datetime
    created: int
    updated: int
    unchanged: int
    errors: int
    check_job: int | None
    apply_job: int | None
    applied_at: datetime | None

    @property
    def last_job(self) -> int | None:
        """The job whose page tells how it stands."""
        return self.apply_job or self.check_job


def begin(session: Session, kind: ImportKind, month: str, file_name: str, content: bytes) -> int:
    """Note an uploaded file; the number of its import."""
    actor = access.authorize(session, kind.permission)
    row = Import(
        kind=kind.code,
        month=month,
        file_name=file_name[-NAME_LIMIT:],
        sha256=hashlib.sha256(content).hexdigest(),
        state=ImportState.CHECKING.value,
        uploaded_by=actor.login,
        uploaded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit.record(session, "import.upload", object_table=Import.__tablename__, object_key=row.id)
    return row.id


def checking(session: Session, import_id: int, job_id: int) -> None:
    """Note that a job checks the file now (once more); one that was applied is not checked again."""
    row = _own(session, import_id)
    if row.state in (ImportState.APPLIED, ImportState.UNDONE):
        raise NotApplicable()
    row.state, row.check_job, row.apply_job = ImportState.CHECKING.value, job_id, None


def applying(session: Session, import_id: int, checked_by: int, job_id: int) -> None:
    """Note that a job applies the file; only as the last check found it."""
    require_applicable(session, import_id, checked_by)
    _own(session, import_id).apply_job = job_id


def require_applicable(session: Session, import_id: int, checked_by: int) -> None:
    """Refuse unless the file stands as this check found it, without errors."""
    row = _own(session, import_id)
    if row.state != ImportState.CHECKED or row.check_job != checked_by:
        raise NotApplicable()


def note(session: Session, import_id: int, state: ImportState, outcome: ImportOutcome) -> None:
    """Note what a job found or did."""
    row = _own(session, import_id)
    row.state = state.value
    row.created, row.updated, row.unchanged = outcome.created, outcome.updated, outcome.unchanged
    row.errors = len(outcome.errors)
    if state is ImportState.APPLIED:
        row.applied_at = clock.now()
    audit.record(session, f"import.{state.value}", object_table=Import.__tablename__, object_key=import_id)


def import_view(session: Session, import_id: int) -> PastImport:
    """One's own import, or any for whoever holds its kind's permission everywhere; for others there is none."""
    found = _listed(session, _shown(session).where(Import.id == import_id))
    if not found:
        raise NotFound(what=N_("import"), key=import_id)
    return found[0]


def own_import(session: Session, import_id: int) -> PastImport:
    """One's own import: whoever uploaded a file works on it, nobody else."""
    found = import_view(session, import_id)
    if found.uploaded_by != access.actor_of(session).login:
        raise NotFound(what=N_("import"), key=import_id)
    return found


def past_imports(session: Session, kind: str = "", before: int | None = None, limit: int = 50) -> Sequence[PastImport]:
    """Imports the user may see, newest first; of one kind, and older than one, where asked."""
    statement = _shown(session).order_by(Import.id.desc()).limit(limit)
    if kind:
        statement = statement.where(Import.kind == kind)
    if before is not None:
        statement = statement.where(Import.id < before)
    return _listed(session, statement)


def _shown(session: Session) -> Select[Import]:
    """The statement of the imports somebody may see: one's own, and those of kinds one may import everywhere."""
    modules: tuple[Module, ...] = session.info["modules"]
    kinds = {kind.code: access.scope_of(session, kind.permission) for module in modules for kind in module.imports}
    everywhere = [code for code, scope in kinds.items() if scope.everywhere]
    own = Import.kind.in_([code for code, scope in kinds.items() if scope])
    mine = own & (Import.uploaded_by == access.actor_of(session).login) if any(kinds.values()) else false()
    return select(Import).where(or_(mine, Import.kind.in_(everywhere)))


def _listed(session: Session, statement: Select[Import]) -> list[PastImport]:
    return [_past(row) for row in session.scalars(statement)]


def _past(row: Import) -> PastImport:
    return PastImport(
        row.id,
        row.kind,
        row.month,
        row.file_name,
        ImportState(row.state),
        row.uploaded_by,
        row.uploaded_at,
        row.created,
        row.updated,
        row.unchanged,
        row.errors,
        row.check_job,
        row.apply_job,
        row.applied_at,
    )


def _own(session: Session, import_id: int) -> Import:
    mine = Import.uploaded_by == access.actor_of(session).login
    row = session.scalars(select(Import).where(Import.id == import_id, mine)).one_or_none()
    if row is None:
        raise NotFound(what=N_("import"), key=import_id)
    return row
