"""Tiles as parts of a page: drawn where they stand, with the buttons that move them while a page is arranged."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.core.admin.pages import BoardPart, Panel, Prose, Tile, TileMove
from app.core.boards import Place
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import BoardTile
from app.core.modules.boards import Width

MOVES = (
    (N_("Earlier"), "arrow-left", "move", "-1"),
    (N_("Later"), "arrow-right", "move", "1"),
    (N_("Narrower"), "arrows-minimize", "width", "-1"),
    (N_("Wider"), "arrows-maximize", "width", "1"),
    (N_("Take away"), "x", "remove", "0"),
)


def part(session: Session, tile: BoardTile, width: Width, arranging: bool) -> BoardPart | None:
    """The part of a tile; None where it has nothing to show, unless the page is being arranged."""
    found = tile.load(session)
    moves = _moves(tile) if arranging else ()
    if isinstance(found, Tile):
        return BoardPart(tile.name, found.label, width, figure=found, moves=moves)
    if isinstance(found, Panel):
        title = found.title or _(tile.label)
        return BoardPart(tile.name, title, width, None, found.blocks, found.note, found.buttons, moves)
    if not arranging:
        return None
    empty = Prose("", (_("There is nothing to show now."),))
    return BoardPart(tile.name, _(tile.label), width, blocks=(empty,), moves=moves)


def addable(tiles: Iterable[BoardTile], places: Iterable[Place]) -> tuple[tuple[str, str], ...]:
    """The tiles that do not stand on the page yet, by name, with what they are called."""
    standing = {place.tile for place in places}
    return tuple((tile.name, _(tile.label)) for tile in tiles if tile.name not in standing)


def _moves(tile: BoardTile) -> tuple[TileMove, ...]:
    return tuple(
        TileMove(_(label), icon, (("verb", verb), ("tile", tile.name), ("by", by))) for label, icon, verb, by in MOVES
    )
