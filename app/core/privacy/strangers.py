"""ID numbers of people who are not on file: the system holds no data on others, so texts and files warn of them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session


def strange_id_numbers(session: Session, numbers: Sequence[str]) -> tuple[str, ...]:
    """Those of some ID numbers that no module knows as its people's."""
    modules: Any = session.info.get("modules", ())
    left = tuple(dict.fromkeys(numbers))
    for module in modules:
        known: Callable[[Session, Sequence[str]], frozenset[str]] | None = module.known_id_numbers
        if left and known is not None:
            on_file = known(session, left)
            left = tuple(number for number in left if number not in on_file)
    return left
