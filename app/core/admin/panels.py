"""Panels: what other modules add to a record's page."""

from sqlalchemy.orm import Session

from app.core.admin.opened import opened_system
from app.core.admin.pages import Button, Panel
from app.core.i18n import gettext as _
from app.core.modules import Panel as Contributed
from app.core.modules import meets


def contributed(host: str) -> list[Contributed]:
    """The panels of a page, in their order."""
    found = [panel for module in opened_system().modules for panel in module.panels if panel.host == host]
    return sorted(found, key=lambda panel: panel.order)


def panels_of(session: Session, host: str, record_id: int) -> tuple[Panel, ...]:
    """The panels of a record that the user may see, with a button where she may change them."""
    shown = []
    for panel in contributed(host):
        if not meets(session, host, record_id, panel.permission):
            continue
        buttons: tuple[Button, ...] = ()
        if panel.form and panel.save_permission and meets(session, host, record_id, panel.save_permission):
            buttons = (Button(_("Edit"), f"/panels/{host}/{panel.name}/{record_id}", "pencil"),)
        shown.append(Panel(_(panel.title), tuple(panel.load(session, record_id)), buttons=buttons))
    return tuple(shown)
