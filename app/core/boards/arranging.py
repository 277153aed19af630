"""Arranging one's own first page: add, take away, move, widen; and back to the board of the role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import LOGGED_IN, authorize
from app.core.boards.tables import PlacedTile
from app.core.errors import ZiqiangError
from app.core.i18n import N_
from app.core.modules import BoardTile
from app.core.modules.boards import Width

Verb = Literal["add", "remove", "move", "width", "order", "back"]
BACK: Verb = "back"
WIDTHS: tuple[Width, ...] = (1, 2, 3)


class MoveRefused(ZiqiangError):
    """Something that cannot be done to a first page."""

    kind = "move_refused"
    message = N_("The first page can't be changed so. Open it again and try once more.")
    status = 422


@dataclass(frozen=True, slots=True)
class Place:
    """A tile where it stands: the page is the places in their order."""

    tile: str
    width: Width


@dataclass(frozen=True, slots=True)
class Move:
    """One change: `by` is how many places on (or back), or how much wider; `order` names all tiles anew."""

    verb: Verb
    tile: str = ""
    by: int = 0
    order: tuple[str, ...] = ()


def arranged(session: Session) -> list[Place]:
    """How the acting user arranged her first page; empty until she does."""
    user_id = authorize(session, LOGGED_IN).user_id
    statement = select(PlacedTile.tile, PlacedTile.width).where(PlacedTile.user_id == user_id)
    rows = session.execute(statement.order_by(PlacedTile.position))
    return [Place(tile, cast(Width, width)) for tile, width in rows]


def change_arrangement(session: Session, move: Move, tiles: Sequence[BoardTile], default: Sequence[Place]) -> None:
    """Change the acting user's first page. `tiles` are all she may see, `default` what she sees until she arranges."""
    actor = authorize(session, LOGGED_IN)
    if actor.user_id is None:
        raise MoveRefused()
    known = {tile.name: tile for tile in tiles}
    before = [place for place in arranged(session) or default if place.tile in known]
    after = [] if move.verb == BACK else changed(before, move, known)
    session.execute(delete(PlacedTile).where(PlacedTile.user_id == actor.user_id))
    for position, place in enumerate(after):
        session.add(PlacedTile(user_id=actor.user_id, tile=place.tile, position=position, width=place.width))
    session.flush()
    detail = {"change": move.verb, "tile": move.tile}
    audit.record(session, "board.arrange", object_table=PlacedTile.__tablename__, object_key=actor.login, detail=detail)


def changed(places: Iterable[Place], move: Move, known: dict[str, BoardTile]) -> list[Place]:
    """The places after one change; MoveRefused for a tile that is not there, or not hers."""
    found = list(places)
    names = [place.tile for place in found]
    if move.verb == "order":
        rank = {name: number for number, name in enumerate(move.order)}
        return sorted(found, key=lambda place: rank.get(place.tile, len(rank)))
    if move.verb == "add":
        if move.tile not in known or move.tile in names:
            raise MoveRefused()
        return [*found, Place(move.tile, known[move.tile].width)]
    if move.tile not in names:
        raise MoveRefused()
    at = names.index(move.tile)
    place = found.pop(at)
    if move.verb == "move":
        found.insert(min(len(found), max(0, at + move.by)), place)
    elif move.verb == "width":
        width = WIDTHS[min(len(WIDTHS), max(1, place.width + move.by)) - 1]
        found.insert(at, replace(place, width=width))
    return found
