"""Properties of the exact evaluator, its parameters and its errors."""

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.money import Rounding
from app.core.periods import Month
from app.payroll.rules.certificates import counted
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.explain import explain
from app.payroll.rules.proration import factor_21_75
from app.payroll.rules.segments import runs
from app.payroll.rules.values import (
    CONTRIBUTION_ITEMS,
    EMPLOYER_LINES,
    RATED_ITEMS,
    SLIP_LINES,
    STATUS_ERROR,
    STATUS_OK,
    Certificate,
    Dated,
    Grading,
    MonthRules,
    OneOff,
    Parameters,
    PayCalendar,
    PersonMonth,
)
from tests.payroll.rules.workbook_people import month_rules, people

T = TypeVar("T")
OCTOBER = Month(2026, 10)
STEPS = {"七级": 3, "六级": 3, "五级": 3, "四级": 11, "三级": 10, "二级": 10, "一级": 7}


@cache
def rules() -> MonthRules:
    return month_rules("case-public")


@cache
def somebody() -> PersonMonth:
    person = people("case-public")["ZQ0001"]
    return replace(
        person,
        hire=date(2020, 5, 4),
        grading=(Dated(date(2020, 5, 4), Grading("五级", 2)),),
        post=(Dated(date(2020, 5, 4), "社工"),),
        unit=(Dated(date(2020, 5, 4), "甲"),),
        probation=(Dated(date(2020, 5, 4), False),),
        one_offs=(),
    )


gradings = st.sampled_from([Grading(level, step) for level, top in STEPS.items() for step in range(1, top + 1)])
october_days = st.dates(date(2026, 9, 20), date(2026, 11, 5))
inputs = st.lists(
    st.builds(OneOff, st.just("E03"), st.sampled_from(["earning"]), st.integers(-600_000, 600_000))
    | st.builds(OneOff, st.just("D02"), st.sampled_from(["deduction", "damages"]), st.integers(0, 400_000)),
    max_size=3,
)


@st.composite
def persons(draw: st.DrawFn) -> PersonMonth:
    hire = draw(st.dates(date(2005, 1, 1), date(2026, 10, 31)))
    left = draw(st.none() | st.dates(max(hire, OCTOBER.first), date(2026, 12, 31)))

    def dated(values: st.SearchStrategy[T]) -> tuple[Dated[T], ...]:
        later = draw(st.lists(st.tuples(october_days, values), max_size=3))
        found = {hire: draw(values)} | {day: value for day, value in later if day > hire}
        return tuple(Dated(day, found[day]) for day in sorted(found))

    return replace(
        somebody(),
        hire=hire,
        leave=left,
        first_employment=draw(st.booleans()),
        prior_service_months=draw(st.integers(0, 60)),
        grading=dated(gradings),
        post=dated(st.sampled_from(["社工", "站长", "干事长"])),
        unit=dated(st.sampled_from(["甲", "乙/一"])),
        probation=dated(st.booleans()),
        grade=draw(st.sampled_from([None, "优秀", "基本合格", "不合格", "不定等次"])),
        one_offs=tuple(draw(inputs)),
    )


@settings(max_examples=150, deadline=None)
@given(persons())
def test_net_is_its_lines(person: PersonMonth) -> None:
    slip = evaluate(person, rules())
    lines = slip.lines
    assert tuple(lines) == SLIP_LINES
    assert tuple(slip.employer) == EMPLOYER_LINES
    assert lines["GROSS"] == sum(lines[code] for code in (*RATED_ITEMS, "INPUTS"))
    deducted = sum(lines[code] for code in (*CONTRIBUTION_ITEMS, "TAX", "OTHER"))
    assert lines["NET"] == lines["GROSS"] - deducted
    assert slip.employer["EMPLOYER_TOTAL"] == sum(slip.employer[code] for code in EMPLOYER_LINES[:-1])
    assert (slip.status == STATUS_OK) == (lines["NET"] >= 0)
    assert sum(segment.days for segment in slip.segments) <= OCTOBER.days


@settings(max_examples=60, deadline=None)
@given(gradings, st.sampled_from(["社工", "站长", "干事长"]), st.booleans())
def test_one_segment_gives_the_rate_itself(grading: Grading, post: str, probation: bool) -> None:
    version = rules().scale[0]
    start = date(2020, 5, 4)
    person = replace(
        somebody(),
        grading=(Dated(start, grading), Dated(date(2026, 10, 9), grading)),
        post=(Dated(start, post),),
        probation=(Dated(start, probation),),
    )
    slip = evaluate(person, replace(rules(), scale=(version,)))
    assert len(slip.segments) == 1
    assert slip.lines["POST"] == version.post[post]
    assert slip.lines["LEVEL"] == (0 if probation else version.level[(grading.level, grading.step)])
    assert slip.lines["BASE"] == (version.probation_base if probation else version.base[grading.level])


@settings(max_examples=60, deadline=None)
@given(persons(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_inputs_changes_nothing(person: PersonMonth, order: random.Random) -> None:
    def mixed(rows: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(order.sample(rows, len(rows)))

    other = replace(
        person,
        grading=mixed(person.grading),
        post=mixed(person.post),
        unit=mixed(person.unit),
        probation=mixed(person.probation),
        certificates=mixed(person.certificates),
    )
    reordered = replace(rules(), scale=tuple(reversed(rules().scale)))
    assert evaluate(other, reordered) == evaluate(person, rules())


@settings(max_examples=80, deadline=None)
@given(persons())
def test_neighbouring_segments_differ(person: PersonMonth) -> None:
    found = runs(person, rules().scale, OCTOBER.first, OCTOBER.last)
    assert found[0].start == OCTOBER.first
    assert found[-1].end == OCTOBER.last
    for before, after in pairwise(found):
        assert after.start == before.end + timedelta(days=1)
        assert after.state != before.state


def test_what_is_not_in_the_scale_is_said() -> None:
    start = date(2020, 5, 4)
    person = replace(
        somebody(), grading=(Dated(start, Grading("七级", 4)),), post=(Dated(start, "队长"),), grade="合格"
    )
    slip = evaluate(person, replace(rules(), scale=rules().scale[:1]))
    assert (slip.status, dict(slip.lines), explain(slip)) == (STATUS_ERROR, {}, ())
    assert [(error.field, error.kind) for error in slip.errors] == [
        ("level", "no_scale_amount"),
        ("post", "no_scale_amount"),
    ]
    for error in slip.errors:
        assert error.message % error.values


def test_other_errors_are_said() -> None:
    person = somebody()
    late = replace(person, post=(Dated(date(2026, 10, 9), "社工"),))
    unknown = replace(person, one_offs=(OneOff("X", "what", 1),))
    for given_person, kind in (
        (late, "no_value"),
        (replace(person, grade="良"), "unknown_grade"),
        (unknown, "unknown_category"),
        (replace(person, leave=date(2026, 9, 30)), "not_employed"),
    ):
        (error,) = evaluate(given_person, rules()).errors
        assert error.kind == kind
        assert error.message % error.values


def with_parameters(**changes: object) -> MonthRules:
    return replace(rules(), parameters=replace(rules().parameters, **changes))  # type: ignore[arg-type]


def test_changes_within_the_month() -> None:
    start = date(2020, 5, 4)
    person = replace(somebody(), post=(Dated(start, "社工"), Dated(date(2026, 10, 11), "站长")))
    one = replace(rules(), scale=rules().scale[:1])

    def post(mode: str, of: PersonMonth = person) -> int:
        changed = replace(one, parameters=replace(one.parameters, mid_month_change={"POST": mode}))
        return evaluate(of, changed).lines["POST"]

    assert post("segments") == round((10_000 * 10 + 50_000 * 21) / 31)
    assert (post("next_month"), post("new_for_whole_month")) == (10_000, 50_000)
    assert post("next_month", replace(person, leave=date(2026, 10, 20))) == round(10_000 * 20 / 31)


def test_fixed_21_75() -> None:
    working = frozenset(date(2026, 10, day) for day in (8, 9, *range(10, 17), *range(19, 24), *range(26, 31)))
    holidays = frozenset(date(2026, 10, day) for day in (1, 2, 3))
    fixed = replace(
        with_parameters(proration_divisor="fixed_21_75"),
        calendar=PayCalendar(working, holidays),
        scale=rules().scale[:1],
    )
    person = somebody()
    assert evaluate(person, fixed).lines["POST"] == 10_000
    paid = len(working | holidays)
    left = evaluate(replace(person, leave=date(2026, 10, 29)), fixed)
    assert left.lines["POST"] == round(10_000 * (1 - 1 / 21.75))
    assert factor_21_75(paid, 2) == Fraction(200, 2175)
    assert factor_21_75(0, 0) == 1
    nothing = evaluate(hired_on(date(2026, 10, 31)), fixed)
    assert nothing.lines["BASE"] == 0
    assert [warning.kind for warning in nothing.warnings] == ["no_paid_day"]
    empty = replace(fixed, calendar=PayCalendar())
    assert [error.kind for error in evaluate(person, empty).errors] == ["no_calendar"]


def hired_on(day: date) -> PersonMonth:
    person = somebody()
    return replace(
        person,
        hire=day,
        grading=(Dated(day, person.grading[0].value),),
        post=(Dated(day, person.post[0].value),),
        unit=(Dated(day, person.unit[0].value),),
        probation=(Dated(day, person.probation[0].value),),
    )


@pytest.mark.parametrize(
    ("start_rule", "combination", "registered", "expected"),
    [
        ("next_month", "highest", False, ("二级心理咨询师",)),
        ("same_month", "highest", False, ("社会工作师",)),
        ("registration_month", "highest", False, ("二级心理咨询师",)),
        ("next_month", "stack", False, ("二级心理咨询师", "助理社会工作师")),
        ("next_month", "stack", True, ("二级心理咨询师",)),
    ],
)
def test_which_certificates_count(
    start_rule: str, combination: str, registered: bool, expected: tuple[str, ...]
) -> None:
    held = (
        Certificate("助理社会工作师", date(2015, 1, 1), registered_until=date(2026, 9, 30)),
        Certificate("助理社会工作师", date(2016, 1, 1)),
        Certificate("二级心理咨询师", date(2013, 1, 1)),
        Certificate("社会工作师", date(2026, 10, 1), date(2029, 10, 1), date(2026, 11, 1)),
        Certificate("驾驶证", date(2010, 1, 1)),
    )
    parameters = Parameters(
        cert_start_rule=start_rule, cert_combination=combination, cert_requires_registration=registered
    )
    assert counted(held, rules().scale[0], OCTOBER, parameters) == expected


def test_due_months_can_be_moved() -> None:
    person = replace(somebody(), contribution_first=Month(2026, 11))
    slip = evaluate(person, rules())
    assert slip.lines["PENSION"] == slip.employer["EMPLOYER_TOTAL"] == 0
    assert slip.evidence.contributions["PENSION"].reason == "before_first_month"
    assert evaluate(replace(somebody(), contribution_last=Month(2026, 9)), rules()).lines["HOUSING"] == 0


def test_rounding_of_an_item_can_be_named() -> None:
    by_the_yuan = with_parameters(item_rounding={"LEVEL": Rounding.YUAN_HALF_UP})
    assert evaluate(somebody(), by_the_yuan).lines["LEVEL"] % 100 == 0
