"""The vectorised engine against the exact evaluator: every line, error and warning, to the fen."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.core.periods import day_number
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.segments import employed_span, runs
from app.payroll.rules.values import MonthRules, PersonMonth, Slip
from app.payroll.rules.vectorised.adapter import table_of
from app.payroll.rules.vectorised.engine import calculate
from app.payroll.rules.vectorised.rates import build_rates
from app.payroll.rules.vectorised.result import ERROR, Finding, MonthResult
from app.payroll.rules.vectorised.segments import merged
from app.payroll.rules.vectorised.states import state_at
from app.payroll.rules.vectorised.tables import Codes
from tests.payroll.rules import workbook_people
from tests.payroll.rules.random_people import month_rules, population

STATUSES = ("OK", "NEGATIVE_NET", "ERROR")


def computed(people: Sequence[PersonMonth], rules: MonthRules) -> tuple[MonthResult, Codes]:
    table, codes = table_of(people)
    rates = build_rates(rules, codes.gradings, codes.posts, codes.certificate_types, codes.grades)
    return calculate(table, rules, rates), codes


def employed(people: Sequence[PersonMonth], rules: MonthRules) -> list[int]:
    return [index for index, one in enumerate(people) if employed_span(one.hire, one.leave, rules.month)]


def of_person(found: tuple[Finding, ...], person: int) -> set[tuple[str, str]]:
    return {(one.field, one.kind) for one in found if one.person == person}


def compare(people: Sequence[PersonMonth], rules: MonthRules) -> list[Slip]:
    result, codes = computed(people, rules)
    assert result.person.tolist() == employed(people, rules)
    slips = [evaluate(people[person], rules) for person in result.person.tolist()]
    for row, slip in enumerate(slips):
        person = int(result.person[row])
        assert STATUSES[result.status[row]] == slip.status, people[person]
        assert of_person(result.errors, person) == {(one.field, one.kind) for one in slip.errors}
        assert of_person(result.warnings, person) == {(one.field, one.kind) for one in slip.warnings}
        if result.status[row] == ERROR:
            assert not any(amounts[row] for amounts in (*result.lines.values(), *result.employer.values()))
            continue
        assert {code: int(amounts[row]) for code, amounts in result.lines.items()} == dict(slip.lines), people[person]
        assert {code: int(amounts[row]) for code, amounts in result.employer.items()} == dict(slip.employer)
        compare_evidence(result, row, slip, codes)
    return slips


def compare_evidence(result: MonthResult, row: int, slip: Slip, codes: Codes) -> None:
    evidence = slip.evidence
    tax, damages = evidence.tax, evidence.damages
    assert tax is not None
    assert damages is not None
    assert codes.units[result.unit[row]] == slip.unit
    assert int(result.years[row]) == evidence.full_years
    assert (int(result.months[row]), int(result.taxable[row]), int(result.bracket[row])) == (
        tax.months,
        tax.taxable,
        tax.bracket,
    )
    assert int(result.damages[row]) == damages.deducted
    kinds = result.certificates.type[result.certificates.position == row].tolist()
    assert {codes.certificate_types[kind] for kind in kinds} == set(evidence.certificates)


@pytest.mark.parametrize("seed", range(60))
def test_the_same_as_the_exact_evaluator(seed: int) -> None:
    rules = month_rules(seed)
    slips = compare(population(seed, 120, rules), rules)
    assert any(slip.status == "OK" for slip in slips)


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_the_example_cases(case: str) -> None:
    slips = compare(list(workbook_people.people(case).values()), workbook_people.month_rules(case))
    assert not any(slip.errors for slip in slips)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_people_changes_nothing(seed: int) -> None:
    rules = month_rules(seed)
    people = population(seed, 200, rules)
    shuffled = random.Random(seed).sample(people, len(people))
    assert by_number(people, rules) == by_number(shuffled, rules)


def by_number(people: list[PersonMonth], rules: MonthRules) -> dict[str, list[int]]:
    result, _ = computed(people, rules)
    columns = (*result.lines.values(), *result.employer.values(), result.status)
    return {
        people[person].number: [int(amounts[row]) for amounts in columns]
        for row, person in enumerate(result.person.tolist())
    }


def test_nobody() -> None:
    result, _ = computed([], month_rules(1))
    assert result.person.tolist() == []
    assert {amounts.size for amounts in result.lines.values()} == {0}


def test_everybody_gone_before_the_month() -> None:
    rules = month_rules(1)
    before = [one for one in population(1, 50, rules) if one.hire < rules.month.first]
    gone = [replace(one, leave=rules.month.plus(-1).last) for one in before]
    result, _ = computed(gone, rules)
    assert gone
    assert result.person.size == 0


def test_an_absurd_amount_is_that_persons_error() -> None:
    rules = month_rules(1)
    people = population(1, 50, rules)
    person = employed(people, rules)[0]
    absurd = [*people]
    absurd[person] = replace(people[person], social_base=10**17)
    result, _ = computed(absurd, rules)
    assert ("amounts", "too_large") in of_person(result.errors, person)
    plain = by_number(people, rules)
    odd = by_number(absurd, rules)
    assert {number: row for number, row in odd.items() if number != people[person].number} == {
        number: row for number, row in plain.items() if number != people[person].number
    }


def test_merged_segments_are_those_of_the_evaluator() -> None:
    rules = month_rules(2)
    people = population(2, 150, rules)
    table, codes = table_of(people)
    rates = build_rates(rules, codes.gradings, codes.posts, codes.certificate_types, codes.grades)
    result = calculate(table, rules, rates)
    state = state_at(table, rates, result.segments.keys)
    columns = (state.grading, state.post, state.unit, state.probation, state.version)
    found = merged(result.segments, columns, result.span)
    for row, person in enumerate(result.person.tolist()):
        mine = found.position == row
        days = list(zip(found.start[mine].tolist(), found.end[mine].tolist(), strict=True))
        one = people[person]
        span = employed_span(one.hire, one.leave, rules.month)
        assert span is not None
        expected = [(day_number(run.start), day_number(run.end)) for run in runs(one, rules.scale, *span)]
        assert days == expected
