"""Remembering how columns were matched: the next file laid out alike is matched the same way."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, audit, clock
from app.core.imports.adjusting import Matched
from app.core.imports.matching import Layout
from app.core.imports.tables import ImportLayout
from app.core.modules import ImportKind


def remember(session: Session, kind: ImportKind, layout: Layout, fields: Sequence[str]) -> None:
    """Match files of this layout like this from now on."""
    actor = access.authorize(session, kind.permission)
    found = session.scalars(
        select(ImportLayout).where(
            ImportLayout.kind == kind.code, ImportLayout.title == layout.title, ImportLayout.layout == layout.key
        )
    ).one_or_none()
    if found is None:
        found = ImportLayout(kind=kind.code, title=layout.title, layout=layout.key)
        session.add(found)
    found.fields = json.dumps(list(fields))
    found.saved_by, found.saved_at = actor.login, clock.now()
    session.flush()
    audit.record(session, "import.match", object_table=ImportLayout.__tablename__, object_key=found.id)


def recall(session: Session, kind: ImportKind, layouts: Sequence[Layout]) -> Mapping[str, Matched]:
    """How sheets of these layouts were matched before, by the sheet's name."""
    access.authorize(session, kind.permission)
    keys = [layout.key for layout in layouts]
    statement = select(ImportLayout).where(ImportLayout.kind == kind.code, ImportLayout.layout.in_(keys))
    kept = {(one.title, one.layout): json.loads(one.fields) for one in session.scalars(statement)}
    return {
        layout.sheet: layout.matched(kept[layout.title, layout.key])
        for layout in layouts
        if (layout.title, layout.key) in kept
    }
