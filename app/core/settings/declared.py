"""The settings there are: each declared once, by the kernel or in a module's manifest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SETTINGS_OPEN = "core.settings.open"
"""Held by every role that may change some setting; shows the page of settings."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A named value an administrator may change: text, checked by `parse`, which raises ValueError.

    `allowed` says in words what `parse` takes; with `choices` it is one of these.
    """

    code: str
    label: str
    default: str
    permission: str
    parse: Callable[[str], object] = str
    allowed: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting and the heading it stands under: a module's label, or a part of the kernel."""

    group: str
    setting: Setting


def declared(groups: Iterable[tuple[str, Iterable[Setting]]]) -> Mapping[str, Declared]:
    """Every setting by its code; ValueError for a code declared twice."""
    found: dict[str, Declared] = {}
    for group, settings in groups:
        for one in settings:
            if one.code in found:
                raise ValueError(f"The setting {one.code} is declared twice")
            found[one.code] = Declared(group, one)
    return found
