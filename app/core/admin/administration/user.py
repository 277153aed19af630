"""A user: her roles, her sessions, and what an administrator may do about her log-in."""

from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import USER_MANAGE, USER_READ, HeldRole, User, may
from app.core.admin.administration.devices import device_of
from app.core.admin.administration.naming import Places, period, place_names, role_name
from app.core.admin.administration.role_form import grant_asked, role_inputs
from app.core.admin.administration.users import ABOUT_APPROVAL, HOME, made, said_of, state_of
from app.core.admin.pages import (
    Badge,
    Button,
    Column,
    Fact,
    Facts,
    FormPage,
    Input,
    InputGroup,
    Link,
    Notice,
    Panel,
    RecordPage,
    Row,
    Table,
    day,
    pill,
    text,
)
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import fill
from app.core.i18n import gettext as _
from app.core.login import renew_password, revoke_sessions, sessions_of, unlock
from app.core.login.overview import Standing, standing_of


class UserView(SecureView):
    """One user."""

    endpoint: ClassVar[str] = "user"
    address: ClassVar[str] = "/user"

    @page("/", permission=USER_READ)
    def index(self, session: Session) -> Answer:
        """There is no user without a number: the list."""
        return HOME

    @page("/<int:user_id>/", permission=USER_READ)
    def show(self, session: Session, user_id: int) -> Answer:
        """Her page."""
        access.authorize_everywhere(session, USER_READ)
        return _record(session, access.user_with_id(session, user_id))

    @action("/<int:user_id>/active", permission=USER_MANAGE)
    def active(self, session: Session, user_id: int) -> Answer:
        """Disable the log-in, or enable it again."""
        wanted = request.form.get("active") == "1"
        user = access.set_active(session, user_id, wanted)
        if not wanted:
            revoke_sessions(session, user.login)
        flash(_("The log-in is enabled.") if wanted else _("The log-in is disabled; its sessions have ended."), "good")
        return f"/user/{user_id}/"

    @action("/<int:user_id>/unlock", permission=USER_MANAGE)
    def unlock(self, session: Session, user_id: int) -> Answer:
        """Open a locked-out log-in before its time."""
        access.authorize_everywhere(session, USER_MANAGE)
        unlock(session, access.user_with_id(session, user_id).login)
        flash(_("The log-in is open again."), "good")
        return f"/user/{user_id}/"

    @action("/<int:user_id>/reset", permission=USER_MANAGE)
    def reset(self, session: Session, user_id: int) -> Answer:
        """A new one-time password; second factor, lock-out and sessions go."""
        access.authorize_everywhere(session, USER_MANAGE)
        user = access.user_with_id(session, user_id)
        return made(user.id, user.login, renew_password(session, user.login))

    @action("/<int:user_id>/sessions", permission=USER_MANAGE)
    def end_sessions(self, session: Session, user_id: int) -> Answer:
        """End all her sessions."""
        access.authorize_everywhere(session, USER_MANAGE)
        count = revoke_sessions(session, access.user_with_id(session, user_id).login)
        flash(_("%(count)s sessions have ended.") % {"count": count}, "good")
        return f"/user/{user_id}/"

    @page("/<int:user_id>/person", permission=USER_MANAGE)
    def person(self, session: Session, user_id: int) -> Answer:
        """The form that says whose log-in it is."""
        access.authorize_everywhere(session, USER_MANAGE)
        user = access.user_with_id(session, user_id)
        number = Input(
            "subject",
            _("Employee number"),
            value=user.subject or "",
            help=_("Whose own record the log-in opens; needed for the role of employee."),
        )
        crumbs = (Link(_("Users"), HOME), Link(user.login, f"/user/{user_id}/"))
        groups = (InputGroup("", (number,)),)
        return FormPage(_("Employee"), crumbs, f"/user/{user_id}/person", groups, _("Save"), f"/user/{user_id}/")

    @action("/<int:user_id>/person", permission=USER_MANAGE)
    def save_person(self, session: Session, user_id: int) -> Answer:
        """Say whose log-in it is."""
        access.set_subject(session, user_id, request.form.get("subject", ""))
        flash(_("Saved."), "good")
        return f"/user/{user_id}/"

    @page("/<int:user_id>/roles/new", permission=USER_MANAGE)
    def new_role(self, session: Session, user_id: int) -> Answer:
        """The form that gives a role."""
        access.authorize_everywhere(session, USER_MANAGE)
        return _role_form(access.user_with_id(session, user_id))

    @action("/<int:user_id>/roles/new", permission=USER_MANAGE)
    def give(self, session: Session, user_id: int) -> Answer:
        """Give a role, or ask for it."""
        user = access.user_with_id(session, user_id)
        try:
            with session.begin_nested():
                grant = grant_asked(session)
                outcome = access.give_role(session, user_id, grant, request.form.get("reason", ""))
        except ZiqiangError as error:
            if error.status == 403:
                raise
            return _role_form(user, fill(error.message, error.values)), 422
        said = said_of(outcome, grant)
        flash(said.text, said.tone)
        return f"/user/{user_id}/"

    @page("/<int:user_id>/roles/<int:assignment_id>/take", permission=USER_MANAGE)
    def ask_take(self, session: Session, user_id: int, assignment_id: int) -> Answer:
        """The form that takes a role."""
        access.authorize_everywhere(session, USER_MANAGE)
        user = access.user_with_id(session, user_id)
        held = next((one for one in access.own_roles(session, user_id) if one.assignment_id == assignment_id), None)
        if held is None:
            raise NotFound(what="role", key=assignment_id)
        shown = (
            Input("role", _("Role"), "fixed", role_name(held.role)),
            Input("unit", _("Over which unit"), "fixed", place_names(session).called(held.node_id)),
            Input("reason", _("Reason"), wide=True, help=_("For whoever approves it.")),
        )
        return FormPage(
            _("Take the role"),
            (Link(_("Users"), HOME), Link(user.login, f"/user/{user_id}/")),
            f"/user/{user_id}/roles/{assignment_id}/take",
            (InputGroup("", shown, _(ABOUT_APPROVAL)),),
            _("Take the role"),
            f"/user/{user_id}/",
        )

    @action("/<int:user_id>/roles/<int:assignment_id>/take", permission=USER_MANAGE)
    def take(self, session: Session, user_id: int, assignment_id: int) -> Answer:
        """Take a role, or ask for that."""
        outcome = access.take_role(session, assignment_id, request.form.get("reason", ""))
        waits = outcome is access.Outcome.WAITING
        said = _("Taking the role waits for the security administrator.") if waits else _("The role is taken.")
        flash(said, "warning" if waits else "good")
        return f"/user/{user_id}/"


def _record(session: Session, user: User) -> RecordPage:
    standing = standing_of(session, user)
    manages = access.scope_of(session, USER_MANAGE).everywhere
    where = place_names(session)
    label, tone = state_of(user.active, standing)
    return RecordPage(
        user.login,
        (Link(_("Users"), HOME),),
        (_facts(user, standing, manages), _roles(session, user, where, manages)),
        subtitle=user.subject or "",
        avatar=user.login[:1].upper(),
        badges=(Badge(_(label), tone),),
        buttons=_buttons(user, standing) if manages else (),
        panels=(*_waiting(session, user, where), _sessions(session, user, manages)),
        notices=_notices(user, standing),
    )


def _notices(user: User, standing: Standing) -> tuple[Notice, ...]:
    if standing.locked_until is None:
        return ()
    said = _("Too many log-ins failed: the log-in is locked until %(time)s.") % {"time": moment(standing.locked_until)}
    return (Notice(said, "warning"),)


def _facts(user: User, standing: Standing, manages: bool) -> Facts:
    never = _("never")
    edit = Link(_("Edit"), f"/user/{user.id}/person") if manages else None
    facts = (
        Fact(_("Login"), text(user.login)),
        Fact(_("Employee"), text(user.subject or "—"), edit=edit),
        Fact(_("Last log-in"), text(moment(standing.last) if standing.last else never)),
        Fact(_("Second factor"), pill(_("on"), "good") if standing.two_factor else pill(_("off"))),
        Fact(_("Password"), text(_password_age(user, standing))),
    )
    return Facts(_("Log-in"), facts)


def _password_age(user: User, standing: Standing) -> str:
    if user.must_change_password:
        return _("one-time, not yet changed")
    if standing.password_changed is None:
        return "—"
    return _("changed on %(day)s") % {"day": clock.day_of(standing.password_changed)}


def _roles(session: Session, user: User, where: Places, manages: bool) -> Table:
    columns = tuple(Column(label) for label in (_("Role"), _("Scope"), _("From"), _("Until"), ""))
    rows = tuple(_role_row(one, where, manages) for one in access.own_roles(session, user.id))
    give = Button(_("Give a role"), f"/user/{user.id}/roles/new", "plus")
    buttons = (give,) if manages else ()
    return Table(_("Roles"), columns, rows, buttons=buttons, empty=_("No role: the log-in opens nothing."))


def _role_row(one: HeldRole, where: Places, manages: bool) -> Row:
    take = text(_("Take away"), f"/user/{one.user_id}/roles/{one.assignment_id}/take") if manages else text("")
    cells = (text(role_name(one.role)), text(where.called(one.node_id)), day(one.start), day(one.end), take)
    return Row(cells, tone=None if one.in_force else "muted")


def _waiting(session: Session, user: User, where: Places) -> tuple[Panel, ...]:
    waiting = access.waiting_requests(session, user.id)
    if not waiting:
        return ()
    columns = tuple(Column(label) for label in (_("What"), _("Scope"), _("In force"), _("Asked by")))
    rows = tuple(
        Row(
            (
                text((_("Take: %(role)s") if one.takes else _("Give: %(role)s")) % {"role": role_name(one.role)}),
                text(where.called(one.node_id)),
                text(period(one.start, one.end)),
                text(one.asked_by),
            )
        )
        for one in waiting
    )
    see = Button(_("Decide"), "/roles/", "checklist")
    return (Panel(_("Waiting for the security administrator"), (Table("", columns, rows),), buttons=(see,)),)


def _sessions(session: Session, user: User, manages: bool) -> Panel:
    if not may(session, USER_MANAGE):
        return Panel(_("Sessions"), (Table("", (), (), empty=_("System administrators see them.")),))
    lines = sessions_of(session, user.login)
    columns = tuple(Column(label) for label in (_("Logged in"), _("Last seen"), _("Address"), _("Device")))
    rows = tuple(
        Row(tuple(map(text, (moment(one.created), moment(one.last_seen), one.address, device_of(one.user_agent)))))
        for one in lines
    )
    end = Button(
        _("End all sessions"),
        f"/user/{user.id}/sessions",
        "logout",
        post=True,
        confirm=_("She is logged out everywhere, and may log in again."),
    )
    table = Table("", columns, rows, empty=_("Nobody is logged in with it."))
    return Panel(_("Sessions"), (table,), note=str(len(rows)), buttons=(end,) if rows and manages else ())


def _buttons(user: User, standing: Standing) -> tuple[Button, ...]:
    reset = Button(
        _("Reset the password"),
        f"/user/{user.id}/reset",
        "key",
        post=True,
        confirm=_("She gets a one-time password; her second factor and her sessions go."),
    )
    buttons = [reset, Button(_("Explain a right"), f"/access/?login={quote(user.login)}", "help-circle")]
    if standing.locked_until is not None:
        buttons.append(Button(_("Unlock"), f"/user/{user.id}/unlock", "lock-open", post=True))
    active = f"/user/{user.id}/active"
    if user.active:
        asked = _("She can no longer log in, and her sessions end now. Her records stay.")
        hidden = (("active", "0"),)
        buttons.append(Button(_("Disable"), active, "lock", "danger", post=True, confirm=asked, hidden=hidden))
    else:
        buttons.append(Button(_("Enable"), active, "lock-open", "primary", post=True, hidden=(("active", "1"),)))
    return tuple(buttons)


def _role_form(user: User, error: str = "") -> FormPage:
    return FormPage(
        _("Give a role"),
        (Link(_("Users"), HOME), Link(user.login, f"/user/{user.id}/")),
        f"/user/{user.id}/roles/new",
        (InputGroup("", role_inputs(), _(ABOUT_APPROVAL)),),
        _("Give the role"),
        f"/user/{user.id}/",
        errors=(error,) if error else (),
    )


def moment(instant: datetime) -> str:
    """An instant as a reader here writes it."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
