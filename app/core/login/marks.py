"""Marks on views that are reachable before, or in the middle of, a log-in. There should be very few."""

from collections.abc import Callable
from typing import Any, TypeVar

_VISITORS, _CHANGING, _ENROLLING = "open_to_visitors", "open_while_changing", "open_while_enrolling"
View = TypeVar("View", bound=Callable[..., Any])


def open_to_visitors(view: View) -> View:
    """Mark a view that needs no log-in."""
    setattr(view, _VISITORS, True)
    return view


def open_while_changing(view: View) -> View:
    """Mark a view that stays reachable while the password must be changed."""
    setattr(view, _CHANGING, True)
    return view


def open_while_enrolling(view: View) -> View:
    """Mark a view that stays reachable while a second factor must be set up."""
    setattr(view, _ENROLLING, True)
    return view


def is_open_to_visitors(view: object) -> bool:
    """Whether a view needs no log-in."""
    return bool(getattr(view, _VISITORS, False))


def is_open_while_changing(view: object) -> bool:
    """Whether a view stays reachable while the password must be changed."""
    return bool(getattr(view, _CHANGING, False))


def is_open_while_enrolling(view: object) -> bool:
    """Whether a view stays reachable while a second factor must be set up, as those of the password's change do."""
    return bool(getattr(view, _ENROLLING, False)) or is_open_while_changing(view)
