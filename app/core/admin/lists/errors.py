"""What can be wrong with what the address of a list asks for."""

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class BadFilter(ZiqiangError):
    """A filter that cannot be read, or that this list does not know."""

    kind = "bad_filter"
    message = N_("This filter can't be used: %(reason)s Open the list again from the menu and set the filter anew.")
    status = 422


class NothingChosen(ZiqiangError):
    """A batch action without a record."""

    kind = "nothing_chosen"
    message = N_("No record is chosen. Tick some in the list first.")
    status = 422


class BatchTooLarge(ZiqiangError):
    """More records than the action takes at once."""

    kind = "batch_too_large"
    message = N_("That is done for at most %(most)s records at once. Narrow the list, and do it in parts.")
    status = 422


class SheetTooLong(ZiqiangError):
    """More rows than anybody signs."""

    kind = "sheet_too_long"
    message = N_("A sheet has at most %(most)s rows. Narrow the list first.")
    status = 422


class NoSuchView(ZiqiangError):
    """A way of looking at a list that there is not, or not for this list."""

    kind = "no_such_view"
    message = N_("This list has no view %(view)s. Open it again from the menu.")
    status = 404
