"""The routes by which somebody keeps how she likes a list: columns, favourites, what she found together."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import flash, request
from sqlalchemy.orm import Session

from app.core.admin.lists.finding import looked_up
from app.core.admin.lists.listing import Listing
from app.core.admin.views import OF_VIEW, Answer, action
from app.core.favourites import delete_favourite, keep_columns, keep_pick, save_favourite, set_default
from app.core.i18n import gettext as _


class ListKeeping(Listing):
    """A list whose users keep things of it. Each form brings the query of the list's address, to go back to."""

    @action("/columns", permission=OF_VIEW)
    def choose_columns(self, session: Session, **_place: Any) -> Answer:
        """Remember the columns chosen and their order; `reset` goes back to those declared."""
        offered = {one.name for one in self.columns_for(session)}
        chosen = [name for name in dict.fromkeys(request.form.getlist("column")) if name in offered]
        keep_columns(session, self.endpoint, () if "reset" in request.form else chosen)
        return self.back()

    @action("/keep-favourite", permission=OF_VIEW)
    def keep_favourite(self, session: Session, **_place: Any) -> Answer:
        """Save the present state as a favourite."""
        form = request.form
        save_favourite(session, self.endpoint, form.get("name", ""), _query(), "shared" in form, "default" in form)
        flash(_("Saved as a favourite."), "good")
        return self.back()

    @action("/drop-favourite", permission=OF_VIEW)
    def drop_favourite(self, session: Session, **_place: Any) -> Answer:
        """Delete a favourite."""
        delete_favourite(session, self.endpoint, request.form.get("favourite", 0, type=int))
        flash(_("The favourite was deleted."), "good")
        return self.back()

    @action("/begin-with", permission=OF_VIEW)
    def begin_with(self, session: Session, **_place: Any) -> Answer:
        """Begin the list with a favourite from now on, or without one."""
        set_default(session, self.endpoint, request.form.get("favourite", None, type=int) or None)
        return self.back()

    @action("/find-many", permission=OF_VIEW)
    def find_many(self, session: Session, **_place: Any) -> Answer:
        """Look up a pasted column of names and numbers, and go on to the list of those found."""
        pick = looked_up(self, session, request.form.get("lines", ""))
        return f"{self.start()}?picked={keep_pick(session, self.endpoint, pick)}"

    def start(self) -> str:
        """The address of the list itself, from that of any of its forms."""
        return request.path.rpartition("/")[0] + "/"

    def back(self) -> str:
        """The address of the list in the state the form came from."""
        query = _query()
        return f"{self.start()}?{query}" if query else self.start()


def _query() -> str:
    """The query of an address that the form brought, written as addresses are."""
    return urlencode(parse_qsl(request.form.get("query", "")[:10_000]))
