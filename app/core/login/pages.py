"""What the pages of the door show: plain values with finished texts; the templates draw nothing but these."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Field:
    """One input: `kind` is the input's type, `complete` what the browser may fill in."""

    name: str
    label: str
    kind: str
    complete: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that posts to `action`; `hidden` are names and values sent along."""

    action: str
    button: str
    fields: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DoorPage:
    """A page of the door: a title, what was wrong, a few paragraphs, forms, and the ways out (each a POST)."""

    template: ClassVar[str] = "login/door.html"
    title: str
    forms: tuple[Form, ...]
    error: str = ""
    paragraphs: tuple[str, ...] = ()
    picture: str = ""
    picture_text: str = ""
    secret: str = ""
    codes: tuple[str, ...] = ()
    back: str = ""
    back_text: str = ""
