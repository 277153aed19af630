"""Explain-my-access: for a user, a permission and a record, which rule allows or denies it, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import access
from app.core.access import LOGGED_IN, User, actor_of
from app.core.access.explaining import ACCESS_EXPLAIN, Place, RoleReason, Time, reasons_of, user_explained
from app.core.admin.administration.naming import Places, places, role_name
from app.core.admin.opened import opened_system
from app.core.admin.pages import Choice, Input, Notice
from app.core.admin.pages.explain import Reason, RightPage
from app.core.admin.views import Answer, SecureView, page
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_, fill, listed
from app.core.i18n import gettext as _
from app.core.modules import RecordPlace, contributed, host_named, meets
from app.core.system import KERNEL_PERMISSIONS

HOME = "/access/"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: who, which permission, and a record of which kind, empty for none."""

    login: str
    permission: str
    host: str
    key: str


class ExplainView(SecureView):
    """Explain-my-access."""

    endpoint: ClassVar[str] = "access"
    address: ClassVar[str] = "/access"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The question, and below it the answer once it was asked."""
        everybody = access.scope_of(session, ACCESS_EXPLAIN).everywhere
        mine = actor_of(session).login
        words = request.args
        login = words.get("login", mine).strip() if everybody else mine
        asked = Asked(login, words.get("permission", ""), words.get("host", ""), words.get("key", "").strip()[:60])
        blank = RightPage(_("Explain a right"), (), HOME, _inputs(session, asked, everybody), _("Explain"), _(WHAT_FOR))
        if not asked.permission:
            return blank
        try:
            return _answered(session, asked, blank)
        except ZiqiangError as error:
            if error.status == 403:
                raise
            return replace(blank, notices=(Notice(fill(error.message, error.values), "warning"),))


WHAT_FOR = N_("Which role, over which part of the organisation, lets somebody do something, or why she may not.")


def _inputs(session: Session, asked: Asked, everybody: bool) -> tuple[Input, ...]:
    who = Input("login", _("Login"), "text" if everybody else "fixed", asked.login, required=everybody)
    permissions = tuple(Choice(code, label) for code, label in _permissions())
    kinds = [Choice("", _("none: in general"))]
    kinds += [Choice(one.host, _(host_named(session, one.host).label)) for one in _record_places(session)]
    keys = listed(_(one.key) for one in _record_places(session))
    return (
        who,
        Input("permission", _("May she"), "select", asked.permission, choices=permissions, required=True),
        Input("host", _("Over a record"), "select", asked.host, choices=tuple(kinds)),
        Input("key", _("Which one"), value=asked.key, help=keys),
    )


def _permissions() -> Iterator[tuple[str, str]]:
    for one in KERNEL_PERMISSIONS:
        yield one.code, f"{_('System')} · {_(one.label)}"
    for module in opened_system().modules:
        for one in module.permissions:
            yield one.code, f"{_(module.label)} · {_(one.label)}"


def _record_places(session: Session) -> list[RecordPlace]:
    return [one for _module, one in contributed(session, RecordPlace)]


def _answered(session: Session, asked: Asked, blank: RightPage) -> RightPage:
    label = dict(_permissions()).get(asked.permission)
    if label is None:
        raise NotFound(what=N_("permission"), key=asked.permission)
    user = user_explained(session, asked.login)
    record_id, place = _record(session, asked)
    allowed = _is_allowed(user, asked, record_id)
    where = places(session)
    told = actor_of(session).login != user.login or allowed  # where a foreign record lies is not told to herself
    reasons = [*_roles(session, user, asked, place, where, label, told)]
    if place is not None and told:
        reasons.append(_lies(place, where))
    verdict = _("%(login)s may: %(what)s") if allowed else _("%(login)s may not: %(what)s")
    return replace(
        blank, verdict=verdict % {"login": user.login, "what": label}, allowed=allowed, reasons=tuple(reasons)
    )


def _record(session: Session, asked: Asked) -> tuple[int | None, Place | None]:
    """The record asked about and where it lies; a record nobody knows lies nowhere."""
    if not asked.host:
        return None, None
    found = next((one for one in _record_places(session) if one.host == asked.host), None)
    if found is None:
        raise NotFound(what=N_("record"), key=asked.host)
    record_id = found.look_up(session, asked.key)
    if record_id is None:
        return 0, Place(None, None)
    return record_id, Place(found.node(session, record_id), found.subject(session, record_id))


def _is_allowed(user: User, asked: Asked, record_id: int | None) -> bool:
    """Asked as she would be at her own request: by the scope of the permission and the record's host."""
    if not user.active:
        return False
    system = opened_system()
    with system.reading(system.actor(user.login)) as hers:
        if record_id is None:
            return access.may(hers, asked.permission)
        return meets(hers, asked.host, record_id, asked.permission)


def _roles(
    session: Session, user: User, asked: Asked, place: Place | None, where: Places, label: str, told: bool
) -> Sequence[Reason]:
    if not user.active:
        return (Reason(_("The log-in is disabled."), False),)
    found = reasons_of(session, user, asked.permission, place)
    said = [Reason(_role(one, where, label), one.grants) for one in found if one.holds]
    others = [role_name(one.role) for one in found if not one.holds and one.time is Time.NOW]
    if others:
        names = {"roles": listed(dict.fromkeys(others))}
        said.append(Reason(_("These roles do not hold it: %(roles)s.") % names, False))
    if not found:
        said.append(Reason(_("She has no role."), False))
    holders = session.info["grants"].get(asked.permission)
    if holders is not None and not any(one.holds for one in found):
        names = {"roles": listed(role_name(role) for role in sorted(holders.roles | holders.own) if role != "operator")}
        said.append(Reason(_("Roles that hold it: %(roles)s.") % names, False))
    if place is not None and not told:
        said.append(Reason(_("The record lies elsewhere, or there is none."), False))
    return said


def _role(one: RoleReason, where: Places, label: str) -> str:
    facts = {
        "role": role_name(one.role),
        "place": where.called(one.node_id),
        "start": one.start,
        "end": one.end,
        "what": label,
    }
    if one.time is Time.OVER:
        return _("%(role)s over %(place)s held it until %(end)s.") % facts
    if one.time is Time.LATER:
        return _("%(role)s over %(place)s will hold it from %(start)s.") % facts
    if one.own:
        said = _("%(role)s holds it over her own record only, since %(start)s.")
    elif one.end is None:
        said = _("%(role)s over %(place)s holds it, since %(start)s.")
    else:
        said = _("%(role)s over %(place)s holds it, from %(start)s to %(end)s.")
    if one.covers is None:
        return said % facts
    covers = _("The record lies there.") if one.covers else _("The record does not lie there.")
    if one.own:
        covers = _("It is her own record.") if one.covers else _("It is not her own record.")
    return f"{said % facts} {covers}"


def _lies(place: Place, where: Places) -> Reason:
    if place.node_id is None:
        return Reason(_("There is no such record, or it lies in no unit: only who may everywhere reaches it."), False)
    return Reason(_("The record lies in: %(place)s.") % {"place": where.full(place.node_id)}, True)
