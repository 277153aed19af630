"""Roles: what each opens, by the modules' manifests, who holds it, and what waits for the second person."""

from collections.abc import Iterator
from typing import ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import access
from app.core.access import (
    ENDING_ROLES,
    EXCLUSIVE_ROLES,
    PRIVILEGED_ROLES,
    ROLE_APPROVE,
    ROLES,
    USER_READ,
    HeldRole,
    Waiting,
)
from app.core.admin.administration.naming import Places, period, places, role_name
from app.core.admin.administration.user import moment
from app.core.admin.opened import opened_system
from app.core.admin.pages import (
    Badge,
    Block,
    BoardPage,
    Cell,
    Choice,
    Column,
    FormPage,
    Input,
    InputGroup,
    Link,
    Panel,
    RecordPage,
    Row,
    Table,
    day,
    number,
    pill,
    text,
)
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Permission
from app.core.system import KERNEL_PERMISSIONS

HOME = "/roles/"
SHOWN_HOLDERS = 100


class RolesView(SecureView):
    """Roles."""

    endpoint: ClassVar[str] = "roles"
    address: ClassVar[str] = "/roles"

    @page("/", permission=USER_READ)
    def index(self, session: Session) -> Answer:
        """Every role, and above them what waits to be decided."""
        counts = access.count_holders(session)
        opened = permissions_of_roles()
        counted = (Column(_("Held by"), right=True), Column(_("Permissions"), right=True))
        columns = (Column(_("Role")), *counted, Column(""))
        rows = tuple(
            Row(
                (
                    text(role_name(role), f"/roles/{role}"),
                    number(counts.get(role, 0)),
                    number(sum(len(found) for _group, found in opened[role])),
                    text(_(_kind(role))),
                )
            )
            for role in ROLES
        )
        blocks: tuple[Block, ...] = (Panel(_("Roles"), (Table("", columns, rows),)),)
        return BoardPage(_("Roles"), (*_to_decide(session), *blocks))

    @page("/<role>", permission=USER_READ)
    def show(self, session: Session, role: str) -> Answer:
        """What a role opens and who holds it."""
        access.authorize_everywhere(session, USER_READ)
        if role not in ROLES:
            raise NotFound(what="role", key=role)
        where = places(session)
        holders = access.holders_of_role(session, role, SHOWN_HOLDERS)
        columns = tuple(Column(label) for label in (_("Login"), _("Scope"), _("From"), _("Until")))
        rows = tuple(_holder(one, where) for one in holders)
        count = access.count_holders(session).get(role, 0)
        who = Panel(_("Who holds it"), (Table("", columns, rows, empty=_("Nobody.")),), note=str(count))
        groups = tuple(_permissions(_(group), found) for group, found in permissions_of_roles()[role])
        return RecordPage(
            role_name(role),
            (Link(_("Roles"), HOME),),
            groups or (Table("", (), (), empty=_("It opens nothing.")),),
            subtitle=_(_kind(role)) if role in EXCLUSIVE_ROLES else "",
            avatar=role_name(role)[:1],
            badges=(Badge(_("needs approval"), "warning"),) if role in PRIVILEGED_ROLES else (),
            panels=(who,),
        )

    @page("/requests/<int:role_request_id>", permission=ROLE_APPROVE)
    def request(self, session: Session, role_request_id: int) -> Answer:
        """What is asked for, in full, before it is decided."""
        access.authorize_everywhere(session, ROLE_APPROVE)
        one = next((one for one in access.waiting_requests(session) if one.request_id == role_request_id), None)
        if one is None:
            raise NotFound(what="request", key=role_request_id)
        return _decision(one, places(session), [held.role for held in access.own_roles(session, one.user_id)])

    @action("/requests/<int:role_request_id>", permission=ROLE_APPROVE)
    def decide(self, session: Session, role_request_id: int) -> Answer:
        """Approve or refuse."""
        if request.form.get("decision") == "approve":
            access.approve_request(session, role_request_id)
            flash(_("Approved: it holds now."), "good")
        else:
            access.refuse_request(session, role_request_id)
            flash(_("Refused: nothing has changed."), "info")
        return HOME


def _holder(one: HeldRole, where: Places) -> Row:
    who = text(one.login, f"/user/{one.user_id}/")
    return Row((who, text(where.called(one.node_id)), day(one.start), day(one.end)))


def _kind(role: str) -> str:
    if role in EXCLUSIVE_ROLES:
        return N_("one of the three administrators, who exclude each other")
    if role in ENDING_ROLES:
        return N_("only for a time; needs approval")
    return N_("needs approval") if role in PRIVILEGED_ROLES else ""


def permissions_of_roles() -> dict[str, list[tuple[str, list[tuple[Permission, bool]]]]]:
    """For every role the permissions it has, by module; true: for her own record only."""
    found: dict[str, list[tuple[str, list[tuple[Permission, bool]]]]] = {role: [] for role in ROLES}
    for group, permissions in _declared():
        for role in ROLES:
            held = [(one, role not in one.roles) for one in permissions if role in (*one.roles, *one.own)]
            if held:
                found[role].append((group, held))
    return found


def _declared() -> Iterator[tuple[str, tuple[Permission, ...]]]:
    yield N_("System"), KERNEL_PERMISSIONS
    for module in opened_system().modules:
        yield module.label, module.permissions


def _permissions(title: str, held: list[tuple[Permission, bool]]) -> Table:
    own = pill(_("own record only"), "info")
    rows = tuple(Row((text(_(one.label)), text(one.code), own if only else Cell())) for one, only in held)
    return Table(title, (Column(_("What it opens")), Column(_("Permission")), Column("")), rows)


def _to_decide(session: Session) -> tuple[Panel, ...]:
    waiting = access.waiting_requests(session)
    if not waiting:
        return ()
    where = places(session)
    decides = access.scope_of(session, ROLE_APPROVE).everywhere
    labels = (_("Login"), _("What"), _("In force"), _("Asked by"), "")
    rows = tuple(
        Row(
            (
                text(one.login, f"/user/{one.user_id}/"),
                text(what(one), note=where.called(one.node_id)),
                text(period(one.start, one.end)),
                text(one.asked_by, note=moment(one.asked_at)),
                text(_("Decide"), f"/roles/requests/{one.request_id}") if decides else Cell(),
            )
        )
        for one in waiting
    )
    table = Table("", tuple(Column(label) for label in labels), rows)
    note = "" if decides else _("The security administrator decides.")
    return (Panel(_("Waiting for approval"), (table,), note=note),)


def what(one: Waiting) -> str:
    """What is asked for, in words."""
    return (_("Take: %(role)s") if one.takes else _("Give: %(role)s")) % {"role": role_name(one.role)}


def _decision(one: Waiting, where: Places, held: list[str]) -> FormPage:
    shown = (
        Input("login", _("Login"), "fixed", one.login),
        Input("what", _("What"), "fixed", what(one)),
        Input("over", _("Scope"), "fixed", where.called(one.node_id)),
        Input("when", _("In force"), "fixed", period(one.start, one.end)),
        Input("asked", _("Asked by"), "fixed", f"{one.asked_by} · {moment(one.asked_at)}"),
        Input("reason", _("Reason"), "fixed", one.reason or "—"),
        Input("held", _("Has already"), "fixed", ", ".join(map(role_name, held)) or "—", wide=True),
    )
    choices = (Choice("approve", _("Approve: it holds from then on")), Choice("refuse", _("Refuse: nothing changes")))
    decision = Input("decision", _("Decision"), "radio", choices=choices, required=True, wide=True)
    return FormPage(
        _("Decide on a role"),
        (Link(_("Roles"), HOME),),
        f"/roles/requests/{one.request_id}",
        (InputGroup("", shown), InputGroup("", (decision,))),
        _("Decide"),
        HOME,
    )
