"""Which rows of dated tables one piece of work brought and which it replaced, noted while it works."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

_TRACE = "trace"


@dataclass(slots=True)
class Trace:
    """By table the keys of rows that were inserted, and of rows whose knowledge was ended."""

    brought: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    lost: bool = False
    """Whether something was changed that cannot be taken back."""

    def of(self, table: str) -> tuple[list[int], list[int]]:
        """What was brought into a table, and what was closed there."""
        return self.brought.get(table, []), self.closed.get(table, [])

    def as_facts(self) -> Mapping[str, object]:
        """The trace as JSON values."""
        return {"brought": dict(self.brought), "closed": dict(self.closed), "lost": self.lost}


@contextmanager
def tracing(session: Session) -> Iterator[Trace]:
    """Note what is written in this session, within the block."""
    session.info[_TRACE] = trace = Trace()
    try:
        yield trace
    finally:
        del session.info[_TRACE]


def trace_of(session: Session) -> Trace | None:
    """The trace that is being noted in a session, if any."""
    found: Trace | None = session.info.get(_TRACE)
    return found


def note_rows(trace: Trace, table: str, brought: Iterable[int], closed: Iterable[int]) -> None:
    """Note rows of a table."""
    trace.brought[table].extend(brought)
    trace.closed[table].extend(key for key in closed if key > 0)
