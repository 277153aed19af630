"""Records found together from a pasted column, kept for a while under a token so that the address can name them."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import LOGGED_IN, actor_of, authorize
from app.core.errors import NotFound
from app.core.favourites.tables import ListPick
from app.core.i18n import N_

MOST_PICKED = 2000
"""So many lines are looked up at once."""
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Pick:
    """What was found of a pasted column: the keys, the lines nobody was found for, and those that fit several."""

    keys: tuple[int, ...]
    missing: tuple[str, ...] = ()
    several: tuple[str, ...] = ()


def keep_pick(session: Session, place: str, pick: Pick) -> str:
    """Keep what was found; the token of the address. What somebody found a month ago is forgotten."""
    authorize(session, LOGGED_IN)
    user = actor_of(session).user_id
    if user is None:
        raise NotFound(what=N_("user"), key=actor_of(session).login)
    now, token = clock.now(), token_urlsafe(16)
    session.execute(delete(ListPick).where(ListPick.owner_id == user, ListPick.made_at < now - KEPT))
    session.add(ListPick(token=token, place=place, owner_id=user, found=json.dumps(asdict(pick)), made_at=now))
    counts = {"found": len(pick.keys), "missing": len(pick.missing), "several": len(pick.several)}
    audit.record(session, "list.find_many", object_table=ListPick.__tablename__, object_key=place, detail=counts)
    return token


def pick_named(session: Session, place: str, token: str) -> Pick:
    """What was found; the lines that were pasted are told to whoever pasted them alone."""
    row = session.execute(
        select(ListPick.found, ListPick.owner_id).where(ListPick.place == place, ListPick.token == token)
    ).first()
    if row is None:
        raise NotFound(what=N_("search"), key=token)
    found = {name: tuple(values) for name, values in json.loads(row[0]).items()}
    return Pick(**found) if row[1] == actor_of(session).user_id else Pick(found["keys"])
