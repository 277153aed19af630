"""What several tiles of one page need is read once: kept beside the session it was read in."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")
_KEPT = "boards.once"


def once(session: Session, read: Callable[..., T], *arguments: Any) -> T:
    """What `read(session, *arguments)` gives; asked again in the same session it is not read again.

    For reading sessions: what is written later in the same session is not seen.
    """
    kept: dict[tuple[Any, ...], Any] = session.info.setdefault(_KEPT, {})
    key = (session.info.get("actor"), read, *arguments)
    if key not in kept:
        kept[key] = read(session, *arguments)
    found: T = kept[key]
    return found
