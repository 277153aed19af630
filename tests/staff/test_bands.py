"""Bands of ages, turnover, and short names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.periods import completed_years
from app.staff.rules.bands import AGES, SERVICE, name_of, span_of, turnover, without_common_ending

TODAY = date(2026, 11, 25)


@given(st.dates(date(1955, 1, 1), TODAY), st.sampled_from([AGES, SERVICE]))
def test_everybody_lies_in_the_band_of_her_full_years(born: date, bands: tuple[int, ...]) -> None:
    wanted = max(first for first in bands if first <= completed_years(born, TODAY))
    lying = [
        first
        for first in bands
        for span in [span_of(bands, first, TODAY)]
        if (span.after is None or born > span.after) and (span.until is None or born <= span.until)
    ]
    assert lying == [wanted]


@pytest.mark.parametrize(("first", "name"), [(0, "≤25"), (26, "26–30"), (56, "56+")])
def test_bands_are_named(first: int, name: str) -> None:
    assert name_of(AGES, first) == name
    assert [name_of(SERVICE, one) for one in (0, 1, 20)] == ["<1", "1–2", "20+"]


def test_turnover_counts_who_left_against_who_was_there() -> None:
    """Ten in 2020, two of them left in 2024 and one in 2025; five joined in 2025."""
    found = turnover({(2020, None): 7, (2020, 2024): 2, (2020, 2025): 1, (2025, None): 5}, range(2019, 2027))
    assert [(one.before, one.after, one.left) for one in found[5:7]] == [(10, 8, 2), (8, 12, 1)]
    assert [one.rate for one in found[5:]] == [22.2, 10.0, 0.0]
    assert found[0].rate is None


def test_a_shared_ending_is_left_away() -> None:
    names = ["总社", "昆山市自强服务社", "姑苏区自强服务社", "市直属自强服务社"]
    assert without_common_ending(names) == ("总社", "昆山市", "姑苏区", "市直属")
    assert without_common_ending(["河东工作站", "河西工作站"]) == ("河东", "河西")
    assert without_common_ending(["甲", "乙"]) == ("甲", "乙")
    assert without_common_ending([]) == ()
