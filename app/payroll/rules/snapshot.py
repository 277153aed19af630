"""What a slip was computed from, frozen as JSON: the person's facts, and the month's rules once a run.

Days are ISO texts, money fen, shares exact ratios as text. From the two any line can be computed
again and explained, whatever has changed since.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from app.core.money import Rounding
from app.core.periods import Month, day_from_number
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
from app.payroll.rules.vectorised.days import NEVER
from app.payroll.rules.vectorised.exact import Bools, Ints
from app.payroll.rules.vectorised.tables import NONE, Codes, MonthTable, SuccessionArray

Json = dict[str, Any]


def frozen_inputs(
    table: MonthTable, codes: Codes, one_offs: Mapping[int, Sequence[OneOff]], month: Month
) -> list[Json]:
    """One plain object a person, by position: everything her slip is computed from."""
    first = np.maximum(table.hire, _number(month.first))
    whole = (table.social_base == NONE) | (table.housing_base == NONE)
    iso = _IsoDays()
    gradings = [[grading.level, grading.step] for grading in codes.gradings]
    successions: list[tuple[str, SuccessionArray, Sequence[Any]]] = [
        ("grading", table.grading, gradings),
        ("post", table.post, codes.posts),
        ("unit", table.unit, codes.units),
        ("probation", table.probation, (False, True)),
    ]
    frozen: list[Json] = [
        {"hire": iso[hire], "leave": None if leave == NEVER else iso[leave], "grading": [], "post": [], "unit": [],
         "probation": [], "certificates": []}
        for hire, leave in zip(table.hire.tolist(), table.leave.tolist(), strict=True)
    ]  # fmt: skip
    for name, succession, meanings in successions:
        keep = _relevant(succession, first, whole)
        rows = zip(
            succession.person[keep].tolist(),
            succession.start[keep].tolist(),
            succession.value[keep].tolist(),
            strict=True,
        )
        for person, start, value in rows:
            frozen[person][name].append([iso[start], meanings[value]])
    _add_certificates(frozen, table, codes, iso)
    _add_figures(frozen, table, codes)
    for person, entries in one_offs.items():
        frozen[person]["one_offs"] = [
            [entry.code, entry.category, entry.amount, entry.name, entry.reason, entry.document] for entry in entries
        ]
    return frozen


class _IsoDays(dict[int, str]):
    """ISO texts of day numbers, each made once."""

    def __missing__(self, day: int) -> str:
        text = self[day] = day_from_number(day).isoformat()
        return text


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _relevant(rows: SuccessionArray, first: Ints, whole: Bools) -> Bools:
    """Rows in force at or after each person's first day; all of them where the hire month counts too."""
    keep = np.ones(rows.person.size, dtype=bool)
    if keep.size:
        followed = rows.person[1:] == rows.person[:-1]
        keep[:-1] = ~(followed & (rows.start[1:] <= first[rows.person[:-1]])) | whole[rows.person[:-1]]
    return keep


def _add_certificates(frozen: list[Json], table: MonthTable, codes: Codes, iso: _IsoDays) -> None:
    held = table.certificates
    order = np.lexsort((held.obtained, held.type, held.person))
    rows = zip(
        held.person[order].tolist(), held.type[order].tolist(), held.obtained[order].tolist(),
        held.registered_from[order].tolist(), held.registered_until[order].tolist(), strict=True,
    )  # fmt: skip
    for person, kind, obtained, registered_from, registered_until in rows:
        frozen[person]["certificates"].append(
            [
                codes.certificate_types[kind],
                iso[obtained],
                None if registered_from == -NEVER else iso[registered_from],
                None if registered_until == -NEVER else iso[registered_until],
            ]
        )


def _add_figures(frozen: list[Json], table: MonthTable, codes: Codes) -> None:
    names = (
        "prior_service_months", "break_days", "social_base", "housing_base", "special_additional",
        "cum_income", "cum_contributions", "cum_special_additional", "cum_withheld",
    )  # fmt: skip
    columns = [getattr(table, name).tolist() for name in names]
    flags = zip(table.first_employment.tolist(), table.upfront.tolist(), table.grade.tolist(), strict=True)
    for person, (figures, (first, upfront, grade)) in enumerate(zip(zip(*columns, strict=True), flags, strict=True)):
        entry = frozen[person]
        entry.update(zip(names, figures, strict=True))
        entry["first_employment"] = first
        entry["upfront"] = upfront
        entry["grade"] = None if grade == NONE else codes.grades[grade]


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
    return {
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
