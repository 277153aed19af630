"""Walking from record to record within the list one came from, and the way back to the list as it was.

A record opened from a list has the list's address and its place there in its own address (`from` and `at`): nothing is
kept on the server, and a link can be sent. The list's permission, filter and sort are asked anew at every step.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import current_app, g, request
from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.addresses import local_path
from app.core.admin.lists.declared import Record
from app.core.admin.lists.listing import Listing
from app.core.admin.pages import Pairs, Position, Row
from app.core.errors import ZiqiangError

FROM, AT = "from", "at"
AROUND = 12
"""So many records before and after its place a record is looked for, when the list changed meanwhile."""

LONGEST = 1500
"""A longer address of a list is not carried along."""


def linked(rows: Sequence[Row], first: int) -> tuple[Row, ...]:
    """The rows of the list page being shown, their links carrying its address; `first` is the place of the first."""
    here = request.full_path.rstrip("?")
    if len(here) > LONGEST:
        return tuple(rows)
    return tuple(_linked(row, here, place) for place, row in enumerate(rows, first))


def _linked(row: Row, here: str, place: int) -> Row:
    if not row.cells or not row.cells[0].url.startswith("/"):
        return row
    cell = replace(row.cells[0], url=_with(row.cells[0].url, ((FROM, here), (AT, str(place)))))
    return replace(row, cells=(cell, *row.cells[1:]))


def walked() -> Pairs:
    """What this address says of the list one came from; nothing where it says none that can be."""
    came, at = local_path(request.args.get(FROM), ""), request.args.get(AT, "")
    return ((FROM, came), (AT, at)) if came and len(came) <= LONGEST and at.isdecimal() and len(at) < 10 else ()


def carried(url: str) -> str:
    """An address of the same record, or of a form of it, that still knows the list one came from."""
    return _with(url, walked())


def way_back(otherwise: str) -> str:
    """The list one came from as it was; `otherwise` where one came from elsewhere."""
    return dict(walked()).get(FROM, otherwise)


def position_of(session: Session) -> Position | None:
    """Where the record being shown stands in the list one came from, with the ways to its neighbours there."""
    pairs = dict(walked())
    if not pairs:
        return None
    first = max(1, int(pairs[AT]) - AROUND)
    with _asking(pairs[FROM]):
        listing = _listing_asked()
        if listing is None or not may(session, listing.permission):
            return None
        try:
            near, total = _near(listing, session, first)
        except ZiqiangError:  # an address that says nothing, such as a filter that cannot be read
            return None
        urls = [listing.record_url(record) for record in near]
    return _position(urls, first, total, pairs[FROM])


def _near(listing: Listing, session: Session, first: int) -> tuple[Sequence[Record], int]:
    """The records around a place, and how many there are in all: two statements, however long the list."""
    state = listing.state(session)
    # A count of a mapped column, not of "*": only then do the record rules see whose rows are counted.
    counted = func.count(listing.keys[0])
    whole = listing.listed(session, state).with_only_columns(counted, maintain_column_froms=True)
    total = session.scalar(whole.order_by(None)) or 0
    return listing.between(session, state, first - 1, 2 * AROUND + 1), total


def _position(urls: Sequence[str], first: int, total: int, came: str) -> Position | None:
    """The place among records near it; None where it is not there any more."""
    here = request.path
    place = next((place for place, url in enumerate(urls) if urlsplit(url).path == here), None)
    if place is None:
        return None

    def beside(step: int) -> str:
        other = place + step
        if not 0 <= other < len(urls) or not urls[other]:
            return ""
        keeps = [pair for pair in parse_qsl(request.query_string.decode()) if pair[0] == "tab"]
        return _with(urls[other], (*keeps, (FROM, came), (AT, str(first + other))))

    return Position(first + place, total, beside(-1), beside(1), came)


def _with(url: str, pairs: Sequence[tuple[str, str]]) -> str:
    """An address with some of its arguments set."""
    if not pairs:
        return url
    parts = urlsplit(url)
    names = {name for name, _value in pairs}
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in names]
    return urlunsplit(parts._replace(query=urlencode([*kept, *pairs], safe="/:")))


@contextmanager
def _asking(address: str) -> Iterator[None]:
    """As if this address had been asked for: what a list reads of it, it reads in the block."""
    speaking: Any = g.pop("speaking", None)  # the end of the inner request would take the outer one's language away
    try:
        with current_app.test_request_context(address):
            yield
    finally:
        if speaking is not None:
            g.speaking = speaking


def _listing_asked() -> Listing | None:
    """The list whose page was asked for; None where it is no list."""
    if request.url_rule is None or request.endpoint is None or not request.endpoint.endswith(".index"):
        return None
    name = request.endpoint.removesuffix(".index")
    views: Sequence[Any] = current_app.extensions["admin"][0]._views  # the registry has no other name
    return next((view for view in views if isinstance(view, Listing) and view.endpoint == name), None)
