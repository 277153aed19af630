"""What the pages of imports share: whose import it is, how it stands, sending it to be checked."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.core import access
from app.core.admin.opened import opened_system
from app.core.admin.pages import Cell, Column, Link, Row, Step, Table, Tone, number, pill, text
from app.core.clock import SHANGHAI
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.imports import history
from app.core.imports.adjusting import KEPT, Adjustments, keep_adjustments
from app.core.imports.container import check_container
from app.core.imports.history import PastImport
from app.core.imports.jobs import CHECK
from app.core.imports.kept import Outcome, Upload, kept_outcome
from app.core.imports.running import kind_coded
from app.core.imports.tables import ImportState
from app.core.jobs import broken_of, enqueue, folder_of, job_folder, new_folder
from app.core.modules import ImportKind

CRUMB = Link(N_("Imports"), "/imports/")
HISTORY = "/imports/history"
STEPS = (N_("Upload"), N_("Match the columns"), N_("See what changes"), N_("Applied"))
STATES: dict[ImportState, tuple[str, Tone]] = {
    ImportState.CHECKING: (N_("Being checked"), "info"),
    ImportState.COLUMNS: (N_("Columns to match"), "warning"),
    ImportState.FAULTY: (N_("Has errors"), "danger"),
    ImportState.CHECKED: (N_("Can be applied"), "info"),
    ImportState.APPLIED: (N_("Applied"), "good"),
    ImportState.UNDONE: (N_("Undone"), "muted"),
}


DONE = (ImportState.APPLIED, ImportState.UNDONE)


@dataclass(frozen=True, slots=True)
class Checked:
    """One's own import as a job left it."""

    job_id: int
    past: PastImport
    kind: ImportKind
    outcome: Outcome
    folder: Path

    def kept_names(self) -> tuple[str, ...]:
        """The files beside the uploaded one that belong to it."""
        return (KEPT,) if (self.folder / KEPT).exists() else ()


def permitted(session: Session, code: str) -> ImportKind:
    """The kind of that code, for one who may import it."""
    kind = kind_coded(session, code)
    access.authorize(session, kind.permission)
    return kind


def checked_by(session: Session, job_id: int) -> Checked:
    """One's own import, as this job left it."""
    folder = job_folder(session, job_id)
    outcome = kept_outcome(folder)
    if outcome is None:
        raise NotFound(what=N_("import"), key=job_id)
    past = history.own_import(session, outcome.upload.import_id)
    return Checked(job_id, past, permitted(session, outcome.upload.kind), outcome, folder)


def last_check(session: Session, import_id: int) -> Checked:
    """One's own import, as its last check left it."""
    past = history.own_import(session, import_id)
    if past.check_job is None:
        raise NotFound(what=N_("import"), key=import_id)
    return checked_by(session, past.check_job)


def upload_of(session: Session, kind: ImportKind, month: str, given: FileStorage) -> tuple[str, Upload]:
    """Keep an uploaded file in a new folder, look at what it is before anything is parsed, and note the import."""
    file_name = Path((given.filename or "").replace("\\", "/")).name
    data = opened_system().data_dir
    folder = new_folder(data)
    name = f"{secrets.token_hex(8)}{Path(file_name).suffix.lower()}"
    place = folder_of(data, folder) / name
    given.save(place)
    try:
        check_container(place)
    except Exception:
        place.unlink()
        raise
    number = history.begin(session, kind, month if kind.needs_month else "", file_name, place.read_bytes())
    return folder, Upload(kind.code, month if kind.needs_month else "", name, number)


def send_to_check(session: Session, upload: Upload, folder: str) -> str:
    """Have a file checked; the address of the job."""
    job_id = enqueue(session, CHECK, asdict(upload), folder=folder)
    history.checking(session, upload.import_id, job_id)
    return f"/jobs/{job_id}"


def check_again(session: Session, checked: Checked, adjustments: Adjustments) -> str:
    """Have a file checked once more, with these adjustments; the address of the job."""
    data = opened_system().data_dir
    folder = new_folder(data)
    upload = checked.outcome.upload
    place = folder_of(data, folder)
    (place / upload.file).write_bytes((checked.folder / upload.file).read_bytes())
    keep_adjustments(place, adjustments)
    return send_to_check(session, upload, folder)


def steps(current: int) -> tuple[Step, ...]:
    """The steps of the wizard, up to the current one (from 0)."""
    return tuple(
        Step(_(label), "done" if place < current else "current" if place == current else "ahead")
        for place, label in enumerate(STEPS)
    )


def history_table(session: Session, found: Sequence[PastImport], brief: bool = False) -> Table:
    """Imports as a table, each leading to its page; a brief one leaves out who and the counts."""
    labels = (N_("File"), N_("Kind"), N_("Month"), N_("Who"), N_("When"), N_("State"))
    counted = tuple(Column(_(label), right=True) for label in (N_("New"), N_("Changed"), N_("Unchanged"), N_("Errors")))
    broken = broken_of(session, [one.last_job for one in found if one.last_job])
    rows = tuple(Row(tuple(_cells(session, one, one.last_job in broken))) for one in found)
    columns = (*(Column(_(label)) for label in labels), *counted)
    if brief:
        rows = tuple(Row((row.cells[0], row.cells[1], row.cells[4], row.cells[5])) for row in rows)
        columns = (columns[0], columns[1], columns[4], columns[5])
    return Table("", columns, rows, empty=_("Nothing has been imported yet."))


def _cells(session: Session, one: PastImport, broken: bool) -> Iterable[Cell]:
    failed: tuple[str, Tone] = (N_("Failed"), "danger")
    label, tone = failed if broken and one.state not in DONE else STATES[one.state]
    yield text(one.file_name, f"/import/{one.id}/")
    yield text(_(kind_coded(session, one.kind).label))
    yield text(one.month)
    yield text(one.uploaded_by)
    yield text(one.uploaded_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    yield pill(_(label), tone)
    for count in (one.created, one.updated, one.unchanged, one.errors):
        yield number(count)
