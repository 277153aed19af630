"""Kinds of records that have a page: every way to what belongs to a record leads through its host."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.access import actor_of, authorize, may, scope_of
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules.contributions import RecordHost

_MET = "hosts.met"
"""What a reading session has found out: pages ask for the same record many times."""


def host_named(session: Session, name: str) -> RecordHost:
    """The host of that name, from whichever module brings it; NotFound where none does."""
    modules: Any = session.info.get("modules", ())
    found: RecordHost | None = next(
        (host for module in modules for host in module.record_hosts if host.host == name), None
    )
    if found is None:
        raise NotFound(what=N_("record"), key=name)
    return found


def address_of(session: Session, host: RecordHost, record_id: int, permission: str) -> str:
    """The address of a record's page; refused unless the acting user holds the permission over that record."""
    authorize(session, permission)
    if not session.get_bind().get_execution_options().get("reading"):
        return host.find(session, record_id, permission)
    known, asked = _known(session), _question(session, host.host, record_id, permission)
    if asked not in known:
        known[asked] = None
        known[asked] = host.find(session, record_id, permission)
    found = known[asked]
    if found is None:
        raise NotFound(what=host.label, key=record_id)
    return found


def remember_met(session: Session, host: str, record_id: int, permission: str, address: str) -> None:
    """Note what a page has found out by reading its record: that the user holds the permission over it."""
    if session.get_bind().get_execution_options().get("reading"):
        _known(session)[_question(session, host, record_id, permission)] = address


def _known(session: Session) -> dict[Any, str | None]:
    """The addresses a reading session has found, None for records that are not met."""
    known: dict[Any, str | None] = session.info.setdefault(_MET, {})
    return known


def _question(session: Session, host: str, record_id: int, permission: str) -> tuple[Any, ...]:
    """Two permissions held over the same scope have the same answer."""
    return actor_of(session), host, record_id, scope_of(session, permission)


def meets(session: Session, host: str, record_id: int, permission: str) -> bool:
    """Whether the acting user holds a permission over a record; holding it over others is not enough."""
    if not may(session, permission):
        return False
    try:
        address_of(session, host_named(session, host), record_id, permission)
    except NotFound:
        return False
    return True
