"""Tax, contributions, rounding, seniority, damages and the January payslips against the golden files."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.core.capitals import capital_amount
from app.core.money import Rounding, fen_from_yuan, round_fen, yuan
from app.core.periods import Month
from app.payroll.rules.contributions import amount, clamp
from app.payroll.rules.damages import damages_step
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.seniority import full_years, service_start
from app.payroll.rules.tax import (
    bonus_tax,
    deduction_months,
    first_month,
    separate_allowed,
    separate_tax,
    tax_of,
    withhold,
)
from app.payroll.rules.tax_tables import WITHHOLDING_2019
from app.payroll.rules.values import (
    Certificate,
    CertificateRate,
    ContributionRule,
    CumulativeTax,
    Dated,
    Grading,
    MonthRules,
    Parameters,
    PersonMonth,
    ScaleVersion,
)
from tests.payroll.rules.workbook_people import CASES


def golden(name: str) -> list[Any]:
    cases = json.loads((CASES / "golden" / f"{name}.json").read_text())["cases"]
    return [pytest.param(case["input"], case["expected"], id=case["id"]) for case in cases]


@pytest.mark.parametrize(("given", "expected"), golden("iit-cumulative-withholding"))
def test_cumulative_withholding(given: dict[str, Any], expected: dict[str, Any]) -> None:
    before, special = CumulativeTax(), 0
    already = given.get("first_job_months_at_first_pay", 1) - 1
    for place, month in enumerate(given["months"]):
        special += fen_from_yuan(month["special"])
        income, contributions = fen_from_yuan(month["income"]), fen_from_yuan(month["si_hf"])
        steps = withhold(Month(2026, 1), already + place + 1, before, income, contributions, special)
        assert {
            "cum_taxable": yuan(steps.taxable),
            "cum_tax": yuan(steps.cumulative_tax),
            "withheld": yuan(steps.tax),
        } == expected["rows"][place]
        assert yuan(steps.tax) == expected["withheld"][place]
        before = CumulativeTax(steps.income, steps.contributions, special, before.withheld + steps.tax)
    assert yuan(before.withheld) == expected["year_total"]


@pytest.mark.parametrize(
    ("hire", "leave", "payment", "first_job", "months"),
    [
        (Month(2020, 5), None, Month(2026, 10), False, 10),
        (Month(2026, 10), None, Month(2026, 10), False, 1),
        (Month(2026, 10), None, Month(2026, 10), True, 10),
        (Month(2025, 10), None, Month(2026, 2), True, 2),
        (Month(2020, 1), Month(2026, 9), Month(2026, 10), False, 9),
        (Month(2020, 1), Month(2025, 12), Month(2026, 1), False, 0),
    ],
)
def test_months_of_the_standard_deduction(
    hire: Month, leave: Month | None, payment: Month, first_job: bool, months: int
) -> None:
    assert deduction_months(first_month(hire, payment, first_job), leave, payment) == months


def test_60000_upfront_and_the_figure_that_stays() -> None:
    before = CumulativeTax(special_additional=100_000, deduct_60000_upfront=True, exempt=100, other=200)
    steps = withhold(Month(2026, 1), 1, before, 7_000_000, 0)
    assert (steps.standard_deduction, steps.special_additional, steps.balance) == (6_000_000, 100_000, 899_700)
    assert withhold(Month(2026, 1), 1, before, 7_000_000, 0, 0).special_additional == 0


@pytest.mark.parametrize(("given", "expected"), golden("bonus-tax"))
def test_bonus_tax(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = bonus_tax(fen_from_yuan(given["bonus"]), fen_from_yuan(given["cum_taxable_before_bonus"]))
    assert yuan(found.separate) == expected["separate_tax"]
    assert found.rate == Fraction(expected["separate_rate"])
    assert yuan(found.merged_extra) == expected["merged_extra_tax"]
    assert found.better == expected["better"]
    warning = found.cliff and {
        "threshold": yuan(found.cliff.threshold).removesuffix(".00"),
        "net_at_threshold": yuan(found.cliff.net_at_threshold),
        "net": yuan(found.cliff.net),
        "lost": yuan(found.cliff.lost),
    }
    assert warning == expected["cliff_warning"]


@pytest.mark.parametrize(("given", "expected"), golden("iit-annual-bonus-separate"))
def test_separate_bonus(given: dict[str, Any], expected: dict[str, Any]) -> None:
    bonus = fen_from_yuan(given["bonus"])
    assert yuan(separate_tax(bonus)) == expected["tax"]
    assert yuan(bonus - separate_tax(bonus)) == expected["net"]


@pytest.mark.parametrize(("given", "expected"), golden("iit-bonus-separate-vs-merge"))
def test_separate_or_merged(given: dict[str, Any], expected: dict[str, Any]) -> None:
    taxable = fen_from_yuan(given["annual_taxable_without_bonus"])
    found = bonus_tax(fen_from_yuan(given["bonus"]), taxable)
    without = tax_of(WITHHOLDING_2019.brackets, taxable)
    assert yuan(without + found.separate) == expected["tax_separate_total"]
    assert yuan(without + found.merged_extra) == expected["tax_merged_total"]
    assert found.better == expected["better"]


def test_the_separate_table_ends() -> None:
    assert separate_allowed(Month(2027, 12))
    assert not separate_allowed(Month(2028, 1))


@pytest.mark.parametrize(("given", "expected"), golden("housing-fund-rounding"))
def test_rounding(given: dict[str, Any], expected: dict[str, Any]) -> None:
    mode = Rounding(given["mode"].replace("cent", "fen"))
    assert yuan(amount(fen_from_yuan(given["base"]), Fraction(given["rate"]), 0, mode)) == expected["amount"]


@pytest.mark.parametrize(("given", "expected"), golden("social-insurance-employee"))
def test_contributions(given: dict[str, Any], expected: dict[str, Any]) -> None:
    base = clamp(*(fen_from_yuan(given[name]) for name in ("prev_year_avg_wage", "floor", "ceiling")))
    found = {name: amount(base, Fraction(rate), 0, Rounding.FEN_HALF_UP) for name, rate in given["rates"].items()}
    assert {name: yuan(fen) for name, fen in (found | {"base": base, "total": sum(found.values())}).items()} == expected


@pytest.mark.parametrize(("given", "expected"), golden("service-years-completed"))
def test_service_years(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = full_years(date.fromisoformat(given["start"]), date.fromisoformat(given["as_of"]))
    assert found == expected["full_years"]


def test_service_start() -> None:
    assert service_start(date(2020, 3, 31), 1) == date(2020, 2, 29)
    assert service_start(date(2020, 3, 31), 1, 10) == date(2020, 3, 10)
    assert full_years(date(2026, 11, 1), date(2026, 10, 31)) == 0


@pytest.mark.parametrize(("given", "expected"), golden("damage-deduction-cap"))
def test_damages(given: dict[str, Any], expected: dict[str, Any]) -> None:
    gross = fen_from_yuan(given["month_wage"])
    step = damages_step(
        fen_from_yuan(given["loss_claim"]), gross, Fraction(1, 5), fen_from_yuan(given["local_min_wage"])
    )
    assert (yuan(step.deducted), yuan(gross - step.deducted)) == (expected["deduct"], expected["pay"])


def test_the_share_of_damages_is_rounded_down() -> None:
    assert damages_step(100_000, 333_333, Fraction(1, 5), 0).deducted == 66_666
    assert damages_step(100_000, -5, Fraction(1, 5), 0).deducted == 0


def test_rounding_modes() -> None:
    assert [round_fen(Fraction(value, 2)) for value in (1, -1, 3, -3)] == [1, -1, 2, -2]
    assert round_fen(3679, Rounding.JIAO_CEILING) == 3680
    assert round_fen(Fraction(-7, 2), Rounding.FEN_FLOOR) == -4


def january_rules(given: dict[str, Any]) -> MonthRules:
    scale = given["scale"]
    ranked = enumerate((name for name in scale["cert"] if name != "无"), start=1)
    version = ScaleVersion(
        start=date(2026, 1, 1),
        document="示例",
        base=dict.fromkeys(scale["tier"], fen_from_yuan(scale["base"])),
        probation_base=None,
        level={
            (level, step): fen_from_yuan(text)
            for level, cells in scale["tier"].items()
            for step, text in enumerate(cells, start=1)
        },
        post={post: fen_from_yuan(text) for post, text in scale["duty"].items()},
        seniority_per_year=fen_from_yuan(scale["seniority_per_year"]),
        seniority_cap_years=60,
        certificates={name: CertificateRate(rank, fen_from_yuan(scale["cert"][name]), True) for rank, name in ranked},
        performance=dict.fromkeys(scale["tier"], fen_from_yuan(given["performance"])),
        probation_performance=None,
    )
    floor, ceiling = fen_from_yuan(given["si_floor"]), fen_from_yuan(given["si_ceiling"])

    def rule(rate: str, rounding: Rounding, floor: int, ceiling: int) -> ContributionRule:
        return ContributionRule(Fraction(rate), 0, Fraction(0), 0, floor, ceiling, rounding)

    contributions = {
        name.upper(): rule(rate, Rounding.FEN_HALF_UP, floor, ceiling) for name, rate in given["si_rates"].items()
    }
    contributions["HOUSING"] = rule(given["hf_rate"], Rounding(given["hf_rounding"]), 0, 10**9)
    january = Month(2026, given["month_of_year"])
    return MonthRules(january, january, (version,), Parameters(), contributions)


def january_person(given: dict[str, Any]) -> PersonMonth:
    hire = date(2026 - given["years"], 1, 1)
    held = () if given["cert"] == "无" else (Certificate(given["cert"], date(2020, 1, 1)),)
    return PersonMonth(
        number="ZQ0001",
        hire=hire,
        leave=None,
        first_employment=False,
        prior_service_months=0,
        break_days=0,
        grading=(Dated(hire, Grading(given["tier"], given["step"])),),
        post=(Dated(hire, given["duty"]),),
        unit=(Dated(hire, "甲"),),
        probation=(Dated(hire, False),),
        social_base=None,
        housing_base=None,
        certificates=held,
        grade=None,
        one_offs=(),
        special_additional=fen_from_yuan(given["special_deduction"]),
        cumulative=CumulativeTax(),
    )


@pytest.mark.parametrize(("given", "expected"), golden("payslip-january-demo-scale"))
def test_january_payslips(given: dict[str, Any], expected: dict[str, Any]) -> None:
    person = january_person(given)
    declared = fen_from_yuan(expected["gross"])
    slip = evaluate(replace(person, social_base=declared, housing_base=declared), january_rules(given))
    assert not slip.errors
    names = {
        "base": "BASE",
        "tier": "LEVEL",
        "duty": "POST",
        "cert": "CERT",
        "seniority": "SENIORITY",
        "performance": "PERF",
    }
    for name, text in expected["items"].items():
        assert yuan(slip.lines[names[name]]) == text
    for name, code in (("housing_fund", "HOUSING"), *((low, low.upper()) for low in expected if low.isidentifier())):
        if code in slip.lines:
            assert yuan(slip.lines[code]) == expected[name], code
    assert yuan(slip.evidence.contributions["PENSION"].base) == expected["si_base"]
    assert capital_amount(slip.lines["NET"]) == expected["net_upper"]


def test_an_undeclared_base_is_the_first_months_full_rate() -> None:
    given, expected = golden("payslip-january-demo-scale")[0].values
    rules, person = january_rules(given), january_person(given)
    assert evaluate(person, rules).evidence.contributions["HOUSING"].declared == fen_from_yuan(expected["gross"])
    earlier = replace(person, hire=date(2025, 6, 1))
    slip = evaluate(earlier, rules)
    assert [error.kind for error in slip.errors] == ["no_contribution_base"]
