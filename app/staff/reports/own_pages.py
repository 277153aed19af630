"""The ways from one's own page, and the figures of change requests on the first page."""

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core.admin.pages import Tile
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Attention, FigureTile, OwnPage
from app.staff.permissions import BANK_CONFIRM, SELF, STAFF_WRITE
from app.staff.queries.requests import own_undecided, waiting_counted
from app.staff.rules.requests import CONFIRM, OPEN

REQUESTS = "/staff/requests/"


def _undecided(session: Session) -> str:
    """How many of one's own requests are not decided yet."""
    count = own_undecided(session)
    return _("open: %(count)s") % {"count": count} if count else _("none open")


def _to_decide(session: Session) -> Select[int]:
    """How many requests wait for HR."""
    return waiting_counted(session, OPEN)


def _to_confirm(session: Session) -> Select[int]:
    """How many changed accounts wait for the second person."""
    return waiting_counted(session, CONFIRM)


def _mine(session: Session) -> Tile:
    """The way to one's own page."""
    return Tile(_("My file"), _("look"), "/my/", _("My requests") + " · " + _undecided(session), "plain", "user")


OWN_PAGES = (
    OwnPage("file", N_("My file"), "/my/", SELF, "user", order=1),
    OwnPage("requests", N_("My requests"), REQUESTS, SELF, "edit", _undecided, 20),
    OwnPage("data", N_("My data"), "/my/data", SELF, "download", lambda session: _("take a copy"), 80),
    OwnPage("seen", N_("Who saw my data"), "/my/seen", SELF, "eye", order=90),
)
REQUEST_TILES = (FigureTile(SELF, _mine, 42, N_("My file"), ("employee",)),)
REQUEST_ATTENTIONS = (
    Attention(
        "staff.requests",
        N_("Change requests to decide"),
        STAFF_WRITE,
        _to_decide,
        f"{REQUESTS}?f.state={OPEN}",
        5,
    ),
    Attention(
        "staff.accounts",
        N_("Changed accounts to confirm"),
        BANK_CONFIRM,
        _to_confirm,
        f"{REQUESTS}?f.state={CONFIRM}",
        6,
    ),
)
