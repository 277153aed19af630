"""Smart buttons: what modules have that belongs to a record, each with its count, asked for in one statement."""

from typing import Any

from sqlalchemy import literal, union_all
from sqlalchemy.orm import Session

from app.core import activities, attachments
from app.core.admin.lists.walk import carried
from app.core.admin.pages import Tile
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import RecordHost, SmartButton, host_named, meets
from app.core.modules.partners import contributed


def smart_buttons(session: Session, host_name: str, record_id: int) -> tuple[Tile, ...]:
    """The buttons of a record whose permission the user holds over that very record, in their order."""
    added = [one for _module, one in contributed(session, SmartButton) if one.host == host_name]
    declared = (*_of_kernel(host_named(session, host_name)), *added)
    offered = [one for one in declared if meets(session, host_name, record_id, one.permission)]
    offered.sort(key=lambda one: one.order)
    counts = _counted(session, offered, record_id)
    return tuple(
        Tile(_(one.label), f"{counts.get(place, 0):,}", _from_here(one.url(session, record_id)), icon=one.icon)
        for place, one in enumerate(offered)
    )


def _from_here(url: str) -> str:
    """A link to another part of the same page keeps the list one came from."""
    return carried(url) if url.startswith("?") else url


def _counted(session: Session, offered: list[SmartButton], record_id: int) -> dict[int, int]:
    if not offered:
        return {}
    counts = [one.count(session, record_id).add_columns(literal(place)) for place, one in enumerate(offered)]
    rows: Any = session.execute(union_all(*counts))
    return {place: count for count, place in rows}


def _of_kernel(host: RecordHost) -> tuple[SmartButton, ...]:
    """What every record has: files and activities, both beside it on its own page."""
    return (
        SmartButton(
            host.host,
            "attachments",
            N_("Attachments"),
            "paperclip",
            host.permission_read,
            lambda session, record_id: attachments.counted(host.host, record_id),
            lambda session, record_id: "#stream",
            80,
        ),
        SmartButton(
            host.host,
            "activities",
            N_("Activities"),
            "calendar-event",
            host.reads_notes,
            lambda session, record_id: activities.counted(host.host, record_id),
            lambda session, record_id: "#stream",
            90,
        ),
    )
