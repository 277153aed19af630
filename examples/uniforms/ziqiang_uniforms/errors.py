"""Named errors of this module."""

from app.core.errors import ZiqiangError


class NoSuchSize(ZiqiangError):
    """A size nobody makes."""

    kind = "no_such_size"
    message = "There is no size %(size)s. The sizes of jackets and trousers are %(sizes)s; shoes are 34 to 48."
    status = 422


class NoAllowance(ZiqiangError):
    """An allowance below nothing."""

    kind = "no_allowance"
    message = "%(amount)s fen is no allowance: give an amount of at least 0."


class OwnAllowance(ZiqiangError):
    """Nobody decides alone on her own pay."""

    kind = "own_allowance"
    message = "Nobody grants an allowance to herself: somebody else must."
    status = 403
