"""Favourites and chosen columns of lists: kept for each user; a shared favourite is everybody's who sees the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, or_, select, update
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import LOGGED_IN, actor_of, authorize, may
from app.core.errors import NotFound
from app.core.favourites.errors import FavouriteUnnamed
from app.core.favourites.tables import ListFavourite, ListHabit
from app.core.i18n import N_

FAVOURITE_SHARE = "core.favourite.share"
KNOWN = "habits of lists"
"""Where a session keeps what it has read."""
LONGEST_NAME, LONGEST_QUERY = 60, 8000


@dataclass(frozen=True, slots=True)
class Favourite:
    """A named state of a list. `may_delete`: it is the reader's own, or a shared one and she looks after these."""

    id: int
    name: str
    query: str
    shared: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody likes a list: its columns in order (none: as declared) and the favourite she begins with."""

    columns: tuple[str, ...] = ()
    favourite_id: int | None = None


def habits_of(session: Session, place: str) -> Habits:
    """How the acting user likes a list."""
    return _kept(session, place)[0]


def favourites_of(session: Session, place: str) -> Sequence[Favourite]:
    """The favourites of a list that the acting user has: her own and the shared ones, by name."""
    return _kept(session, place)[1]


def _kept(session: Session, place: str) -> tuple[Habits, Sequence[Favourite]]:
    """Both, read in one statement and remembered by the session."""
    user = actor_of(session).user_id
    known: dict[tuple[int | None, str], tuple[Habits, Sequence[Favourite]]] = session.info.setdefault(KNOWN, {})
    if (user, place) not in known:
        known[user, place] = _read(session, user, place)
    return known[user, place]


def _read(session: Session, user: int | None, place: str) -> tuple[Habits, Sequence[Favourite]]:
    habit, one, looks_after = ListHabit, ListFavourite, may(session, FAVOURITE_SHARE)
    mine = (habit.owner_id == user, habit.place == place)
    hers = (one.place == place, or_(one.owner_id == user, one.shared))
    habits = select(literal(True), habit.favourite_id, literal(""), habit.columns, literal(False), habit.owner_id)
    saved = select(literal(False), one.id, one.name, one.query, one.shared, one.owner_id)
    found, favourites = Habits(), []
    rows: Any = session.execute(habits.where(*mine).union_all(saved.where(*hers)))
    for is_habit, key, name, text, shared, owner in rows:
        if is_habit:
            found = Habits(tuple(filter(None, text.split(","))), key)
        else:
            favourites.append(Favourite(key, name, text, shared, owner == user or (shared and looks_after)))
    return found, sorted(favourites, key=lambda favourite: favourite.name)


def keep_columns(session: Session, place: str, names: Sequence[str]) -> None:
    """Remember the columns somebody chose of a list, in order; none: those declared."""
    habit = _habit(session, place)
    habit.columns = ",".join(names)
    _recorded(session, "list.columns", place, {"columns": list(names)})


def save_favourite(session: Session, place: str, name: str, query: str, shared: bool, default: bool) -> int:
    """Save a state of a list under a name; one of her own of that name is replaced. Its id."""
    authorize(session, FAVOURITE_SHARE if shared else LOGGED_IN)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or len(query) > LONGEST_QUERY:
        raise FavouriteUnnamed(longest=LONGEST_NAME)
    user = _user(session)
    same = (ListFavourite.place == place, ListFavourite.owner_id == user, ListFavourite.name == name)
    row = session.scalars(select(ListFavourite).where(*same)).one_or_none()
    if row is None:
        row = ListFavourite(place=place, owner_id=user, name=name)
        session.add(row)
    row.query, row.shared, row.made_at = query, shared, clock.now()
    session.flush()
    if default:
        _habit(session, place).favourite_id = row.id
    _recorded(session, "list.favourite.save", place, {"name": name, "shared": shared, "default": default})
    return row.id


def delete_favourite(session: Session, place: str, favourite_id: int) -> None:
    """Delete a favourite of one's own, or a shared one for whoever looks after these."""
    row = session.get(ListFavourite, favourite_id)
    hers = row is not None and row.place == place and row.owner_id == _user(session)
    if row is None or row.place != place or not (hers or (row.shared and may(session, FAVOURITE_SHARE))):
        raise NotFound(what=N_("favourite"), key=favourite_id)
    session.execute(update(ListHabit).where(ListHabit.favourite_id == row.id).values(favourite_id=None))
    session.delete(row)
    _recorded(session, "list.favourite.delete", place, {"name": row.name, "shared": row.shared})


def set_default(session: Session, place: str, favourite_id: int | None) -> None:
    """Begin a list with a favourite from now on; none: as declared."""
    if favourite_id is not None and favourite_id not in {one.id for one in favourites_of(session, place)}:
        raise NotFound(what=N_("favourite"), key=favourite_id)
    _habit(session, place).favourite_id = favourite_id
    _recorded(session, "list.favourite.default", place, {"favourite": favourite_id})


def _habit(session: Session, place: str) -> ListHabit:
    authorize(session, LOGGED_IN)
    user = _user(session)
    mine = (ListHabit.owner_id == user, ListHabit.place == place)
    row = session.scalars(select(ListHabit).where(*mine)).one_or_none()
    if row is None:
        row = ListHabit(owner_id=user, place=place, columns="")
        session.add(row)
    return row


def _user(session: Session) -> int:
    """The acting user; the operator of the command line has no lists."""
    user = actor_of(session).user_id
    if user is None:
        raise NotFound(what=N_("user"), key=actor_of(session).login)
    return user


def _recorded(session: Session, what: str, place: str, detail: dict[str, object]) -> None:
    session.info.pop(KNOWN, None)
    audit.record(session, what, object_table=ListFavourite.__tablename__, object_key=place, detail=detail)
