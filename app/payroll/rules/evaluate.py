"""The exact evaluator: one person's month to the fen, with the evidence behind each line (pay rules, 1-4).

It works in fractions and integer fen, one person at a time: it explains every line and is the oracle of
the vectorised engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.core.money import Fen, round_fen
from app.core.periods import Month
from app.payroll.rules import messages
from app.payroll.rules.certificates import counted
from app.payroll.rules.contributions import contribution_steps
from app.payroll.rules.damages import damages_step
from app.payroll.rules.evidence import ContributionStep, DamagesStep, Evidence, ItemStep, Segment, SlipError, TaxSteps
from app.payroll.rules.grades import coefficient, grade_name
from app.payroll.rules.pay_facts import FactStep, fact_steps
from app.payroll.rules.proration import item_steps
from app.payroll.rules.rates import MonthFacts, RateSheet
from app.payroll.rules.segments import Run, employed_span, runs, state_on, version_on
from app.payroll.rules.seniority import full_years, service_start
from app.payroll.rules.tax import person_tax
from app.payroll.rules.values import (
    CONTRIBUTION_ITEMS,
    EMPLOYER_ITEMS,
    RATED_ITEMS,
    STATUS_ERROR,
    STATUS_NEGATIVE_NET,
    STATUS_OK,
    MonthRules,
    PersonMonth,
    ScaleVersion,
    Slip,
)

CATEGORIES = ("earning", "deduction", "damages")


class CannotEvaluate(Exception):
    """One person's slip cannot be computed; nobody else's is touched."""

    def __init__(self, *errors: SlipError) -> None:
        self.errors = errors
        super().__init__(*(error.kind for error in errors))


@dataclass(frozen=True, slots=True)
class _Rated:
    """The segments with their rates, and what was settled once for the month."""

    segments: tuple[Segment, ...]
    facts: MonthFacts
    start: date
    paid_days: int


def evaluate(person: PersonMonth, rules: MonthRules) -> Slip:
    """One person's slip; what is wrong with it stands in its errors and stops nobody else."""
    try:
        return _evaluate(person, rules)
    except CannotEvaluate as error:
        errors = tuple({repr(one): one for one in error.errors}.values())
        return Slip(person.number, rules.month, STATUS_ERROR, "", {}, {}, Evidence(), person.one_offs, errors)


def _evaluate(person: PersonMonth, rules: MonthRules) -> Slip:
    span = employed_span(person.hire, person.leave, rules.month)
    if span is None:
        values = {"number": person.number, "month": str(rules.month)}
        raise CannotEvaluate(SlipError("hire", "not_employed", messages.NOT_EMPLOYED, values))
    rated = _rated(person, rules, span)
    items = item_steps(RATED_ITEMS, rated.segments, rules.parameters, rules.month.days, rated.paid_days)
    claims = _one_offs(person)
    facts = fact_steps(person.facts, rules.pay_facts, rules.contributors, rules.month, span)
    inputs = claims["earning"] + _of_facts(facts, "INPUTS")
    gross = sum(step.amount for step in items.values()) + inputs
    shares = contribution_steps(person, rules.month, rules.contributions, lambda: first_month_rate(person, rules))
    withheld = {code: shares[code].employee for code in CONTRIBUTION_ITEMS}
    tax = person_tax(person, rules.payment_month, gross, sum(withheld.values()), rules.tax_table)
    damages = damages_step(claims["damages"], gross, rules.parameters.damages_max_share, rules.parameters.minimum_wage)
    other = claims["deduction"] + _of_facts(facts, "OTHER") + damages.deducted
    net = gross - sum(withheld.values()) - tax.tax - other
    lines = {code: step.amount for code, step in items.items()}
    lines |= {"INPUTS": inputs, "GROSS": gross, **withheld, "TAX": tax.tax, "OTHER": other, "NET": net}
    employer = {f"EMPLOYER_{code}": shares[code].employer for code in EMPLOYER_ITEMS}
    return Slip(
        number=person.number,
        month=rules.month,
        status=STATUS_OK if net >= 0 else STATUS_NEGATIVE_NET,
        unit=rated.segments[-1].unit,
        lines=lines,
        employer=employer | {"EMPLOYER_TOTAL": sum(employer.values())},
        evidence=replace(_evidence(person, rules, rated, tax, damages, shares, items), facts=facts),
        one_offs=person.one_offs,
        warnings=_warnings(rules, rated),
    )


def _one_offs(person: PersonMonth) -> dict[str, Fen]:
    """Inputs summed by category."""
    unknown = [one for one in person.one_offs if one.category not in CATEGORIES]
    if unknown:
        raise CannotEvaluate(
            *(
                SlipError(
                    "category",
                    "unknown_category",
                    messages.UNKNOWN_CATEGORY,
                    {"code": one.code, "category": one.category},
                )
                for one in unknown
            )
        )
    return {category: sum(one.amount for one in person.one_offs if one.category == category) for category in CATEGORIES}


def _of_facts(steps: tuple[FactStep, ...], item: str) -> Fen:
    return sum(step.amount for step in steps if step.fact.item == item)


def _coefficient(grade: str | None, rules: MonthRules) -> Fraction:
    found = coefficient(grade, rules.parameters.grade_coefficients)
    if found is None:
        values = {"grade": grade_name(grade)}
        raise CannotEvaluate(SlipError("grade", "unknown_grade", messages.UNKNOWN_GRADE, values))
    return found


def _facts(
    person: PersonMonth, rules: MonthRules, last: date, grade: str | None, version: ScaleVersion | None
) -> MonthFacts:
    """What is settled once for the month of the last employed day: years, coefficient, certificates."""
    start = service_start(person.hire, person.prior_service_months, person.break_days)
    return MonthFacts(
        years=full_years(start, last),
        coefficient=_coefficient(grade, rules),
        certificates=() if version is None else counted(person.certificates, version, Month.of(last), rules.parameters),
    )


def _rated(person: PersonMonth, rules: MonthRules, span: tuple[date, date]) -> _Rated:
    """Segments with their rates; all that is missing in any of them is one list of errors."""
    first, last = span
    facts = _facts(person, rules, last, person.grade, version_on(rules.scale, last))
    paid = _paid_days(rules)
    found = runs(person, rules.scale, first, last)
    missing = [
        SlipError(field, "no_value", messages.NO_VALUE, {"field": field, "day": run.start.isoformat()})
        for run in found
        for field in run.state.missing()
    ]
    if missing:
        raise CannotEvaluate(*missing)
    sheets = [_sheet(run, rules, facts) for run in found]
    errors = [error for sheet in sheets for error in sheet.errors]
    if errors:
        raise CannotEvaluate(*errors)
    segments = tuple(_segment(run, sheet, paid) for run, sheet in zip(found, sheets, strict=True))
    start = service_start(person.hire, person.prior_service_months, person.break_days)
    return _Rated(segments, facts, start, len(paid))


def _sheet(run: Run, rules: MonthRules, facts: MonthFacts) -> RateSheet:
    version = version_on(rules.scale, run.start)
    assert version is not None
    return RateSheet(run.state, version, facts)


def _segment(run: Run, sheet: RateSheet, paid: frozenset[date]) -> Segment:
    return Segment(
        start=run.start,
        end=run.end,
        level=sheet.grading.level,
        step=sheet.grading.step,
        post=sheet.post,
        unit=run.state.unit or "",
        probation=sheet.probation,
        scale_version=sheet.version.start,
        scale_document=sheet.version.document,
        paid_days=sum(1 for day in paid if run.start <= day <= run.end),
        rates=sheet.rates,
        years=min(sheet.facts.years, sheet.version.seniority_cap_years),
    )


def _paid_days(rules: MonthRules) -> frozenset[date]:
    """Working days and statutory holidays of the month; asked for by fixed_21_75 alone."""
    if rules.parameters.proration_divisor == "calendar":
        return frozenset()
    days = rules.calendar.working_days | rules.calendar.statutory_holidays
    paid = frozenset(day for day in days if Month.of(day) == rules.month)
    if not paid:
        raise CannotEvaluate(SlipError("calendar", "no_calendar", messages.NO_CALENDAR, {"month": str(rules.month)}))
    return paid


def first_month_rate(person: PersonMonth, rules: MonthRules) -> Fen:
    """The contribution base where none is declared: the full-month rates of the hire day, summed."""
    hired = Month.of(person.hire)
    span = employed_span(person.hire, person.leave, hired)
    state = state_on(person, rules.scale, person.hire)
    version = version_on(rules.scale, person.hire)
    error = SlipError(
        "social_base", "no_contribution_base", messages.NO_CONTRIBUTION_BASE, {"day": person.hire.isoformat()}
    )
    if span is None or version is None or state.missing():
        raise CannotEvaluate(error)
    grade = person.grade if hired == rules.month else person.first_month_grade
    sheet = RateSheet(state, version, _facts(person, rules, span[1], grade, version))
    if sheet.errors:
        raise CannotEvaluate(error)
    return round_fen(sheet.total)


def _warnings(rules: MonthRules, rated: _Rated) -> tuple[SlipError, ...]:
    calendar = rules.parameters.proration_divisor == "calendar"
    if calendar or any(segment.paid_days for segment in rated.segments):
        return ()
    values = {"start": rated.segments[0].start.isoformat(), "end": rated.segments[-1].end.isoformat()}
    return (SlipError("calendar", "no_paid_day", messages.NO_PAID_DAY, values),)


def _evidence(
    person: PersonMonth,
    rules: MonthRules,
    rated: _Rated,
    tax: TaxSteps,
    damages: DamagesStep,
    shares: Mapping[str, ContributionStep],
    items: Mapping[str, ItemStep],
) -> Evidence:
    parameters = rules.parameters
    return Evidence(
        segments=rated.segments,
        items=items,
        hire=person.hire,
        service_start=rated.start,
        prior_service_months=person.prior_service_months,
        break_days=person.break_days,
        full_years=rated.facts.years,
        certificates=rated.facts.certificates,
        cert_rules={
            "cert_start_rule": parameters.cert_start_rule,
            "cert_combination": parameters.cert_combination,
            "cert_requires_registration": parameters.cert_requires_registration,
        },
        grade=grade_name(person.grade),
        grade_entered=bool(person.grade),
        coefficient=rated.facts.coefficient,
        contributions=shares,
        tax=tax,
        damages=damages,
    )
