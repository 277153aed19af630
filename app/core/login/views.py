"""The pages of the door: log-in, second factor, log-out, password. They read the form, call a service and answer."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import ZiqiangError
from app.core.i18n import fill, language
from app.core.i18n import gettext as _
from app.core.login import changing, entering, sessions
from app.core.login.errors import LoginNeeded, PasswordsDiffer
from app.core.login.guard import TOKEN, browser, local_target
from app.core.login.house import House, visitor, writing_from
from app.core.login.marks import open_to_visitors, open_while_changing
from app.core.login.pages import DoorPage, Field, Form
from app.core.login.policy import profile_of
from app.core.login.sessions import CODE, OPEN, Visit


def show(page: DoorPage, error: ZiqiangError | None = None) -> ResponseReturnValue:
    """Draw a page, with the status of what was wrong."""
    drawn = render_template(page.template, page=page, language=language().replace("_", "-"))
    return drawn, error.status if error else 200


def said(error: ZiqiangError | None) -> str:
    """What was wrong, in the reader's language."""
    return fill(error.message, error.values) if error else ""


def visit_of_owner() -> Visit:
    """The open session of whoever asks."""
    visit = g.get("visit")
    if not isinstance(visit, Visit) or visit.stage != OPEN:
        raise LoginNeeded()
    return visit


def start_session(token: str) -> None:
    """Put a new session in the place of whatever the browser had; a new token for forms comes with it."""
    session.clear()
    g.pop("csrf_token", None)
    session[TOKEN] = token


class Door:
    """The views, and the system they open."""

    def __init__(self, house: House) -> None:
        self.house = house

    @open_to_visitors
    @open_while_changing
    def enter(self) -> ResponseReturnValue:
        """The log-in page."""
        target = local_target(request.values.get("next", ""))
        visit = g.get("visit")
        if visit is not None and visit.stage == OPEN:
            return redirect(target)
        if request.method == "GET":
            return show(_enter_page(target, "", None))
        login = request.form.get("login", "").strip()
        try:
            entered = entering.enter(self.house, login, request.form.get("password", ""), browser())
        except ZiqiangError as error:
            return show(_enter_page(target, login, error), error)
        start_session(entered.token)
        return redirect(url_for("login.code", next=target) if entered.code_due else target)

    @open_to_visitors
    def code(self) -> ResponseReturnValue:
        """The second factor, after the password."""
        target = local_target(request.values.get("next", ""))
        visit = g.get("visit")
        if visit is None or visit.stage != CODE:
            return redirect(url_for("login.enter", next=target))
        if request.method == "GET":
            return show(_code_page(target, None))
        try:
            entered = entering.enter_code(self.house, visit, request.form.get("code", ""), browser())
        except ZiqiangError as error:
            return show(_code_page(target, error), error)
        start_session(entered.token)
        return redirect(target)

    @open_to_visitors
    @open_while_changing
    def leave(self) -> ResponseReturnValue:
        """Log out."""
        visit = g.get("visit")
        if visit is not None:
            entering.leave(self.house, visit, visit.actor or visitor(), browser())
        session.clear()
        return redirect(url_for("login.enter"))

    @open_while_changing
    def password(self) -> ResponseReturnValue:
        """Change one's own password."""
        visit = visit_of_owner()
        if request.method == "GET":
            return show(self._password_page(visit, None))
        try:
            self._change_password(visit, request.form)
        except ZiqiangError as error:
            return show(self._password_page(visit, error), error)
        return redirect("/")

    def _change_password(self, visit: Visit, form: Any) -> None:
        """Check the present one, then put the new one in its place and open a new session."""
        entering.confirm_password(self.house, visit, g.actor, form.get("present", ""), browser())
        if form.get("new", "") != form.get("again", ""):
            raise PasswordsDiffer()
        with self.house.reading(g.actor) as reading:
            hashed = changing.hash_of_new(reading, visit.user_id, form.get("new", ""))
        with writing_from(self.house, g.actor, browser().address) as writing:
            user = changing.change_password(writing, visit.user_id, hashed)
            token = sessions.open_session(writing, user, browser())
        start_session(token)

    def _password_page(self, visit: Visit, error: ZiqiangError | None) -> DoorPage:
        with self.house.reading(g.actor) as reading:
            profile = profile_of(reading)
        hint = _("At least %(length)s signs.") % {"length": profile.shortest}
        if profile.classes > 1:
            hint += " " + _("%(classes)s of these: capital letters, small letters, digits, other signs.") % {
                "classes": profile.classes
            }
        due = _("Your password was given for once, or is too old. Choose a new one; then you can go on.")
        fields = (
            Field("present", _("Present password"), "password", "current-password"),
            Field("new", _("New password"), "password", "new-password", hint=hint),
            Field("again", _("New password again"), "password", "new-password"),
        )
        forms: tuple[Form, ...] = (Form(url_for("login.password"), _("Change password"), fields),)
        if visit.must_change_password:
            forms += (Form(url_for("login.leave"), _("Log out")),)
        back = "" if visit.must_change_password else "/"
        paragraphs = (due,) if visit.must_change_password else ()
        return DoorPage(_("Change password"), forms, said(error), paragraphs, back=back, back_text=_("Back"))


def _enter_page(target: str, login: str, error: ZiqiangError | None) -> DoorPage:
    fields = (
        Field("login", _("Login"), "text", "username", value=login),
        Field("password", _("Password"), "password", "current-password"),
    )
    form = Form(url_for("login.enter"), _("Log in"), fields, (("next", target),))
    return DoorPage(_("Log in"), (form,), said(error))


def _code_page(target: str, error: ZiqiangError | None) -> DoorPage:
    field = Field("code", _("Verification code"), "text", "one-time-code")
    forms = (
        Form(url_for("login.code"), _("Go on"), (field,), (("next", target),)),
        Form(url_for("login.leave"), _("Log out")),
    )
    text = _("Type the code that your device shows, or one of your recovery codes.")
    return DoorPage(_("Second factor"), forms, said(error), (text,))


def routes(door: Door, blueprint: Blueprint) -> None:
    """The table of addresses."""
    blueprint.add_url_rule("/login", "enter", door.enter, methods=["GET", "POST"])
    blueprint.add_url_rule("/login/code", "code", door.code, methods=["GET", "POST"])
    blueprint.add_url_rule("/logout", "leave", door.leave, methods=["POST"])
    blueprint.add_url_rule("/account/password", "password", door.password, methods=["GET", "POST"])
