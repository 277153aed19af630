"""Texts in the reader's language. Message ids are English; Chinese is the first language.

The catalogues are `translations/LANGUAGE/LC_MESSAGES/messages.po`, kept with pybabel (CONTRIBUTING.md). They are read
here without Babel, whose import alone takes longer than a short command may. A module in a package of its own brings
its own, in a folder `translations` inside that package; where both have a text, ours is said.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

CHINESE = "zh_Hans_CN"
LANGUAGES = (CHINESE, "en")
VARIABLES = ("ZIQIANG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
CODES = frozenset({"what", "reason", "rounding", "cert_start_rule", "cert_combination", "setting", "allowed"})
"""Places of messages that take a message id themselves, such as the kind of a thing that was not found."""

_chosen: ContextVar[str | None] = ContextVar("chosen_language", default=None)
_brought: tuple[Path, ...] = ()
"""The folders of catalogues that the installed modules bring."""


def N_(message: str) -> str:
    """Mark a message id for the catalogues; it is translated where it is shown."""
    return message


def gettext(message: str) -> str:
    """The text in the current language."""
    return _texts(language(), _brought).get(message, message)


def fill(message: str, values: Mapping[str, Any]) -> str:
    """The text in the current language with its places filled, codes among the values in words."""
    return gettext(message) % {
        name: gettext(value) if name in CODES and isinstance(value, str) else value for name, value in values.items()
    }


def listed(parts: Iterable[str]) -> str:
    """Several things in one text, parted as the current language does."""
    return ("、" if language() == CHINESE else ", ").join(parts)


def language() -> str:
    """The language chosen here, or that of the environment; Chinese when neither says."""
    return _chosen.get() or supported(next(filter(None, map(os.environ.get, VARIABLES)), ""))


def supported(tag: str) -> str:
    """The language we have for a tag such as en-GB, zh_CN.UTF-8 or C: English, else Chinese."""
    return "en" if tag[:2].lower() == "en" else CHINESE


@contextmanager
def use_language(tag: str) -> Iterator[None]:
    """Speak this language within the block."""
    token = _chosen.set(supported(tag))
    try:
        yield
    finally:
        _chosen.reset(token)


def folder() -> Path:
    """Where the catalogues are: inside the package when installed from a wheel, else at the top of the checkout."""
    packaged, checkout = (Path(__file__).parents[up] / "translations" for up in (1, 2))
    return packaged if packaged.is_dir() else checkout


def use_catalogues(folders: Sequence[Path]) -> None:
    """Speak with the catalogues of these folders beside our own: those of the modules installed in this process."""
    global _brought
    _brought = tuple(folders)


@cache
def _texts(name: str, folders: tuple[Path, ...]) -> Mapping[str, str]:
    """A language's texts: our own, then those of the folders, the first that has one."""
    texts: dict[str, str] = {}
    for brought in reversed(folders):
        texts.update(brought_catalogue(brought, name))
    texts.update(catalogue(name))
    return texts


def brought_catalogue(brought: Path, name: str) -> Mapping[str, str]:
    """What a module's folder has in a language. One that cannot be read says nothing and stops nobody."""
    try:
        return read_catalogue(brought / name / "LC_MESSAGES" / "messages.po")
    except (OSError, ValueError):
        return {}


@cache
def catalogue(name: str) -> Mapping[str, str]:
    """A language's texts by message id: our own."""
    return read_catalogue(folder() / name / "LC_MESSAGES" / "messages.po")


def read_catalogue(file: Path) -> Mapping[str, str]:
    """The texts of a file by message id; ValueError where it is no catalogue."""
    texts: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    part = "msgid"
    for line in [*file.read_text(encoding="utf-8").splitlines(), "msgid"]:
        keyword, quote, rest = line.partition('"')
        if keyword.strip() in parts:
            part = keyword.strip()
            if part == "msgid":
                texts[parts["msgid"]] = parts["msgstr"]
            parts[part] = ""
        if quote and not line.startswith("#"):
            parts[part] += json.loads(quote + rest)
    return {message: text for message, text in texts.items() if message and text}
