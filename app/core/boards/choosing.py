"""Which boards and tiles somebody may see."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from app.core.access import actor_of, may
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules import Board, BoardTile, Module


def boards_of(session: Session) -> list[Board]:
    """The boards of the acting user's roles, in order."""
    modules: Sequence[Module] = session.info["modules"]
    roles = actor_of(session).roles
    found = [board for module in modules for board in module.boards if roles & set(board.roles)]
    return sorted(found, key=lambda board: board.order)


def default_board(session: Session, name: str = "") -> Board | None:
    """The board of that name, or without a name the first one hers; NotFound where it is not for her roles."""
    boards = boards_of(session)
    if not name:
        return boards[0] if boards else None
    found = next((board for board in boards if board.name == name), None)
    if found is None:
        raise NotFound(what=N_("board"), key=name)
    return found


def tiles_of(session: Session, kernel: Iterable[BoardTile] = ()) -> list[BoardTile]:
    """Every tile the acting user may see, those of the kernel included, in order."""
    modules: Sequence[Module] = session.info["modules"]
    tiles = [*kernel, *(tile for module in modules for tile in module.board_tiles)]
    return sorted((tile for tile in tiles if may(session, tile.permission)), key=lambda tile: tile.order)
