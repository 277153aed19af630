"""Sizes as values: which there are, and how they are written."""

from dataclasses import asdict, dataclass
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

    def named(self) -> dict[str, Any]:
        """Each size by the name of its piece."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.jacket} / {self.trousers} / {self.shoes}"
