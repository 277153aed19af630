"""The web process tells the door which address it listens on."""

import socket

from app.core.serving.web_process import bound_host


def test_addresses_are_written_as_browsers_write_them() -> None:
    for family, host, written in (
        (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
        (socket.AF_INET, "0.0.0.0", "0.0.0.0"),
        (socket.AF_INET6, "::1", "[::1]"),
    ):
        with socket.socket(family) as listener:
            listener.bind((host, 0))
            assert bound_host(listener) == written
