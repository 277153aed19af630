"""Explain-my-access: a question asked by a GET form, and its answer in words."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.admin.pages.parts import Input, Link, Notice


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the answer; `holds` tells whether it speaks for the right."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RightPage:
    """Who, what and over which record; then yes or no, and why."""

    template: ClassVar[str] = "core/right.html"
    title: str
    crumbs: tuple[Link, ...]
    action: str
    inputs: tuple[Input, ...]
    submit: str
    subtitle: str = ""
    verdict: str = ""
    allowed: bool = False
    reasons: tuple[Reason, ...] = ()
    notices: tuple[Notice, ...] = ()
