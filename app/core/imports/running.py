"""Running an import: read the file outside the write transaction, then write all of it, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from app.core import access
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.imports.workbook import Source
from app.core.modules import ImportKind, ImportOutcome, Module
from app.core.periods import Month

Opened = Callable[[], AbstractContextManager[Session]]


class _Undo(Exception):
    """Ends a writing session without keeping anything."""


def kind_coded(session: Session, code: str) -> ImportKind:
    """The import kind of a code, from whichever module brings it."""
    modules: tuple[Module, ...] = session.info["modules"]
    found = next((kind for module in modules for kind in module.imports if kind.code == code), None)
    if found is None:
        raise NotFound(what=N_("import kind"), key=code)
    return found


def read_file(session: Session, kind: ImportKind, file: Source, month: Month | None) -> Any:
    """What the file says, or what is wrong with it (`errors`), for one who may import it."""
    access.authorize(session, kind.permission)
    return kind.read(session, file, month)


def run_import(
    reading: Opened, writing: Opened, kind: ImportKind, file: Source, month: Month | None, dry_run: bool
) -> ImportOutcome:
    """Read, then apply in one transaction; a dry run or an error keeps nothing."""
    with reading() as session:
        result = read_file(session, kind, file, month)
    if result.errors:
        return ImportOutcome(errors=list(result.errors))
    outcome = ImportOutcome()
    try:
        with writing() as session:
            outcome = kind.apply(session, result, month)
            if dry_run or outcome.errors:
                raise _Undo
    except _Undo:
        pass
    return ImportOutcome(errors=outcome.errors) if outcome.errors else outcome
