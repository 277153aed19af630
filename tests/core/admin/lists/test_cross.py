"""Figures crossed: every figure, subtotal and total equals what plain Python finds in the same rows."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.admin.lists.declared import Measure
from app.core.admin.lists.pivot.cross import Cross, Path

MEASURES = (
    Measure("count", "Records", None, "count"),
    Measure("pay", "Pay", None, "money"),
    Measure("age", "Age", None, "number", "average"),
    Measure("least", "Least", None, "number", "min"),
    Measure("most", "Most", None, "number", "max"),
)


@dataclass(frozen=True)
class Person:
    branch: str
    post: str | None
    status: str
    pay: int | None
    age: int | None

    @property
    def path(self) -> Path:
        return self.branch, self.post, self.status


PEOPLE = st.lists(
    st.builds(
        Person,
        st.sampled_from("东西南"),
        st.sampled_from(["站长", "社工", None]),
        st.sampled_from(["active", "left"]),
        st.none() | st.integers(-10_000, 1_000_000),
        st.none() | st.integers(18, 60),
    ),
    max_size=30,
)


def of_database(people: list[Person]) -> dict[Path, tuple[tuple[Any, ...], ...]]:
    """What a GROUP BY over all three fields answers."""
    found: dict[Path, list[Person]] = defaultdict(list)
    for person in people:
        found[person.path].append(person)
    return {path: _parts(inside) for path, inside in found.items()}


def _parts(people: list[Person]) -> tuple[tuple[Any, ...], ...]:
    pays = [one.pay for one in people if one.pay is not None]
    ages = [one.age for one in people if one.age is not None]
    total = sum(pays) if pays else None
    whole = sum(ages) if ages else None
    return (len(people),), (total,), (whole, len(ages)), (min(ages, default=None),), (max(ages, default=None),)


def by_hand(people: list[Person]) -> tuple[Any, ...]:
    """The five figures of some people."""
    pays = [one.pay for one in people if one.pay is not None]
    ages = [one.age for one in people if one.age is not None]
    average = fmean(ages) if ages else None
    return len(people), sum(pays) if pays else None, average, min(ages, default=None), max(ages, default=None)


@given(PEOPLE, st.integers(0, 3))
def test_every_figure_is_that_of_its_people(people: list[Person], depth: int) -> None:
    cross = Cross(of_database(people), depth, MEASURES)
    rows = [(), *cross.rows(lambda _depth, value: None)]
    columns = [(), *cross.columns(lambda _depth, value: None)]
    for row in rows:
        for column in columns:
            inside = [
                one for one in people if one.path[: len(row)] == row and one.path[depth : depth + len(column)] == column
            ]
            found = tuple(cross.figure(row, column, place) for place in range(len(MEASURES)))
            assert found == (by_hand(inside) if inside else (None,) * len(MEASURES))


@given(PEOPLE)
def test_each_group_stands_before_what_it_consists_of_and_the_largest_first(people: list[Person]) -> None:
    cross = Cross(of_database(people), 2, MEASURES)
    rows = cross.rows(lambda _depth, value: None)
    assert all(len(row) == 1 or any(row[:1] == before for before in rows[:place]) for place, row in enumerate(rows))
    sizes = [cross.figure(row, (), 0) or 0 for row in rows if len(row) == 1]
    assert sizes == sorted(sizes, reverse=True)


def test_rows_go_by_a_measure_both_ways_and_those_without_come_last() -> None:
    people = [Person("东", "社工", "active", 300, 1), Person("西", "社工", "active", None, 1)]
    people += [Person("南", "社工", "active", 500, 1)]
    cross = Cross(of_database(people), 1, MEASURES)
    assert [row[0] for row in cross.rows(lambda _depth, value: None, 1)] == ["东", "南", "西"]
    assert [row[0] for row in cross.rows(lambda _depth, value: None, 1, descending=True)] == ["南", "东", "西"]


def test_averages_are_of_the_people_never_of_averages() -> None:
    people = [Person("东", "社工", "active", None, 20), Person("西", "社工", "active", None, 40)]
    people += [Person("西", "社工", "left", None, 50), Person("西", "站长", "left", None, 60)]
    cross = Cross(of_database(people), 1, MEASURES)
    assert cross.figure((), (), 2) == Fraction(170, 4)
