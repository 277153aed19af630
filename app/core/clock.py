"""The only source of now and today.

Instants are UTC; days are those of Asia/Shanghai.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """The present instant, UTC, with its time zone."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Asia/Shanghai."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Asia/Shanghai day in which an instant falls."""
    return instant.astimezone(SHANGHAI).date()


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Hold the clock still inside the block (demo data, tests, benchmarks)."""
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
