"""What modules bring for each other: receivers of signals, contributions, and partnerships that need both installed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.core.events import Receiver
from app.core.modules.manifest import Module

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Partnership:
    """What a module adds while an optional partner is installed: PARTNERSHIP in its room `with_<partner>`."""

    receivers: tuple[Receiver[Any, Any], ...] = ()
    contributions: tuple[object, ...] = ()


def receivers_of(modules: Sequence[Module]) -> Iterator[tuple[str, Receiver[Any, Any]]]:
    """Every receiver of these modules with its module's name, in the order of the modules."""
    for module in modules:
        for source in _sources(module, modules):
            yield from ((module.name, receiver) for receiver in source.receivers)


def contributed(session: Session, kind: type[T]) -> Iterator[tuple[Module, T]]:
    """What the installed modules contribute of a kind, each with the module that brings it."""
    modules: Sequence[Module] = session.info["modules"]
    for module in modules:
        for source in _sources(module, modules):
            yield from ((module, value) for value in source.contributions if isinstance(value, kind))


def _sources(module: Module, modules: Sequence[Module]) -> Iterator[Module | Partnership]:
    """The manifest itself, and its partnerships whose partners are installed; their code is loaded only then."""
    yield module
    installed = {one.name for one in modules}
    for partner in module.works_with:
        if partner in installed:
            found = import_module(f"{module.home}.with_{partner}").PARTNERSHIP
            assert isinstance(found, Partnership), found
            yield found
