"""Find many: a column of names, numbers or ID numbers pasted at once, each line looked up exactly."""

from sqlalchemy.orm import Session

from app.core.admin.lists.listing import Listing
from app.core.errors import NotFound
from app.core.favourites import MOST_PICKED, Pick, PickTooLarge
from app.core.i18n import N_
from app.core.privacy.masks import MaskKind, mask

ID_DIGITS = 14
"""A line with so many digits may be an ID number, even a mistyped one."""


def lines_of(pasted: str) -> list[str]:
    """The lines of what was pasted, once each; of several columns the first, as a sheet copies them."""
    first = (line.partition("\t")[0] for line in pasted.replace("\0", "").splitlines())
    cleaned = (" ".join(line.split()).strip("，,、;；") for line in first)
    return list(dict.fromkeys(line[:100] for line in cleaned if line))


def looked_up(listing: Listing, session: Session, pasted: str) -> Pick:
    """Who is found by each line; an ID number that finds nobody is kept masked."""
    if not listing.subjects:
        raise NotFound(what=N_("search"), key=listing.endpoint)
    lines = lines_of(pasted)
    if len(lines) > MOST_PICKED:
        raise PickTooLarge(count=len(lines), most=MOST_PICKED)
    found = listing.people_of(session, lines)
    keys = dict.fromkeys(key for line in lines for key in found.get(line, ()))
    missing = tuple(_masked(line) for line in lines if not found.get(line))
    several = tuple(line for line in lines if len(found.get(line, ())) > 1)
    return Pick(tuple(keys), missing, several)


def _masked(line: str) -> str:
    digits = sum(sign.isdecimal() for sign in line)
    return mask(MaskKind.ID_NUMBER, line) if digits >= ID_DIGITS else line
