"""What users keep of lists: favourites (a filter with its groups, sort and columns), chosen columns, found people."""

from app.core.favourites.errors import FavouriteUnnamed, PickTooLarge
from app.core.favourites.habits import (
    FAVOURITE_SHARE,
    Favourite,
    Habits,
    delete_favourite,
    favourites_of,
    habits_of,
    keep_columns,
    save_favourite,
    set_default,
)
from app.core.favourites.picks import MOST_PICKED, Pick, keep_pick, pick_named
from app.core.favourites.tables import ListFavourite, ListHabit, ListPick

__all__ = [
    "FAVOURITE_SHARE",
    "MOST_PICKED",
    "Favourite",
    "FavouriteUnnamed",
    "Habits",
    "ListFavourite",
    "ListHabit",
    "ListPick",
    "Pick",
    "PickTooLarge",
    "delete_favourite",
    "favourites_of",
    "habits_of",
    "keep_columns",
    "keep_pick",
    "pick_named",
    "save_favourite",
    "set_default",
]
