"""Ziqiang HR: a workforce and HR suite made of installable modules over a small kernel."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.core.system import System


def create_app(system: "System") -> "Flask":
    """The web application of an opened system; loaded here alone, as the command line has no use for Flask."""
    from app.core.serving.application import make_application  # noqa: PLC0415

    return make_application(system)
