"""The page of apps: cards of modules, and one module with what it adds and its switches."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.admin.pages.parts import Badge, Block, Button, Link, Notice


@dataclass(frozen=True, slots=True)
class AppCard:
    """A module: what it is for, what it adds in short, and what can be done with it."""

    name: str
    label: str
    url: str
    icon: str
    badge: Badge
    description: str
    version: str
    adds: tuple[str, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchCard:
    """An advanced function: one sentence on what it adds, and the button that turns it on or off."""

    label: str
    sentence: str
    on: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class AppsPage:
    """Every module on this machine."""

    template: ClassVar[str] = "core/apps.html"
    title: str
    cards: tuple[AppCard, ...]
    subtitle: str = ""
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class AppPage:
    """One module."""

    template: ClassVar[str] = "core/app.html"
    title: str
    crumbs: tuple[Link, ...]
    card: AppCard
    switches: tuple[SwitchCard, ...]
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    notices: tuple[Notice, ...] = ()
