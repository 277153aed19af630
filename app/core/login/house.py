"""What the door needs of an opened system, and who acts there before anybody has logged in."""

import getpass
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from app.core.access import Actor

VISITOR = "-"


class House(Protocol):
    """What is needed of an opened system."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """A reading session."""

    def writing(self, actor: Actor) -> AbstractContextManager[Session]:
        """A writing session."""


def visitor() -> Actor:
    """Whoever has not logged in: no role, so no permission."""
    return Actor(VISITOR, (), getpass.getuser())


@contextmanager
def writing_from(house: House, actor: Actor, address: str) -> Iterator[Session]:
    """A writing session whose entries of the audit log say where the request came from."""
    with house.writing(actor) as session:
        session.info["address"] = address
        yield session
