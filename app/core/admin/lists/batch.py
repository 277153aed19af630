"""Batch actions on chosen records, or on all that match: first what will change, then the change itself."""

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import flash, request
from sqlalchemy.orm import Session

from app.core.access import authorize, may
from app.core.admin.downloads import download
from app.core.admin.lists.declared import BatchAction
from app.core.admin.lists.errors import BatchTooLarge, NothingChosen
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.admin.pages import BoardPage, Button, Notice, Selection
from app.core.admin.views import OF_VIEW, Answer, action
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Drawn

DO = "do"
KEY, ALL, SEEN = "key", "all", "seen"


def selection(listing: Listing, session: Session, state: ListState) -> Selection | None:
    """What can be done with chosen records; None where the user may do nothing."""
    actions = [one for one in listing.batch if may(session, one.permission)]
    buttons = tuple(
        Button(_(one.label), f"batch{state.address(opened=())}&{DO}={one.name}", one.icon) for one in actions
    )
    return Selection(buttons) if buttons else None


class ListBatch(Listing):
    """A list with batch actions. The state of the list is in the address, the chosen keys in the form."""

    @action("/batch", permission=OF_VIEW)
    def batch_preview(self, session: Session, **_place: Any) -> Answer:
        """What a batch action will change, before it does."""
        one = self._asked(session)
        return self._preview(session, one, self._chosen(session, one))

    @action("/batch-run", permission=OF_VIEW)
    def batch_run(self, session: Session, **_place: Any) -> Answer:
        """Carry out what was previewed; where other records match by now, they are shown first."""
        one = self._asked(session)
        keys = self._chosen(session, one)
        if request.form.get(SEEN) != _digest(keys):
            told = _("Other records match than those you saw. Look again.")
            return self._preview(session, one, keys, (Notice(told, "warning"),))
        done = one.run(session, keys)
        if isinstance(done, Drawn):
            return download(done.content, done.file_name)
        if isinstance(done, str) and not done.startswith("/"):
            flash(done, "good")
            return self._list_address(session)
        return done

    def _preview(
        self, session: Session, one: BatchAction, keys: Sequence[int], notices: tuple[Notice, ...] = ()
    ) -> BoardPage:
        query = request.query_string.decode("ascii", "replace")
        everything = ALL in request.form
        hidden = ((ALL, "1"),) if everything else tuple((KEY, str(key)) for key in keys)
        run = Button(
            _("Carry out for %(count)s") % {"count": len(keys)},
            f"batch-run?{query}",
            "check",
            "primary",
            post=True,
            hidden=(*hidden, (SEEN, _digest(keys))),
        )
        back = Button(_("Back to the list"), self._list_address(session), "arrow-left")
        table = one.preview(session, keys)
        subtitle = _("%(count)s chosen") % {"count": len(keys)}
        return BoardPage(_(one.label), (table,), subtitle, buttons=(run, back), notices=notices)

    def _asked(self, session: Session) -> BatchAction:
        found = next((one for one in self.batch if one.name == request.args.get(DO)), None)
        if found is None:
            raise NotFound(what=N_("action"), key=request.args.get(DO, ""))
        authorize(session, found.permission)
        return found

    def _chosen(self, session: Session, one: BatchAction) -> list[int]:
        """The keys, in the order of the list: all that match, or those ticked, as far as the user meets them."""
        state = self.state(session)
        statement = self.found(session, state if ALL in request.form else ListState())
        if ALL not in request.form:
            ticked = {int(key) for key in request.form.getlist(KEY) if key.isdecimal() and len(key) < 10}
            statement = statement.where(self.keys[0].in_(ticked))
        statement = statement.with_only_columns(self.keys[0], maintain_column_froms=True)
        found = session.execute(statement.order_by(*self.order_of(session, state)).limit(one.most + 1))
        keys = [row[0] for row in found]
        if not keys:
            raise NothingChosen()
        if len(keys) > one.most:
            raise BatchTooLarge(most=one.most)
        return keys

    def _list_address(self, session: Session) -> str:
        return request.path.rpartition("/")[0] + "/" + self.state(session).address()


def _digest(keys: Sequence[int]) -> str:
    return hashlib.sha256(",".join(map(str, keys)).encode()).hexdigest()[:32]
