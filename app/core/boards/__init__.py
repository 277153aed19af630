"""Boards: which tiles somebody sees, how she arranged her first page, and what needs attention.

A module contributes `Board`, `BoardTile` and `Attention` in its manifest. `once` lets several tiles of a page share
what they read.
"""

from app.core.boards.arranging import BACK, Move, Place, arranged, change_arrangement
from app.core.boards.attention import Counted, counted
from app.core.boards.choosing import boards_of, default_board, tiles_of
from app.core.boards.once import once
from app.core.boards.tables import PlacedTile

__all__ = [
    "BACK",
    "Counted",
    "Move",
    "Place",
    "PlacedTile",
    "arranged",
    "boards_of",
    "change_arrangement",
    "counted",
    "default_board",
    "once",
    "tiles_of",
]
