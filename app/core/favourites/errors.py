"""What can be wrong with what somebody keeps of a list."""

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class FavouriteUnnamed(ZiqiangError):
    """A favourite without a name, or with one that is too long."""

    kind = "favourite_unnamed"
    message = N_("Give the favourite a name of at most %(longest)s signs.")
    status = 422


class PickTooLarge(ZiqiangError):
    """More was pasted than is looked up at once."""

    kind = "pick_too_large"
    message = N_("%(count)s lines are too many to look up at once; at most %(most)s are. Paste them in parts.")
    status = 422
