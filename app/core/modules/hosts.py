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
    return host.find(session, record_id, permission)


def meets(session: Session, host: str, record_id: int, permission: str) -> bool:
    """Whether the acting user holds a permission over a record; holding it over others is not enough."""
    if not may(session, permission):
        return False
    if not session.get_bind().get_execution_options().get("reading"):
        return _found(session, host, record_id, permission)
    known: dict[Any, bool] = session.info.setdefault(_MET, {})
    asked = (actor_of(session), host, record_id, scope_of(session, permission))  # the same scope, the same answer
    if asked not in known:
        known[asked] = _found(session, host, record_id, permission)
    return known[asked]


def _found(session: Session, host: str, record_id: int, permission: str) -> bool:
    try:
        address_of(session, host_named(session, host), record_id, permission)
    except NotFound:
        return False
    return True
