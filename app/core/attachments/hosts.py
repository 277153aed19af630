"""The records files may be attached to: every way to an attachment leads through its host."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.access import authorize
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules import AttachmentHost


def host_named(session: Session, name: str) -> AttachmentHost:
    """The host of that name, from whichever module brings it; NotFound where none does."""
    modules: Any = session.info.get("modules", ())
    found: AttachmentHost | None = next(
        (host for module in modules for host in module.attachment_hosts if host.host == name), None
    )
    if found is None:
        raise NotFound(what=N_("record"), key=name)
    return found


def address_of(session: Session, host: AttachmentHost, record_id: int, permission: str) -> str:
    """The address of a record's page; refused unless the acting user holds the permission over that record."""
    authorize(session, permission)
    return host.find(session, record_id, permission)
