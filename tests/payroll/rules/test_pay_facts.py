"""Contributed facts in the engine against the exact evaluator: every line of random people, to the fen."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.periods import Month, day_number
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.pay_facts import COUNTED, FactSpan, PayFact
from app.payroll.rules.values import PersonMonth
from app.payroll.rules.vectorised.adapter import table_of
from app.payroll.rules.vectorised.engine import calculate
from app.payroll.rules.vectorised.exact import ints
from app.payroll.rules.vectorised.pay_facts import FactArray, fact_sums
from app.payroll.rules.vectorised.rates import build_rates
from app.payroll.rules.vectorised.result import ERROR
from tests.payroll.rules.random_people import month_rules, population

FACTS = [PayFact(f"{item}-{how}", how, item, counted=how) for item in ("INPUTS", "OTHER") for how in COUNTED]


def some_facts(random_: random.Random, month: Month) -> tuple[FactSpan, ...]:
    """Spans that share no day, in order of name and start."""
    found = []
    for fact in sorted(FACTS, key=lambda one: one.name):
        day = month.first + timedelta(random_.randrange(12))
        while random_.random() < 0.5 and day <= month.last:
            end = min(month.last, day + timedelta(random_.randrange(20)))
            low = -90_001 if fact.item == "INPUTS" else 0
            found.append(FactSpan(fact.name, "other", day, end, random_.randrange(low, 90_001), len(found)))
            day = end + timedelta(random_.randrange(1, 4))
    return tuple(found)


def array_of(people: Sequence[PersonMonth]) -> FactArray:
    facts = sorted(FACTS, key=lambda one: one.name)
    names = [fact.name for fact in facts]
    rows = [(person, one) for person, of in enumerate(people) for one in of.facts]
    return FactArray(
        ints([person for person, _one in rows]),
        ints([names.index(one.name) for _person, one in rows]),
        ints([0 for _row in rows]),
        ints([day_number(one.start) for _person, one in rows]),
        ints([day_number(one.end) for _person, one in rows]),
        ints([one.value for _person, one in rows]),
        [one.source for _person, one in rows],
        facts,
        [("other", "Other")],
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_same_as_the_exact_evaluator(seed: int) -> None:
    rules = month_rules(seed)
    rules = replace(rules, pay_facts={fact.name: fact for fact in FACTS}, contributors={"other": "Other"})
    random_ = random.Random(seed)
    people = [replace(one, facts=some_facts(random_, rules.month)) for one in population(seed, 120, rules)]
    table, codes = table_of(people)
    array = array_of(people)
    sums = [fact_sums(array, item, table.hire, table.leave, rules.month) for item in ("INPUTS", "OTHER")]
    table = replace(table, earnings=table.earnings + sums[0], deductions=table.deductions + sums[1])
    rates = build_rates(rules, codes.gradings, codes.posts, codes.certificate_types, codes.grades)
    result = calculate(table, rules, rates)
    compared = 0
    for row, person in enumerate(result.person.tolist()):
        slip = evaluate(people[person], rules)
        if result.status[row] != ERROR:
            assert {code: int(amounts[row]) for code, amounts in result.lines.items()} == dict(slip.lines)
            compared += bool(slip.evidence.facts)
    assert compared > 20
