"""What a slip was computed from, frozen as JSON: the person's facts (see `freezing`), and the month's rules once a run.

Days are ISO texts, money fen, shares exact ratios as text. From the two any line can be computed
again and explained, whatever has changed since.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from app.core.money import Rounding
from app.core.periods import Month
from app.payroll.rules.pay_facts import FactSpan, PayFact
from app.payroll.rules.values import (
    Certificate,
    CertificateRate,
    ContributionRule,
    CumulativeTax,
    Dated,
    Grading,
    MonthRules,
    OneOff,
    Parameters,
    PayCalendar,
    PersonMonth,
    ScaleVersion,
)
from app.payroll.rules.vectorised.tables import NONE

Json = dict[str, Any]


def _optional(value: int) -> int | None:
    return None if value == NONE else value


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def person_month(number: str, frozen: Json) -> PersonMonth:
    """The person's facts, back from what was frozen."""

    def dated(rows: Sequence[Any]) -> tuple[Dated[Any], ...]:
        return tuple(Dated(date.fromisoformat(start), value) for start, value in rows)

    return PersonMonth(
        number=number,
        hire=date.fromisoformat(frozen["hire"]),
        leave=_day(frozen["leave"]),
        first_employment=frozen["first_employment"],
        prior_service_months=frozen["prior_service_months"],
        break_days=frozen["break_days"],
        grading=tuple(Dated(row.start, Grading(*row.value)) for row in dated(frozen["grading"])),
        post=dated(frozen["post"]),
        unit=dated(frozen["unit"]),
        probation=dated(frozen["probation"]),
        social_base=_optional(frozen["social_base"]),
        housing_base=_optional(frozen["housing_base"]),
        certificates=tuple(
            Certificate(name, date.fromisoformat(obtained), registered_from=_day(since), registered_until=_day(until))
            for name, obtained, since, until in frozen["certificates"]
        ),
        grade=frozen["grade"],
        one_offs=tuple(
            OneOff(code, category, amount, name=name, reason=reason, document=document)
            for code, category, amount, name, reason, document in frozen.get("one_offs", ())
        ),
        facts=tuple(
            FactSpan(name, module, date.fromisoformat(start), date.fromisoformat(end), value, source)
            for name, module, start, end, value, source in frozen.get("facts", ())
        ),
        special_additional=_optional(frozen["special_additional"]),
        cumulative=CumulativeTax(
            income=frozen["cum_income"],
            contributions=frozen["cum_contributions"],
            special_additional=frozen["cum_special_additional"],
            withheld=frozen["cum_withheld"],
            deduct_60000_upfront=frozen["upfront"],
        ),
    )


def frozen_rules(rules: MonthRules) -> Json:
    """The month's rules as a plain object."""
    parameters = rules.parameters
    return _frozen_facts(rules) | {
        "month": str(rules.month),
        "payment_month": str(rules.payment_month),
        "scale": [_frozen_version(version) for version in rules.scale],
        "parameters": {
            "proration_divisor": parameters.proration_divisor,
            "cert_start_rule": parameters.cert_start_rule,
            "cert_combination": parameters.cert_combination,
            "cert_requires_registration": parameters.cert_requires_registration,
            "minimum_wage": parameters.minimum_wage,
            "damages_max_share": str(parameters.damages_max_share),
            "grade_coefficients": {name: str(value) for name, value in sorted(parameters.grade_coefficients.items())},
            "mid_month_change": dict(sorted(parameters.mid_month_change.items())),
            "item_rounding": {name: mode.value for name, mode in sorted(parameters.item_rounding.items())},
        },
        "contributions": {
            code: [
                str(rule.employee_rate), rule.employee_fixed, str(rule.employer_rate), rule.employer_fixed,
                rule.floor, rule.ceiling, rule.rounding.value, rule.document,
            ]
            for code, rule in sorted(rules.contributions.items())
        },
        "calendar": {
            "working_days": sorted(day.isoformat() for day in rules.calendar.working_days),
            "statutory_holidays": sorted(day.isoformat() for day in rules.calendar.statutory_holidays),
        },
    }  # fmt: skip


def _frozen_facts(rules: MonthRules) -> Json:
    """What facts of other modules mean; nothing where there are none."""
    if not rules.pay_facts:
        return {}
    facts = {name: [fact.label, fact.item, fact.unit, fact.counted] for name, fact in sorted(rules.pay_facts.items())}
    return {"pay_facts": facts, "contributors": dict(sorted(rules.contributors.items()))}


def _frozen_version(version: ScaleVersion) -> Json:
    return {
        "start": version.start.isoformat(),
        "document": version.document,
        "base": dict(version.base),
        "probation_base": version.probation_base,
        "level": [[level, step, amount] for (level, step), amount in sorted(version.level.items())],
        "post": dict(version.post),
        "seniority": [version.seniority_per_year, version.seniority_cap_years],
        "certificates": {
            name: [rate.rank, rate.amount, rate.requires_registration]
            for name, rate in sorted(version.certificates.items())
        },
        "performance": dict(version.performance),
        "probation_performance": version.probation_performance,
        "sources": [
            [*cell, start.isoformat(), document] for cell, (start, document) in sorted(version.sources.items())
        ],
    }


def month_rules(frozen: Json) -> MonthRules:
    """The month's rules, back from what was frozen."""
    parameters = frozen["parameters"]
    return MonthRules(
        month=Month.parse(frozen["month"]),
        payment_month=Month.parse(frozen["payment_month"]),
        scale=tuple(_version(version) for version in frozen["scale"]),
        parameters=Parameters(
            proration_divisor=parameters["proration_divisor"],
            cert_start_rule=parameters["cert_start_rule"],
            cert_combination=parameters["cert_combination"],
            cert_requires_registration=parameters["cert_requires_registration"],
            minimum_wage=parameters["minimum_wage"],
            damages_max_share=Fraction(parameters["damages_max_share"]),
            grade_coefficients={name: Fraction(value) for name, value in parameters["grade_coefficients"].items()},
            mid_month_change=parameters["mid_month_change"],
            item_rounding={name: Rounding(mode) for name, mode in parameters["item_rounding"].items()},
        ),
        contributions={
            code: ContributionRule(
                Fraction(row[0]), row[1], Fraction(row[2]), row[3], row[4], row[5], Rounding(row[6]), row[7]
            )
            for code, row in frozen["contributions"].items()
        },
        calendar=PayCalendar(
            frozenset(date.fromisoformat(day) for day in frozen["calendar"]["working_days"]),
            frozenset(date.fromisoformat(day) for day in frozen["calendar"]["statutory_holidays"]),
        ),
        pay_facts={name: PayFact(name, *declared) for name, declared in frozen.get("pay_facts", {}).items()},
        contributors=frozen.get("contributors", {}),
    )


def _version(frozen: Json) -> ScaleVersion:
    return ScaleVersion(
        start=date.fromisoformat(frozen["start"]),
        document=frozen["document"],
        base=frozen["base"],
        probation_base=frozen["probation_base"],
        level={(level, step): amount for level, step, amount in frozen["level"]},
        post=frozen["post"],
        seniority_per_year=frozen["seniority"][0],
        seniority_cap_years=frozen["seniority"][1],
        certificates={name: CertificateRate(*row) for name, row in frozen["certificates"].items()},
        performance=frozen["performance"],
        probation_performance=frozen["probation_performance"],
        sources={
            (component, key, step): (date.fromisoformat(start), document)
            for component, key, step, start, document in frozen["sources"]
        },
    )
