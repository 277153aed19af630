"""The command palette: people and records, pages and actions that fit what was typed, within what one may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from sqlalchemy.orm import Session

from app.core.access import may, scope_of
from app.core.i18n import CHINESE, N_, use_language
from app.core.i18n import gettext as _
from app.core.modules import MenuItem, Module, PaletteAction, contributed
from app.core.search import name_keys

RECORDS, PAGES, ACTIONS = N_("People and records"), N_("Pages"), N_("Actions")
MOST = 12
"""So many records at most."""
MOST_OF_A_GROUP = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the palette offers, under the heading of its group."""

    group: str
    label: str
    note: str
    url: str


def offers(session: Session, typed: str, modules: Sequence[Module], kernel: Sequence[MenuItem]) -> list[Offer]:
    """What fits what was typed, best first in each group; of nothing typed, what one may do and where one may go."""
    found = _records(session, typed, modules) if typed else []
    found += _best(typed, _actions(session))
    return found + _best(typed, _pages(session, modules, kernel))


def _records(session: Session, typed: str, modules: Sequence[Module]) -> list[Offer]:
    found: list[Offer] = []
    for module in modules:
        for finder in module.finders:
            if may(session, finder.permission):
                group = _(RECORDS)
                found += [Offer(group, one.label, one.note, one.url) for one in finder.find(session, typed)]
    return found[:MOST]


Candidate = tuple[tuple[str, ...], Callable[[], Offer]]


def _pages(session: Session, modules: Sequence[Module], kernel: Sequence[MenuItem]) -> Iterable[Candidate]:
    """Every entry of a menu that the user is shown."""
    for module_label, items in [*((module.label, module.menu) for module in modules), ("System", kernel)]:
        for item in sorted(items, key=lambda one: one.order):
            if offered(session, item):
                yield words_of(item.label, ""), lambda item=item, label=module_label: _page(item, label)  # type: ignore[misc]


def _page(item: MenuItem, module_label: str) -> Offer:
    return Offer(_(PAGES), _(item.label), _(module_label), address_of_entry(item))


def _actions(session: Session) -> Iterable[Candidate]:
    """Everything the installed modules offer to do, as far as the user may."""
    found = sorted((one for _module, one in contributed(session, PaletteAction)), key=lambda one: one.order)
    for one in found:
        if may(session, one.permission):
            yield words_of(one.label, one.keywords), lambda one=one: Offer(_(ACTIONS), _(one.label), "", one.url)  # type: ignore[misc]


def _best(typed: str, candidates: Iterable[Candidate]) -> list[Offer]:
    """The candidates that fit, those first that begin so; in the order of their menu where nothing is typed."""
    sought = "".join(typed.lower().split())
    ranked = [(_rank(sought, words), make) for words, make in candidates]
    fitting = sorted((one for one in ranked if one[0] is not None), key=lambda one: one[0] or 0)
    return [make() for _rank_found, make in fitting[:MOST_OF_A_GROUP]]


def _rank(sought: str, words: tuple[str, ...]) -> int | None:
    if not sought or any(word.startswith(sought) for word in words):
        return 0
    return 1 if any(sought in word for word in words) else None


@lru_cache(maxsize=2000)
def words_of(label: str, keywords: str) -> tuple[str, ...]:
    """What a label is found by: its English and its Chinese, the pinyin and the initials of that, and other words."""
    with use_language(CHINESE):
        chinese = _(label)
    words = ["".join(label.lower().split()), *label.lower().split(), chinese.lower(), *keywords.lower().split()]
    for text in (chinese, *keywords.split()):
        if not text.isascii():
            words += name_keys(text)[1].split()
    return tuple(dict.fromkeys(words))


def offered(session: Session, item: MenuItem) -> bool:
    """Whether somebody is shown an entry; a wide one not to those who would meet their own record alone."""
    scope = scope_of(session, item.permission)
    return (scope.everywhere or bool(scope.paths)) if item.wide else bool(scope)


def address_of_entry(item: MenuItem) -> str:
    """Where an entry of a menu leads."""
    return url_for(item.endpoint if "." in item.endpoint else f"{item.endpoint}.index")
