"""My sessions: where I am logged in, and ending what is not me."""

from typing import ClassVar

from flask import flash, g
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN, actor_of
from app.core.admin.administration.devices import device_of
from app.core.admin.administration.user import moment
from app.core.admin.pages import BoardPage, Button, Cell, Column, FormPage, InputGroup, Link, Panel, Row, Table, text
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.core.login import SessionLine, revoke_session, revoke_sessions, sessions_of

HOME = "/account/sessions/"


class SessionsView(SecureView):
    """My sessions."""

    endpoint: ClassVar[str] = "sessions"
    address: ClassVar[str] = "/account/sessions"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """Every browser I am logged in with."""
        lines = sessions_of(session, actor_of(session).login)
        columns = tuple(Column(label) for label in (_("Device"), _("Address"), _("Logged in"), _("Last seen"), ""))
        others = Button(
            _("End all others"),
            "/account/sessions/others",
            "logout",
            post=True,
            confirm=_("Every browser but this one is logged out."),
        )
        table = Table("", columns, tuple(_row(one) for one in lines))
        advice = _("If you do not know one of them, end it and change your password.")
        panel = Panel(_("Where you are logged in"), (table,), buttons=(others,) if len(lines) > 1 else ())
        return BoardPage(_("My sessions"), (panel,), subtitle=advice)

    @page("/<int:session_id>/end", permission=LOGGED_IN)
    def ask(self, session: Session, session_id: int) -> Answer:
        """Asks before a session is ended."""
        lines = sessions_of(session, actor_of(session).login)
        one = next((line for line in lines if line.session_id == session_id), None)
        if one is None:
            raise NotFound(what="session", key=session_id)
        said = _("%(device)s at %(address)s, since %(since)s") % {
            "device": device_of(one.user_agent),
            "address": one.address,
            "since": moment(one.created),
        }
        crumbs = (Link(_("My sessions"), HOME),)
        groups = (InputGroup(said, (), _("It is logged out at once.")),)
        return FormPage(
            _("End the session"), crumbs, f"/account/sessions/{session_id}/end", groups, _("End the session"), HOME
        )

    @action("/<int:session_id>/end", permission=LOGGED_IN)
    def end(self, session: Session, session_id: int) -> Answer:
        """End one of mine."""
        revoke_session(session, actor_of(session).login, session_id)
        flash(_("The session has ended."), "good")
        return HOME

    @action("/others", permission=LOGGED_IN)
    def end_others(self, session: Session) -> Answer:
        """End all of mine but this one."""
        count = revoke_sessions(session, actor_of(session).login, keep=g.visit.session_id)
        flash(_("%(count)s sessions have ended.") % {"count": count}, "good")
        return HOME


def _row(one: SessionLine) -> Row:
    this = one.session_id == g.visit.session_id
    end = Cell(_("this browser"), "badge", tone="good") if this else text(_("End it"), f"{HOME}{one.session_id}/end")
    shown = (device_of(one.user_agent), one.address, moment(one.created), moment(one.last_seen))
    return Row((*(text(value) for value in shown), end))
