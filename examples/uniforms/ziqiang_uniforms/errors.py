"""Named errors of this module."""

from app.core.errors import ZiqiangError


class NoSuchSize(ZiqiangError):
    """A size nobody makes."""

    kind = "no_such_size"
    message = "There is no size %(size)s. The sizes of jackets and trousers are %(sizes)s; shoes are 34 to 48."
    status = 422
