"""Boards: the first page as somebody arranged it, the boards of her roles, and what needs attention."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import LOGGED_IN
from app.core.admin.board_parts import addable, part
from app.core.admin.kernel_tiles import KERNEL_TILES, figures_of
from app.core.admin.pages import BoardPage, BoardPart, Button, HomePage, Link, Prose, Tile, Tiles
from app.core.admin.views import Answer, SecureView, action, page
from app.core.boards import (
    Counted,
    Move,
    Place,
    arranged,
    boards_of,
    change_arrangement,
    counted,
    default_board,
    tiles_of,
)
from app.core.boards.arranging import MoveRefused, Verb
from app.core.demo import MARK
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import BoardTile
from app.core.modules.boards import EVERY_BOARD
from app.core.settings import settings_named

VERBS: tuple[Verb, ...] = ("add", "remove", "move", "width", "order", "back")
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
ARRANGE_URL = "/boards/arrange"


def home_page(session: Session) -> HomePage | BoardPage:
    """The first page: as she arranged it, else the board of her role; without either the modules as large tiles."""
    _read_settings(session)
    tiles = _all_tiles(session)
    arranging = "arrange" in request.args
    own = arranged(session)
    places = own or _default_places(session, tiles)
    if not places and not tiles:
        return BoardPage(_("Home"))
    parts = _parts(session, places, tiles, arranging)
    buttons = _arranging_buttons(bool(own)) if arranging else (Button(_("Arrange"), "/?arrange=1", "layout-grid"),)
    return HomePage(
        _("Home"),
        parts,
        subtitle=_today_in_words(),
        boards=() if arranging else _board_links(session),
        shown="/",
        buttons=buttons,
        arrange_url=ARRANGE_URL,
        arranging=arranging,
        addable=addable(tiles, places) if arranging else (),
    )


class BoardsView(SecureView):
    """Boards."""

    endpoint: ClassVar[str] = "boards"
    address: ClassVar[str] = "/boards"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The boards have no list of their own: the first page leads to each."""
        return "/"

    @page("/<name>", permission=LOGGED_IN)
    def show(self, session: Session, name: str) -> Answer:
        """The board of one of one's roles."""
        _read_settings(session)
        board = default_board(session, name)
        assert board is not None
        tiles = _all_tiles(session)
        parts = _parts(session, _places_on(name, tiles), tiles, False)
        links = _board_links(session)
        return HomePage(_(board.label), parts, _today_in_words(), links, shown=f"/boards/{name}")

    @action("/arrange", permission=LOGGED_IN)
    def arrange(self, session: Session) -> Answer:
        """Change one's own first page by one move."""
        tiles = _all_tiles(session)
        change_arrangement(session, _move(), tiles, _default_places(session, tiles))
        return "/?arrange=1"


class AttentionView(SecureView):
    """What needs attention (待办提醒)."""

    endpoint: ClassVar[str] = "attention"
    address: ClassVar[str] = "/attention"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """Every count of every module, each of which opens the list behind it."""
        found = counted(session)
        parts = tuple(
            BoardPart(module, _(module), 3, blocks=(Tiles(tuple(attention_tile(one) for one in group)),))
            for module, group in groupby(sorted(found, key=lambda one: one.module), key=lambda one: one.module)
        )
        waiting = sum(1 for one in found if one.count)
        nothing = BoardPart("nothing", _("Needs attention"), 3, blocks=(Prose("", (_("Nothing waits for you."),)),))
        return HomePage(_("Needs attention"), parts or (nothing,), _("%(count)s matters wait") % {"count": waiting})


def attention_tile(one: Counted) -> Tile:
    """The count as a large figure; nothing to do is green."""
    tone = one.attention.tone if one.count else "good"
    return Tile(_(one.attention.label), f"{one.count:,}", one.attention.url, tone=tone)


def _read_settings(session: Session) -> None:
    """Whatever setting a tile or the frame asks for is read in one statement."""
    settings_named(session, MARK, *session.info.get("settings", ()))


def _all_tiles(session: Session) -> list[BoardTile]:
    return tiles_of(session, (*KERNEL_TILES, *figures_of(session)))


def _default_places(session: Session, tiles: Iterable[BoardTile]) -> list[Place]:
    board = default_board(session)
    return _places_on(board.name if board else "", tiles)


def _places_on(board: str, tiles: Iterable[BoardTile]) -> list[Place]:
    """The tiles of a board; for roles without a board those that stand on every one."""
    return [Place(tile.name, tile.width) for tile in tiles if {board, EVERY_BOARD} & set(tile.boards)]


def _parts(
    session: Session, places: Iterable[Place], tiles: Iterable[BoardTile], arranging: bool
) -> tuple[BoardPart, ...]:
    known = {tile.name: tile for tile in tiles}
    found = (part(session, known[place.tile], place.width, arranging) for place in places if place.tile in known)
    return tuple(one for one in found if one is not None)


def _board_links(session: Session) -> tuple[Link, ...]:
    """The other boards, where there is more than the first page."""
    boards = boards_of(session)
    links = [Link(_(board.label), f"/boards/{board.name}") for board in boards]
    return (Link(_("Home"), "/"), *links) if len(boards) > 1 else ()


def _arranging_buttons(has_own: bool) -> tuple[Button, ...]:
    back = Button(
        _("Back to the board of my role"),
        ARRANGE_URL,
        "arrow-back-up",
        post=True,
        confirm=_("Your own arrangement is given up."),
        hidden=(("verb", "back"),),
    )
    done = Button(_("Finished"), "/", "check", "primary")
    return (back, done) if has_own else (done,)


def _move() -> Move:
    """The move that was sent."""
    verb = next((one for one in VERBS if one == request.form.get("verb")), None)
    if verb is None:
        raise MoveRefused()
    order: Sequence[str] = tuple(request.form.get("order", "").split(","))[:100]
    by = request.form.get("by", 0, type=int)
    return Move(verb, request.form.get("tile", ""), by, tuple(order))


def _today_in_words() -> str:
    today = clock.today()
    values = {"year": today.year, "month": f"{today.month:02d}", "day": f"{today.day:02d}"}
    return _("%(weekday)s %(year)s-%(month)s-%(day)s") % {**values, "weekday": _(WEEKDAYS[today.weekday()])}
