"""Moments one module publishes and others react to, and questions one module asks and others answer.

A publisher declares its signals in its room `events`, each with a one-sentence contract and a frozen payload. Who
listens stands in manifests (`receivers`), and is connected for the modules of one System only: importing a module
connects nothing, and two Systems in one process do not hear each other.

A receiver is called inside the publisher's transaction, with the publisher's session: what it writes is committed or
undone with it, and an error of it undoes both. It must not reach outside (mail, files, other machines). The outbox for
that is `jobs.enqueue` in the same session: the job's row is committed or undone with everything else and handed over
after the commit; no other table is needed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import blinker
from sqlalchemy.orm import Session

P = TypeVar("P")
A = TypeVar("A")


class Signal(Generic[P, A]):
    """A moment (its receivers answer nothing) or a question (each answers a value).

    `contract` is one sentence on when it is sent and what a receiver may rely on; `payload` the frozen class sent.
    """

    def __init__(self, name: str, payload: type[P], contract: str) -> None:
        self.name = name
        self.payload = payload
        self.contract = contract
        self._signal = blinker.Signal(contract)

    def __repr__(self) -> str:
        return f"<Signal {self.name}>"

    def connect(self, one: "_Connected", connections: "Connections") -> None:
        """Have a receiver hear what is sent in the sessions of one System; called by Connections alone."""
        self._signal.connect(one, sender=connections)

    def heard_by(self, connections: "Connections") -> list["_Connected"]:
        """Who hears it in a System, in the order of its modules."""
        found = [one for one in self._signal.receivers_for(connections) if isinstance(one, _Connected)]
        return sorted(found, key=lambda one: one.place)


@dataclass(frozen=True, slots=True)
class Receiver(Generic[P, A]):
    """A manifest's line: this function is called with (session, payload) whenever the signal is sent."""

    signal: Signal[P, A]
    function: Callable[[Session, P], A]


@dataclass(frozen=True, slots=True)
class Answer(Generic[A]):
    """What a module answered."""

    module: str
    value: A


@dataclass(frozen=True, eq=False)
class _Connected:
    """A receiver as one System has it: whose it is, and its place in the order of modules."""

    place: int
    module: str
    function: Callable[[Session, Any], Any]

    def __call__(self, session: Session, payload: Any) -> Any:
        """Call the receiver."""
        return self.function(session, payload)


class Connections:
    """The receivers of the installed modules of one System; they hear what is sent in its sessions, while it lives."""

    def __init__(self, receivers: Iterable[tuple[str, Receiver[Any, Any]]]) -> None:
        self._kept: list[_Connected] = []  # signals know a receiver only as long as somebody keeps it
        for place, (module, receiver) in enumerate(receivers):
            one = _Connected(place, module, receiver.function)
            receiver.signal.connect(one, self)
            self._kept.append(one)


def publish(signal: Signal[P, None], session: Session, payload: P) -> None:
    """Tell whoever listens that something happened, inside the transaction in which it did."""
    for one in _hearing(signal, session, payload):
        one(session, payload)


def gather(signal: Signal[P, A], session: Session, request: P) -> tuple[Answer[A], ...]:
    """Ask once for everything (set-based, never once a record): every receiver's answer with its module's name."""
    return tuple(Answer(one.module, one(session, request)) for one in _hearing(signal, session, request))


def _hearing(signal: Signal[P, A], session: Session, payload: P) -> list[_Connected]:
    if not isinstance(payload, signal.payload):
        raise TypeError(f"{signal} sends {signal.payload.__name__}, not {type(payload).__name__}")
    found = signal.heard_by(session.info["connections"])
    if found:
        session.flush()  # statements of receivers see what the publisher wrote
    return found
