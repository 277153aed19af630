"""The ways from one's own page, and the figures of change requests on the first page."""

from sqlalchemy.orm import Session

from app.core.admin.pages import Tile, Tone
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import FigureTile, OwnPage
from app.staff.permissions import BANK_CONFIRM, SELF, STAFF_WRITE
from app.staff.queries.requests import own_undecided, requests_waiting
from app.staff.rules.requests import CONFIRM, OPEN

REQUESTS = "/staff/requests/"


def _undecided(session: Session) -> str:
    """How many of one's own requests are not decided yet."""
    count = own_undecided(session)
    return _("open: %(count)s") % {"count": count} if count else _("none open")


def _to_decide(session: Session) -> Tile:
    """How many requests wait for HR."""
    count = requests_waiting(session, OPEN)
    url = f"{REQUESTS}?f.state={OPEN}"
    return Tile(_("Change requests to decide"), f"{count:,}", url, "", "warning" if count else "good", "user-check")


def _to_confirm(session: Session) -> Tile:
    """How many changed accounts wait for the second person."""
    count = requests_waiting(session, CONFIRM)
    url = f"{REQUESTS}?f.state={CONFIRM}"
    tone: Tone = "warning" if count else "good"
    return Tile(_("Changed accounts to confirm"), f"{count:,}", url, "", tone, "wallet")


def _mine(session: Session) -> Tile:
    """The way to one's own page."""
    return Tile(_("My file"), _("look"), "/my/", _("My requests") + " · " + _undecided(session), "plain", "user")


OWN_PAGES = (
    OwnPage("file", N_("My file"), "/my/", SELF, "user", order=1),
    OwnPage("requests", N_("My requests"), REQUESTS, SELF, "edit", _undecided, 20),
    OwnPage("data", N_("My data"), "/my/data", SELF, "download", lambda session: _("take a copy"), 80),
    OwnPage("seen", N_("Who saw my data"), "/my/seen", SELF, "eye", order=90),
)
REQUEST_TILES = (
    FigureTile(STAFF_WRITE, _to_decide, 40),
    FigureTile(BANK_CONFIRM, _to_confirm, 41),
    FigureTile(SELF, _mine, 42),
)
