"""The list of users, and the form that makes one."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from flask import jsonify, request
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.core import access
from app.core.access import USER_MANAGE, USER_READ, Grant, Outcome, User, may
from app.core.admin.administration.naming import held_in_words, places, role_name
from app.core.admin.administration.role_form import grant_asked, role_inputs
from app.core.admin.lists import Dimension, ListField, ListView, Names, Record
from app.core.admin.pages import (
    BoardPage,
    Button,
    Cell,
    Fact,
    Facts,
    FormPage,
    Input,
    InputGroup,
    Link,
    ListPage,
    Notice,
    Tone,
    pill,
    text,
)
from app.core.admin.views import Answer, action, page
from app.core.clock import SHANGHAI
from app.core.db import AnySelect
from app.core.errors import ZiqiangError
from app.core.i18n import N_, fill, listed
from app.core.i18n import gettext as _
from app.core.login.overview import Standing, standings
from app.core.passwords import hash_password

HOME = "/users/"
SUGGESTED = 20
ACTIVE, DISABLED, LOCKED = N_("Active"), N_("Disabled"), N_("Locked out")


def state_of(active: bool, standing: Standing) -> tuple[str, Tone]:
    """How a user stands, in a word and a colour."""
    if not active:
        return DISABLED, "muted"
    return (LOCKED, "danger") if standing.locked_until else (ACTIVE, "good")


def _state_cell(record: Record, names: Names) -> Cell:
    label, tone = state_of(record["active"], record["standing"])
    return pill(_(label), tone)


def _last(record: Record, names: Names) -> str:
    last = record["standing"].last
    return last.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if last else _("never")


class UsersView(ListView):
    """Users."""

    endpoint: ClassVar[str] = "users"
    address: ClassVar[str] = "/users"
    permission: ClassVar[str] = USER_READ
    title: ClassVar[str] = N_("Users")
    default_sort: ClassVar[str] = "login"
    placeholder: ClassVar[str] = N_("Login or employee number")
    keys: ClassVar[tuple[Any, ...]] = (User.id,)
    fields: ClassVar[tuple[ListField, ...]] = (
        ListField("login", N_("Login"), lambda record, names: record["login"], order=(User.login,)),
        ListField("subject", N_("Employee"), lambda record, names: record["subject"], order=(User.subject,)),
        ListField("roles", N_("Roles"), lambda record, names: record["roles"], width_mm=60),
        ListField("last", N_("Last log-in"), _last, width_mm=34),
        ListField(
            "two_factor",
            N_("Second factor"),
            lambda record, names: _("on") if record["standing"].two_factor else _("off"),
        ),
        ListField(
            "state",
            N_("State"),
            lambda record, names: _(state_of(record["active"], record["standing"])[0]),
            order=(User.active,),
            draw=_state_cell,
        ),
    )

    dimensions: ClassVar[tuple[Dimension, ...]] = (
        Dimension(
            "active",
            N_("State"),
            User.active,
            "flag",
            called=lambda value, names: _(ACTIVE) if value else _(DISABLED),
            facet=True,
        ),
    )

    def statement(self, session: Session) -> AnySelect:
        """Every user."""
        access.authorize_everywhere(session, USER_READ)
        return select(User.id.label("key"), User.login, User.subject, User.active)

    def matching(self, typed: str) -> ColumnElement[bool] | None:
        """Users by login or employee number."""
        return User.login.icontains(typed, autoescape=True) | User.subject.icontains(typed, autoescape=True)

    def records(self, session: Session, *arguments: Any, **options: Any) -> Sequence[Record]:
        """The users of the page with their roles and log-ins, each in one statement for all."""
        found = super().records(session, *arguments, **options)
        held = access.roles_of_users(session, [record["key"] for record in found])
        standing = standings(session, {record["key"]: record["login"] for record in found})
        where = places(session)
        return [
            {
                **record,
                "standing": standing[record["key"]],
                "roles": listed(held_in_words(one, where) for one in held.get(record["key"], ())),
            }
            for record in found
        ]

    def record_url(self, record: Record) -> str:
        """The user's page."""
        return f"/user/{record['key']}/"

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """New user."""
        return (Button(_("New user"), "/users/new", "user-plus", "primary"),) if may(session, USER_MANAGE) else ()

    def shown(self, session: Session) -> Answer:
        """The list, with what waits for the second person said above it."""
        found = super().shown(session)
        waiting = len(access.waiting_requests(session)) if isinstance(found, ListPage) else 0
        if not waiting:
            return found
        said = _("%(count)s changes of roles wait for the security administrator.") % {"count": waiting}
        notice = Notice(said, "warning", (Link(_("See them"), "/roles/"),))
        return replace(found, notices=(*found.notices, notice))

    @page("/new", permission=USER_MANAGE)
    def new(self, session: Session) -> Answer:
        """The form."""
        access.authorize_everywhere(session, USER_MANAGE)
        return _form(session)

    @action("/new", permission=USER_MANAGE)
    def add(self, session: Session) -> Answer:
        """Make the user; the one-time password is shown on the answer and nowhere else."""
        login, subject = (request.form.get(name, "").strip() for name in ("login", "subject"))
        password = secrets.token_urlsafe(12)
        try:
            with session.begin_nested():
                user = access.new_user(session, login, hash_password(password), subject)
                grant = grant_asked(session)
                outcome = access.give_role(session, user.id, grant, request.form.get("reason", ""))
        except ZiqiangError as error:
            if error.status == 403:
                raise
            return _form(session, fill(error.message, error.values)), 422
        return made(user.id, login, password, (said_of(outcome, grant),))

    @page("/units", permission=USER_MANAGE)
    def units(self, session: Session) -> Answer:
        """Units for ?q=, by code or name, with those above them."""
        access.authorize_everywhere(session, USER_MANAGE)
        typed = request.args.get("q", "").strip().casefold()[:60]
        where = places(session)
        named = ((code, where.full(node_id)) for node_id, code in where.codes.items())
        found = [(code, name) for code, name in named if typed in f"{code} {name}".casefold()]
        return jsonify([{"value": code, "label": name} for code, name in sorted(found)[:SUGGESTED]])


def said_of(outcome: Outcome, grant: Grant) -> Notice:
    """What came of giving a role, in words."""
    role = {"role": role_name(grant.role)}
    if outcome is Outcome.WAITING:
        return Notice(_("The role %(role)s waits: the security administrator has to approve it.") % role, "warning")
    if outcome is Outcome.ALONE:
        said = _(
            "The role %(role)s holds at once: there is no security administrator yet who could approve it. "
            "The audit log says so. Make one next: a user with the role of security administrator."
        )
        return Notice(said % role, "warning")
    return Notice(_("The role %(role)s is given.") % role, "good")


def made(user_id: int, login: str, password: str, notices: tuple[Notice, ...] = ()) -> BoardPage:
    """The page that shows a one-time password, once."""
    shown = Facts("", (Fact(_("Login"), text(login)), Fact(_("One-time password"), text(password))))
    said = Notice(
        _("Hand this password over in person or by phone. It is shown only now, and must be changed at once."),
        "info",
    )
    back = (Button(_("To the user"), f"/user/{user_id}/", "user", "primary"), Button(_("All users"), HOME, "users"))
    return BoardPage(_("One-time password"), (shown,), buttons=back, notices=(*notices, said))


def _form(session: Session, error: str = "") -> FormPage:
    typed = request.form
    person = (
        Input("login", _("Login"), value=typed.get("login", ""), required=True, autocomplete="off"),
        Input(
            "subject",
            _("Employee number"),
            value=typed.get("subject", ""),
            help=_("Whose own record the log-in opens; needed for the role of employee."),
        ),
    )
    return FormPage(
        _("New user"),
        (Link(_("Users"), HOME),),
        "/users/new",
        (InputGroup(_("Log-in"), person), InputGroup(_("First role"), role_inputs(), _(ABOUT_APPROVAL))),
        _("Make the user"),
        HOME,
        errors=(error,) if error else (),
    )


ABOUT_APPROVAL = N_(
    "Administrators, roles that approve, roles over the whole organisation and roles for yourself hold once the "
    "security administrator has approved them; others hold at once."
)
