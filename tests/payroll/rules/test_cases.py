"""The example cases to the fen: every line of every person, the employer's shares, and the traces."""

import csv
import json
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from app.core.capitals import capital_amount
from app.core.money import fen_from_yuan, yuan
from app.core.periods import Month
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.segments import employed_span
from app.payroll.rules.values import EMPLOYER_LINES, SLIP_LINES, STATUS_OK, Slip
from tests.payroll.rules.workbook_people import CASES, month_rules, people

NAMES = ("case-small", "case-public")


@cache
def slips(case: str) -> dict[str, Slip]:
    rules = month_rules(case)
    return {
        number: evaluate(person, rules)
        for number, person in people(case).items()
        if employed_span(person.hire, person.leave, rules.month)
    }


def table(case: str, name: str) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    with (CASES / case / name).open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    return {row["工号"]: row for row in found if row["工号"] != "合计"}, found[-1]


@pytest.mark.parametrize("case", NAMES)
def test_every_line_of_the_sheet(case: str) -> None:
    expected, total = table(case, "expected-sheet.csv")
    found = slips(case)
    assert set(found) == set(expected)
    for number, row in expected.items():
        slip = found[number]
        assert not slip.errors, number
        assert {code: yuan(slip.lines[code]) for code in SLIP_LINES} == {code: row[code] for code in SLIP_LINES}, number
        assert slip.status == row["STATUS"], number
        assert slip.unit == row["所属分社"] + (f"/{row['工作站']}" if row["工作站"] else ""), number
    payable = [slip for slip in found.values() if slip.status == STATUS_OK]
    assert str(len(payable)) == total["STATUS"]
    for code in SLIP_LINES:
        assert yuan(sum(slip.lines[code] for slip in payable)) == total[code]


@pytest.mark.parametrize("case", NAMES)
def test_every_employer_share(case: str) -> None:
    expected, total = table(case, "expected-employer.csv")
    found = slips(case)
    assert set(found) == set(expected)
    for number, row in expected.items():
        employer = found[number].employer
        assert {code: yuan(employer[code]) for code in EMPLOYER_LINES} == {
            code: row[code] for code in EMPLOYER_LINES
        }, number
    for code in EMPLOYER_LINES:
        assert yuan(sum(slip.employer[code] for slip in found.values())) == total[code]


def amounts(values: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in values.items()}


def trace(slip: Slip) -> dict[str, Any]:
    """The slip in the form of expected-segments.json."""
    tax, damages, evidence = slip.tax, slip.damages, slip.evidence
    assert tax is not None
    assert damages is not None
    assert evidence.service_start is not None
    return {
        "status": slip.status,
        "segments": [
            {
                "from": segment.start.isoformat(),
                "to": segment.end.isoformat(),
                "days": segment.days,
                "level": segment.level,
                "step": segment.step,
                "post": segment.post,
                "unit": segment.unit,
                "probation": segment.probation,
                "scale_version": segment.scale_version.isoformat(),
                "rates": {code: Decimal(str(float(rate.amount))) / 100 for code, rate in segment.rates.items()},
            }
            for segment in slip.segments
        ],
        "divisor_days": evidence.items["BASE"].divisor_days,
        "service_start": evidence.service_start.isoformat(),
        "full_years": slip.full_years,
        "certificates_counted": list(slip.certificates),
        "tax": amounts(
            {
                "months_n": tax.months,
                "standard_deduction": yuan(tax.standard_deduction),
                "cum_income_before": yuan(tax.income_before),
                "cum_social_housing_before": yuan(tax.contributions_before),
                "cum_special_additional": yuan(tax.special_additional),
                "cum_taxable": yuan(tax.taxable),
                "bracket": tax.bracket,
                "cum_tax": yuan(tax.cumulative_tax),
                "withheld_before": yuan(tax.withheld_before),
                "tax": yuan(tax.tax),
            }
        ),
        "damages": amounts({"claimed": yuan(damages.claimed), "deducted": yuan(damages.deducted)}),
        "lines": amounts({code: yuan(amount) for code, amount in slip.lines.items()}),
    }


@pytest.mark.parametrize("case", NAMES)
def test_intricate_people_in_full(case: str) -> None:
    for person in json.loads((CASES / case / "expected-segments.json").read_text()):
        found = trace(slips(case)[person["工号"]])
        expected = {key: person[key] for key in found}
        for segment in expected["segments"]:
            segment["rates"] = amounts(segment["rates"])
        for name in ("tax", "damages", "lines"):
            expected[name] = amounts(expected[name])
        assert found == expected, person["工号"]


@pytest.mark.parametrize("case", NAMES)
def test_grand_total_in_capitals(case: str) -> None:
    totals = json.loads((CASES / case / "expected-totals.json").read_text())
    text = json.dumps(totals, ensure_ascii=False)
    net = sum(slip.lines["NET"] for slip in slips(case).values() if slip.status == STATUS_OK)
    assert yuan(net) in text
    assert capital_amount(net) in text
    assert fen_from_yuan(yuan(net)) == net


def test_the_cases_are_october() -> None:
    assert {month_rules(case).month for case in NAMES} == {Month(2026, 10)}
