"""The statutory age of retirement: the rows of the tables that the decision of 13 September 2024 prints."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.periods import Month
from app.staff.rules.retirement import Category, category_of, latest_birth, retirement_month

MONTHS = st.builds(Month, st.integers(1990, 2060), st.integers(1, 12))


@pytest.mark.parametrize(("category", "birth", "retires"), [
    (Category.MEN, "1964-12", "2024-12"), (Category.MEN, "1965-01", "2025-02"), (Category.MEN, "1965-04", "2025-05"),
    (Category.MEN, "1965-05", "2025-07"), (Category.MEN, "1966-03", "2026-07"), (Category.MEN, "1976-09", "2039-09"),
    (Category.MEN, "1990-06", "2053-06"),
    (Category.WOMEN_55, "1969-12", "2024-12"), (Category.WOMEN_55, "1970-01", "2025-02"),
    (Category.WOMEN_55, "1981-09", "2039-09"), (Category.WOMEN_55, "1985-01", "2043-01"),
    (Category.WOMEN_50, "1975-01", "2025-02"), (Category.WOMEN_50, "1975-03", "2025-05"),
    (Category.WOMEN_50, "1984-11", "2039-11"), (Category.WOMEN_50, "1990-02", "2045-02"),
])  # fmt: skip
def test_the_printed_tables(category: Category, birth: str, retires: str) -> None:
    assert str(retirement_month(Month.parse(birth), category)) == retires


@given(MONTHS, st.sampled_from(Category))
def test_the_latest_birth_is_the_last_that_retires_in_time(until: Month, category: Category) -> None:
    born = latest_birth(until, category)
    assert retirement_month(Month.of(born), category) <= until
    assert retirement_month(Month.of(born + timedelta(days=1)), category) > until


def test_women_have_the_category_of_the_organisation() -> None:
    assert category_of("男", Category.WOMEN_50) == Category.MEN
    assert category_of("女", Category.WOMEN_50) == Category.WOMEN_50
