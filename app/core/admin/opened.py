"""The opened system of the application that answers a request."""

from typing import cast

from flask import current_app

from app.core.system import System

EXTENSION = "ziqiang"


def opened_system() -> System:
    """The system whose application is answering."""
    return cast(System, current_app.extensions[EXTENSION])
