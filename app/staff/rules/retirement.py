"""The statutory age of retirement since 2025, raised step by step.

Source: Decision of the Standing Committee of the National People's Congress of 13 September 2024
(关于实施渐进式延迟法定退休年龄的决定), tables 1 to 3.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.periods import Month


class Category(StrEnum):
    """Which table holds: for women HR decides by the post (管理技术岗: 55, 工人岗: 50)."""

    MEN = "60"
    WOMEN_55 = "55"
    WOMEN_50 = "50"


@dataclass(frozen=True, slots=True)
class Table:
    """The age before 2025 in years, of how many months of birth the age rises by one, and by how much at most."""

    age: int
    step: int
    most: int


TABLES = {
    Category.MEN: Table(60, 4, 36),
    Category.WOMEN_55: Table(55, 4, 36),
    Category.WOMEN_50: Table(50, 2, 60),
}
FIRST_YEAR = 2025
MEN = ("男", "male", "M")


def category_of(sex: str, women: Category) -> Category:
    """The category of somebody; `women` is that of the organisation's women."""
    return Category.MEN if sex in MEN else women


def retirement_month(birth: Month, category: Category) -> Month:
    """The month in which somebody born in a month reaches the statutory age."""
    table = TABLES[category]
    after = (birth.year + table.age - FIRST_YEAR) * 12 + birth.number
    delay = min(-(-after // table.step), table.most) if after > 0 else 0
    return birth.plus(12 * table.age + delay)


def latest_birth(until: Month, category: Category) -> date:
    """The last day of birth of those who reach the statutory age in or before a month."""
    table = TABLES[category]
    birth = until.plus(-12 * table.age)
    while retirement_month(birth, category) > until:  # at most `most` months back
        birth = birth.plus(-1)
    return birth.last
