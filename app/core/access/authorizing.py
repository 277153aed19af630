"""`authorize()`, which every service asks first. A role is a set of permissions that manifests grant."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from app.core.access.actors import Actor, actor_of
from app.core.errors import AccessDenied


def authorize(session: Session, permission: str) -> Actor:
    """Refuse, with a named error, unless the acting user holds the permission."""
    actor = actor_of(session)
    grants: Mapping[str, Iterable[str]] = session.info.get("grants", {})
    if permission not in grants or not actor.roles & set(grants[permission]):
        raise AccessDenied(user=actor.login, permission=permission)
    return actor


def may(session: Session, permission: str) -> bool:
    """Whether the acting user holds the permission."""
    try:
        authorize(session, permission)
    except AccessDenied:
        return False
    return True
