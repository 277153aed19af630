"""Axes: days by year, quarter and month, each opening the days it stands for; what an address asks of a pivot."""

from datetime import date

import pytest
from sqlalchemy import Date, column
from werkzeug.datastructures import MultiDict

from app.core.admin.lists.declared import Dimension, Measure
from app.core.admin.lists.pivot.asked import asked
from app.core.admin.lists.pivot.axes import Axis, Grain, axes_of, days_of
from app.core.admin.lists.state import ListState
from app.core.admin.lists.tree import Condition

HIRED = Dimension("hired", "Hired", column("hired", Date), "date")
BRANCH = Dimension("branch", "Branch", column("branch"), facet=True, read=int)
LEVEL = Dimension("level", "Level", column("level"))
NAME = Dimension("name", "Name", column("name"), "text")
FLAG = Dimension("party", "Party", column("party"), "flag")
AXES = axes_of((HIRED, BRANCH, LEVEL, NAME, FLAG))
MEASURES = (Measure("count", "Records", column("id"), "count"), Measure("net", "Net", column("net"), "money"))


@pytest.mark.parametrize(
    ("grain", "value", "first", "last"),
    [
        ("year", 2024, date(2024, 1, 1), date(2024, 12, 31)),
        ("quarter", 20241, date(2024, 1, 1), date(2024, 3, 31)),
        ("quarter", 20244, date(2024, 10, 1), date(2024, 12, 31)),
        ("month", 202402, date(2024, 2, 1), date(2024, 2, 29)),
        ("month", 202312, date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_parts_of_a_year_have_their_days(grain: Grain, value: int, first: date, last: date) -> None:
    assert days_of(grain, value) == (first, last)


def test_texts_are_no_axes_and_days_come_in_three_grains() -> None:
    assert list(AXES) == ["hired:year", "hired:quarter", "hired:month", "branch", "level", "party"]


def test_a_value_narrows_the_list_as_the_filter_would() -> None:
    state = ListState(chosen={"branch": ("1", "2")})
    assert AXES["branch"].narrowed(state, 2).chosen == {"branch": ("2",)}
    found = AXES["hired:quarter"].narrowed(state, 20254).where.parts
    assert found == (Condition("hired", "between", ("2025-10-01", "2025-12-31")),)
    assert AXES["level"].narrowed(state, None).where.parts == (Condition("level", "empty"),)
    assert AXES["level"].narrowed(state, "五级").where.parts == (Condition("level", "is", ("五级",)),)
    assert AXES["party"].narrowed(state, False).where.parts == (Condition("party", "no"),)


@pytest.mark.parametrize(("value", "said"), [(202409, "2024-09"), (None, "(empty)")])
def test_months_are_said_as_months(value: int | None, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIQIANG_LANGUAGE", "en")
    assert Axis(HIRED, "month").said(value, {}) == said


def test_an_address_asks_for_what_there_is_and_the_rest_is_left_out() -> None:
    address = MultiDict(
        [("v.rows", "branch"), ("v.rows", "hired:month,nothing"), ("v.cols", "branch,level"), ("v.order", "-net")]
    )
    found = asked(address, AXES, MEASURES, {})
    assert [axis.name for axis in found.rows] == ["branch", "hired:month"]
    assert [axis.name for axis in found.columns] == ["level"]
    assert [one.name for one in found.measures] == ["count"]
    assert found.order_place is None
    both = asked(MultiDict([("v.measures", "count,net"), ("v.order", "-net")]), AXES, MEASURES, {"v.rows": "level"})
    assert (both.order_place, [axis.name for axis in both.rows]) == (1, ["level"])


def test_an_address_says_again_what_it_asked_for() -> None:
    first = asked(MultiDict([("v.rows", "level"), ("v.measures", "net"), ("v.kind", "pie")]), AXES, MEASURES, {})
    assert asked(MultiDict(first.rest()), AXES, MEASURES, {"v.rows": "branch", "v.cols": "party"}) == first
    assert asked(MultiDict({"v.rows": ""}), AXES, MEASURES, {"v.rows": "branch"}).rows == ()
