"""The ways of looking at a list, and the links between them."""

from sqlalchemy.orm import Session

from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import LIST, ListState
from app.core.admin.pages import Link
from app.core.i18n import N_
from app.core.i18n import gettext as _

AS_LIST = N_("List")


def ways_of(listing: Listing, session: Session, state: ListState) -> tuple[Link, ...]:
    """The ways this list can be looked at; the present one has no address. A list with one way needs no links."""
    offered = [(LIST, AS_LIST, "layout-list")]
    offered += [(one.name, one.label, one.icon) for one in listing.drawers.values() if one.fits(listing, session)]
    if len(offered) == 1:
        return ()
    return tuple(
        Link(_(label), "" if name == state.view else state.address(view=name), icon) for name, label, icon in offered
    )


def behind(state: ListState) -> str:
    """The address of the records of a state as a plain list."""
    return state.address(view=LIST, rest={}, group=(), opened=())
