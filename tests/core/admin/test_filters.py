"""Filters of lists as values: what the address may say, what it may not, and how it is told in words."""

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.engine import Connection
from werkzeug.datastructures import MultiDict

from app.core.admin.lists import BadFilter, Dimension, ListState
from app.core.admin.lists.conditions import condition_in_words, condition_of, field_in_words
from app.core.admin.lists.grouping import groupings_of, within
from app.core.admin.lists.tree import Condition, Conditions, parse, write
from app.core.i18n import use_language

THINGS = Table(
    "things", MetaData(), Column("id", Integer), Column("name", String), Column("made", Date), Column("price", Integer)
)
DIMENSIONS = {
    one.name: one
    for one in (
        Dimension("name", "Name", THINGS.c.name, "text"),
        Dimension("colour", "Colour", THINGS.c.name),
        Dimension("made", "Made", THINGS.c.made, "date"),
        Dimension("price", "Price", THINGS.c.price, "money"),
    )
}


def test_a_filter_reads_as_it_was_written() -> None:
    inner = Conditions("or", (Condition("made", "after", ("2020-01-01",)), Condition("price", "empty")))
    whole = Conditions("and", (Condition("name", "contains", ("李",)), inner))
    written = '["and",["name","contains","李"],["or",["made","after","2020-01-01"],["price","empty"]]]'
    assert write(whole) == written
    assert parse(written) == whole
    assert parse("") == Conditions()
    assert parse('["name","is","x"]') == Conditions("and", (Condition("name", "is", ("x",)),))


@pytest.mark.parametrize(
    "written",
    [
        "[", "7", "{}", '"and"', "[]", "[1,2]", '["name"]', '["name",1,2]', '["and",7]', "[[[[[[]]]]]]", "[" * 3000,
        '["and",' + ",".join(['["name","is","x"]'] * 41) + "]", '["name","in"' + ',"x"' * 300 + "]", "x" * 7000,
        '["or",["and",["or",["and",["or",["and",["name","is","x"]]]]]]]',
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(written: str) -> None:
    with pytest.raises(BadFilter):
        parse(written)


@pytest.mark.parametrize(
    "one",
    [
        Condition("salary", "is", ("1",)),
        Condition("name", "before", ("x",)),
        Condition("name", "likes", ("x",)),
        Condition("made", "after", ("yesterday",)),
        Condition("made", "next", ("-1",)),
        Condition("made", "next", ("99999999",)),
        Condition("made", "between", ("2020-01-01",)),
        Condition("price", "is", ("1.234",)),
        Condition("price", "is", ("99999999999999999999",)),
        Condition("name", "is", ("a\0b",)),
        Condition("name", "in", ()),
    ],
)
def test_a_condition_that_the_list_does_not_know_is_refused(one: Condition) -> None:
    with pytest.raises(BadFilter):
        condition_of(one, DIMENSIONS)


ROWS = ((1, "Li Na", "2020-05-01", 1050), (2, "50% off", "2021-05-01", 99), (3, None, None, None))


def _found(connection: Connection, part: Condition | Conditions) -> list[int]:
    return list(connection.scalars(select(THINGS.c.id).where(condition_of(part, DIMENSIONS)).order_by(THINGS.c.id)))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Condition("name", "contains", ("li",)), [1]),
        (Condition("name", "contains", ("0% o",)), [2]),
        (Condition("name", "contains", ("%",)), [2]),
        (Condition("name", "lacks", ("li",)), [2, 3]),
        (Condition("colour", "is", ("Li Na",)), [1]),
        (Condition("colour", "not", ("Li Na",)), [2, 3]),
        (Condition("colour", "in", ("Li Na", "50% off")), [1, 2]),
        (Condition("colour", "out", ("Li Na",)), [2, 3]),
        (Condition("made", "before", ("2021-01-01",)), [1]),
        (Condition("made", "between", ("2020-05-01", "2021-05-01")), [1, 2]),
        (Condition("price", "more", ("10.5",)), []),
        (Condition("price", "is", ("10.5",)), [1]),
        (Condition("price", "less", ("1",)), [2]),
        (Condition("price", "empty"), [3]),
        (Condition("price", "filled"), [1, 2]),
        (Conditions("or", (Condition("price", "empty"), Condition("price", "less", ("1",)))), [2, 3]),
        (Conditions("and", (Condition("price", "filled"), Condition("price", "less", ("1",)))), [2]),
        (Conditions("or"), []),
        (Conditions("and"), [1, 2, 3]),
    ],
)
def test_each_comparison_finds_what_it_says(one: Condition | Conditions, expected: list[int]) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        THINGS.create(connection)
        for number, name, made, price in ROWS:
            day = DIMENSIONS["made"].value_of(made) if made else None
            connection.execute(insert(THINGS).values(id=number, name=name, made=day, price=price))
        assert _found(connection, one) == expected
        years = groupings_of(DIMENSIONS)["made.year"]
        chosen = within(select(THINGS.c.id), [years], ["2021"])
        assert list(connection.scalars(chosen)) == [2]
        assert list(connection.scalars(within(select(THINGS.c.id), [years], [""]))) == [3]
    engine.dispose()


def test_a_filter_in_words() -> None:
    either = Conditions("or", (Condition("made", "before", ("2020-01-01",)), Condition("price", "is", ("10.5",))))
    with use_language("en"):
        assert field_in_words(either, DIMENSIONS) == "Any of"
        assert condition_in_words(either, DIMENSIONS, {}) == "Made is before 2020-01-01 or Price 10.50"
        between = Condition("made", "between", ("2020-01-01", "2021-01-01"))
        assert condition_in_words(between, DIMENSIONS, {}) == "is between 2020-01-01 and 2021-01-01"


def test_the_address_keeps_the_whole_state() -> None:
    address = MultiDict(
        [("q", "li"), ("where", '["name","is","x"]'), ("group", "a,b,c,d"), ("open", "1"), ("columns", "x,y"),
         ("view", "calendar"), ("v.month", "2026-10"), ("page", "3"), ("f.colour", "red"), ("strange", "1")]
    )  # fmt: skip
    state = ListState.read(address, ["colour"], "name")
    assert (state.group, state.columns, state.rest) == (("a", "b", "c"), ("x", "y"), {"v.month": "2026-10"})
    again = ListState.read(MultiDict(state.pairs(page=3)), ["colour"], "")
    assert again == state
    assert ListState.read(MultiDict(state.pairs()), ["colour"], "").page == 1
