"""Sizes as values: which there are, and how they are written."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from ziqiang_uniforms.errors import NoSuchSize

CLOTHES = ("XS", "S", "M", "L", "XL", "2XL", "3XL")
SMALLEST_SHOE, LARGEST_SHOE = 34, 48


@dataclass(frozen=True, slots=True)
class Sizes:
    """One person's sizes; shoes by the Chinese (European) number."""

    jacket: str
    trousers: str
    shoes: int

    def __post_init__(self) -> None:
        for size in (self.jacket, self.trousers):
            if size not in CLOTHES:
                raise NoSuchSize(size=size, sizes=", ".join(CLOTHES))
        if not SMALLEST_SHOE <= self.shoes <= LARGEST_SHOE:
            raise NoSuchSize(size=self.shoes, sizes=", ".join(CLOTHES))

    def one_larger(self) -> "Sizes":
        """The same with a jacket one size larger, the largest as it is."""
        place = min(CLOTHES.index(self.jacket) + 1, len(CLOTHES) - 1)
        return replace(self, jacket=CLOTHES[place])

    def named(self) -> dict[str, Any]:
        """Each size by the name of its piece."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.jacket} / {self.trousers} / {self.shoes}"
