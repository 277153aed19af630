"""What roles, permissions and parts of the organisation are called on the administration's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import HeldRole, ScopeNode
from app.core.admin.frame import ROLE_NAMES
from app.core.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Places:
    """The nodes of the tree with their names."""

    names: Mapping[int, str]
    codes: Mapping[int, str]
    paths: Mapping[int, str]

    def called(self, node_id: int | None) -> str:
        """A part of the organisation in words; no node is all of it."""
        if node_id is None:
            return _("The whole organisation")
        return self.names.get(node_id) or self.codes.get(node_id, str(node_id))

    def full(self, node_id: int) -> str:
        """A node with those above it, the root left out."""
        above = [int(word) for word in self.paths.get(node_id, "").split("/") if word]
        return " / ".join(self.called(one) for one in (above[1:] or above))


def places(session: Session) -> Places:
    """Every node: its code, its path, and what the modules call it."""
    rows = session.execute(select(ScopeNode.id, ScopeNode.code, ScopeNode.path)).all()
    names = place_names(session).names
    return Places(names, {row.id: row.code for row in rows}, {row.id: row.path for row in rows})


def place_names(session: Session) -> Places:
    """The same by names alone, for pages that need no more."""
    names: dict[int, str] = {}
    for module in session.info["modules"]:
        if module.node_names is not None:
            names.update(module.node_names(session))
    return Places(names, {}, {})


def role_name(role: str) -> str:
    """A role in words."""
    return _(ROLE_NAMES.get(role, role))


def period(start: date, end: date | None) -> str:
    """From when until when."""
    if end is None:
        return _("since %(start)s") % {"start": start}
    return _("%(start)s to %(end)s") % {"start": start, "end": end}


def held_in_words(one: HeldRole, where: Places) -> str:
    """A role with its part of the organisation, short."""
    name = role_name(one.role)
    shown = name if one.node_id is None else f"{name} · {where.called(one.node_id)}"
    return shown if one.in_force else _("%(role)s (from %(start)s)") % {"role": shown, "start": one.start}
