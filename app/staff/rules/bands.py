"""Bands of ages and of years of service, and the share of those who left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.periods import add_months

AGES = (0, 26, 31, 36, 41, 46, 51, 56)
"""The youngest age of each band: up to 25, 26 to 30, ..., 56 and more."""
SERVICE = (0, 1, 3, 5, 10, 15, 20)
"""The fewest full years of service of each band."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a band's people were born (or hired) on: after `after`, up to `until`; None: without an end."""

    after: date | None
    until: date | None


def span_of(bands: Sequence[int], first: int, today: date) -> Span:
    """The days of the band that begins with so many full years; ValueError where none does."""
    place = bands.index(first)
    until = add_months(today, -12 * first)
    after = add_months(today, -12 * bands[place + 1]) if place + 1 < len(bands) else None
    return Span(after, until if first else None)


def name_of(bands: Sequence[int], first: int) -> str:
    """A band as it is written: ≤25, 26–30, 56+."""
    place = bands.index(first)
    if place + 1 == len(bands):
        return f"{first}+"
    last = bands[place + 1] - 1
    if place == 0:
        return f"≤{last}" if last else "<1"
    return f"{first}–{last}" if last > first else str(first)


def without_common_ending(names: Sequence[str]) -> tuple[str, ...]:
    """Names without the ending that most of them share, such as 自强服务社, where something is left of each."""
    ends = Counter(name[-length:] for name in names for length in range(3, len(name)))
    shared = [end for end, count in ends.items() if count > len(names) / 2]
    ending = max(shared, key=len, default="")
    return tuple(name.removesuffix(ending) for name in names)


@dataclass(frozen=True, slots=True)
class Turnover:
    """A year: how many were there when it began and ended (or today), and how many left."""

    year: int
    before: int
    after: int
    left: int

    @property
    def rate(self) -> float | None:
        """Who left for each hundred that were there on average; nothing for a year nobody was there."""
        average = (self.before + self.after) / 2
        return round(100 * self.left / average, 1) if average else None


def turnover(spans: Mapping[tuple[int, int | None], int], years: Sequence[int]) -> list[Turnover]:
    """Of employments counted by the years they began and ended (None: not over), the turnover of some years."""

    def there(year: int) -> int:
        """How many were there when a year began."""
        return sum(
            count for (begun, ended), count in spans.items() if begun < year and (ended is None or ended >= year)
        )

    return [
        Turnover(
            year, there(year), there(year + 1), sum(count for (_begun, end), count in spans.items() if end == year)
        )
        for year in years
    ]
