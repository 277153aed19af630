"""Every line of a slip explains itself."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.core.money import yuan
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.explain import explain
from app.payroll.rules.figures import exact_yuan, percent
from app.payroll.rules.values import EMPLOYER_LINES, SLIP_LINES, STATUS_ERROR, Dated
from tests.payroll.rules.workbook_people import month_rules, people


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_every_line_explains_itself(case: str) -> None:
    month = month_rules(case)
    for person in people(case).values():
        slip = evaluate(person, month)
        explained = explain(slip)
        if slip.status == STATUS_ERROR:
            continue
        assert tuple(one.code for one in explained) == (*SLIP_LINES, *EMPLOYER_LINES)
        for one in explained:
            assert one.amount == {**slip.lines, **slip.employer}[one.code]
            assert one.words
            assert yuan(one.amount) == one.values["amount"]
            json.dumps(dict(one.values), ensure_ascii=False)


def test_an_explanation_in_words() -> None:
    person, rules = people("case-public")["ZQ0001"], month_rules("case-public")
    person = replace(person, post=(Dated(person.hire, "社工"), Dated(date(2026, 10, 11), "站长")))
    words = {one.code: one for one in explain(evaluate(person, replace(rules, scale=rules.scale[:1])))}
    post = words["POST"]
    assert post.words.startswith("100.00 × 10 + 500.00 × 21, divided by 31 days of the month = ")
    assert post.values["segments"][1]["cells"] == [
        {
            "component": "post",
            "row": "站长",
            "step": 0,
            "amount": "500.00",
            "start": "2026-01-01",
            "document": "示例〔2026〕1号",
        }
    ]
    assert "8 %" in words["PENSION"].words


def test_exact_amounts_in_words() -> None:
    assert exact_yuan(Fraction(58_937_5, 10)) == "589.375"
    assert exact_yuan(Fraction(-5)) == "-0.05"
    assert exact_yuan(Fraction(100, 3)) == "1/3"
    assert (percent(Fraction(2, 25)), percent(Fraction(1, 200)), percent(Fraction(0))) == ("8", "0.5", "0")
