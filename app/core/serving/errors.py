"""What can keep the server from starting."""

from app.core.errors import ZiqiangError


class PortTaken(ZiqiangError):
    """Another program listens there already."""

    kind = "port_taken"
    message = (
        "Port %(port)s on %(host)s is in use already, perhaps by another ziqiang serve. "
        "Stop that program, or choose another port, for example: ziqiang serve --port %(other)s"
    )


class AddressRefused(ZiqiangError):
    """The address is none of this machine's, or needs other rights."""

    kind = "address_refused"
    message = "%(host)s, port %(port)s can't be served here: %(reason)s."
