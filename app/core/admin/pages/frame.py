"""What stands around every page: top bar, menus, search, messages, language and theme."""

from dataclasses import dataclass
from typing import Literal

from app.core.admin.pages.parts import Link, Notice

Theme = Literal["light", "dark", "auto"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A module in the app switcher or a line of a module's menu."""

    label: str
    url: str
    icon: str = ""
    active: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice made in the user menu, such as the language: each option posts `name` = its value to `url`."""

    label: str
    name: str
    url: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Who is logged in, and the links of the user menu; logging out posts to `log_out_url`."""

    name: str
    login: str
    log_out_url: str
    note: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of every page. Nobody logged in: no account, no menus. `language` is a BCP 47 tag such as zh-Hans.

    `suggest_url` answers ?q= with [{"label", "note", "url"}] for the search box; `here` is where a changed setting
    leads back to.
    """

    product: str
    language: str
    theme: Theme
    home_url: str
    here: str = ""
    organisation: str = ""
    logo_url: str = ""
    demo: bool = False
    account: Account | None = None
    apps: tuple[Entry, ...] = ()
    menu: tuple[Entry, ...] = ()
    settings: tuple[Setting, ...] = ()
    messages: tuple[Notice, ...] = ()
    search_url: str = ""
    suggest_url: str = ""
    jobs_url: str = ""
    jobs: int = 0
