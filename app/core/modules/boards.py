"""What a module contributes to boards and to the year: boards per role, their tiles, dated tasks of the year."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select
from sqlalchemy.orm import Session

Width = Literal[1, 2, 3]
"""How wide a tile is: a quarter of the page, a half, or all of it."""


EVERY_BOARD = "*"
"""Instead of a board's name: the tile stands on all of them."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board for some roles; tiles name the boards they stand on. Somebody's first page is the first board hers."""

    name: str
    label: str
    roles: tuple[str, ...]
    order: int = 100


@dataclass(frozen=True, slots=True)
class BoardTile:
    """A part of boards: a figure, a table or a chart, for whoever holds the permission.

    `load` gives a Tile or a Panel of `app.core.admin.pages`, or nothing where there is nothing to show. What several
    tiles need is read once (`app.core.boards.once`). `boards` names those it stands on until somebody arranges her
    own first page; `name` is known to no other module.
    """

    name: str
    label: str
    permission: str
    load: Callable[[Session], Any]
    boards: tuple[str, ...] = ()
    width: Width = 2
    order: int = 100


@dataclass(frozen=True, slots=True)
class YearTask:
    """A task that comes every year, as it is shipped; the organisation changes it as it likes.

    It is to be done from the first day of `first_month` to `last_day` of `last_month` (the month before or after the
    year's own are written 0 and 13). `roles` are those whose task it is. With `per_branch` each branch has her own
    step. `done` says what the system can see: True for all of it, the scope nodes of the branches that are done, or a
    statement of one number, which is not 0 when it is done: all such statements are asked together.
    """

    name: str
    label: str
    first_month: int
    last_month: int
    roles: tuple[str, ...]
    last_day: int = 31
    per_branch: bool = False
    url: str = ""
    note: str = ""
    done: Callable[[Session, int], bool | frozenset[int] | Select[int]] | None = None
