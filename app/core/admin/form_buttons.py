"""The buttons that draw a record's documents with the organisation's own forms."""

from datetime import date

from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.pages import Button, Input
from app.core.admin.workbook_parts import LIST_URL
from app.core.i18n import gettext as _
from app.core.workbook_templates import looking


def form_buttons(
    session: Session, host: str, record_id: int, on: date, asks: tuple[Input, ...] = ()
) -> tuple[Button, ...]:
    """A button for each own form of a record's documents that is in force on its day."""
    offered = {
        source.name: source
        for source in looking.sources(session)
        if source.host == host and may(session, source.permission)
    }
    found = looking.in_force(session, list(offered), on) if offered else ()
    return tuple(
        Button(
            _("%(name)s (own form)") % {"name": one.template.name},
            f"{LIST_URL}draw/{one.template.source}/{record_id}" + ("" if asks else f"?template={one.template.id}"),
            "file-spreadsheet",
            asks=(*asks, Input("template", "", "hidden", str(one.template.id))) if asks else (),
        )
        for one in found
    )
