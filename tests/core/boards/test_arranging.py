"""The first page as values: every move, and what cannot be moved."""

import pytest

from app.core.access import LOGGED_IN
from app.core.boards import Move, Place
from app.core.boards.arranging import MoveRefused, changed
from app.core.modules import BoardTile

TILES = {name: BoardTile(name, name, LOGGED_IN, lambda session: None, width=2) for name in "abcd"}
PAGE = [Place("a", 1), Place("b", 2), Place("c", 3)]


def names(move: Move) -> str:
    return "".join(place.tile for place in changed(PAGE, move, TILES))


@pytest.mark.parametrize(("move", "after"), [
    (Move("move", "a", 1), "bac"), (Move("move", "a", -1), "abc"), (Move("move", "c", -2), "cab"),
    (Move("move", "b", 9), "acb"), (Move("remove", "b"), "ac"), (Move("add", "d"), "abcd"),
    (Move("order", order=("c", "a", "b")), "cab"), (Move("order", order=("c",)), "cab"),
    (Move("order", order=("x", "b")), "bac"),
])  # fmt: skip
def test_tiles_are_moved_added_and_removed(move: Move, after: str) -> None:
    assert names(move) == after


@pytest.mark.parametrize(("tile", "by", "width"), [("a", 1, 2), ("a", -1, 1), ("c", 1, 3), ("b", -1, 1), ("b", 5, 3)])
def test_a_tile_is_as_wide_as_the_page_allows(tile: str, by: int, width: int) -> None:
    found = {place.tile: place.width for place in changed(PAGE, Move("width", tile, by), TILES)}
    assert found[tile] == width
    assert [place.tile for place in changed(PAGE, Move("width", tile, by), TILES)] == ["a", "b", "c"]


@pytest.mark.parametrize("move", [
    Move("add", "a"), Move("add", "x"), Move("remove", "d"), Move("move", "d", 1), Move("width", "x", 1),
])  # fmt: skip
def test_what_is_not_there_is_refused(move: Move) -> None:
    with pytest.raises(MoveRefused):
        changed(PAGE, move, TILES)
