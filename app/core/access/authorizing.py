"""`authorize()`, which every service asks first. A role is a set of permissions that manifests grant."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.access.actors import Actor, actor_of
from app.core.access.scopes import NOWHERE, Scope
from app.core.errors import AccessDenied


@dataclass(frozen=True, slots=True)
class Holders:
    """The roles that hold a permission: over the scope they are given for, or (`own`) on one's own record only."""

    roles: frozenset[str]
    own: frozenset[str] = frozenset()


def authorize(session: Session, permission: str) -> Actor:
    """Refuse, with a named error, unless the acting user holds the permission somewhere.

    What is read is then limited to that scope by the record rules.
    """
    actor = actor_of(session)
    if not scope_of(session, permission):
        raise AccessDenied(user=actor.login, permission=permission)
    return actor


def authorize_everywhere(session: Session, permission: str) -> Actor:
    """Refuse unless the acting user holds the permission over the whole organisation."""
    actor = actor_of(session)
    if not scope_of(session, permission).everywhere:
        raise AccessDenied(user=actor.login, permission=permission)
    return actor


def authorize_at(session: Session, permission: str, path: str) -> Actor:
    """Refuse unless the acting user holds the permission at the node of this path."""
    actor = actor_of(session)
    if not scope_of(session, permission).covers(path):
        raise AccessDenied(user=actor.login, permission=permission)
    return actor


def may(session: Session, permission: str) -> bool:
    """Whether the acting user holds the permission somewhere."""
    return bool(scope_of(session, permission))


def scope_of(session: Session, permission: str) -> Scope:
    """Over which part of the organisation the acting user holds a permission; an undeclared one nobody holds."""
    actor = actor_of(session)
    grants: Mapping[str, Holders] = session.info.get("grants", {})
    holders = grants.get(permission)
    if holders is None:
        return NOWHERE
    own = actor.subject if actor.roles & holders.own else None
    held = [one for one in actor.held if one.role in holders.roles]
    return Scope(
        any(one.path is None for one in held),
        frozenset(one.path for one in held if one.path is not None),
        own,
    )
