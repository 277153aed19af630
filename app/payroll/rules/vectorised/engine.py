"""A month's amounts for everybody (pay rules, sections 1 to 4): the same to the fen as the exact evaluator."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.core.money import Rounding
from app.payroll.rules.values import CONTRIBUTION_ITEMS, EMPLOYER_ITEMS, RATED_ITEMS, MonthRules
from app.payroll.rules.vectorised.bases import coefficients, first_month_rates
from app.payroll.rules.vectorised.contributions import amounts, due, housing_due
from app.payroll.rules.vectorised.days import month_index
from app.payroll.rules.vectorised.exact import MISSING, Bools, Ints, floor_share, ints
from app.payroll.rules.vectorised.rates import RateTable
from app.payroll.rules.vectorised.result import ERROR, LINES, NEGATIVE_NET, OK, Findings, MonthResult
from app.payroll.rules.vectorised.segments import (
    Segments,
    Span,
    amount_of,
    cut,
    effective_rates,
    employed_span,
    paid_before,
    prorate,
    weighted_sum,
)
from app.payroll.rules.vectorised.seniority import full_years, service_start
from app.payroll.rules.vectorised.states import Asked, RatesFound, State, rates_of, state_at
from app.payroll.rules.vectorised.tables import MonthTable
from app.payroll.rules.vectorised.tax import Withholding, months_counted, withhold

LARGEST_AMOUNT = 10**12
"""Fen; a larger input is refused for that person, so that no product leaves 64 bits."""


@dataclass(frozen=True)
class _Month:
    """The people of the month and what is settled once for it; arrays of shape (m,) but the segments and state."""

    table: MonthTable
    rules: MonthRules
    rates: RateTable
    span: Span
    segments: Segments
    state: State
    service_start: Ints
    years: Ints
    coefficient: Ints
    findings: Findings

    @property
    def person(self) -> Ints:
        """Index in the table."""
        return self.span.person

    def any(self, flags: Bools) -> Bools:
        """Whether a flag of the segments is set in any of a person's."""
        return np.logical_or.reduceat(flags, self.segments.heads) if flags.size else flags


def calculate(table: MonthTable, rules: MonthRules, rates: RateTable) -> MonthResult:
    """Every line of everybody with an employed day in the month; nobody's error stops anybody else."""
    month = _open(table, rules, rates)
    found = _segment_rates(month)
    items = _items(month, found)
    inputs = table.earnings[month.person]
    gross = ints(sum(items.values()) + inputs)
    month.findings.stage(("category", "unknown_category", table.unknown_inputs[month.person]))
    employee, employer = _contributions(month)
    withheld = ints(sum(employee.values()))
    tax = _tax(month, gross, withheld)
    damages = _damages(month, gross)
    other = table.deductions[month.person] + damages
    net = gross - withheld - tax.tax - other
    lines = {**items, "INPUTS": inputs, "GROSS": gross, **employee, "TAX": tax.tax, "OTHER": other, "NET": net}
    return _result(month, found, lines, employer, tax, damages)


def _open(table: MonthTable, rules: MonthRules, rates: RateTable) -> _Month:
    """Employed span, segments, facts in force, years and coefficients."""
    span = employed_span(table.hire, table.leave, rules)
    successions = (table.grading, table.post, table.unit, table.probation)
    segments = cut(span, successions, rates.starts, table.size)
    hire, person = table.hire[span.person], span.person
    start = service_start(hire, table.prior_service_months[person], table.break_days[person])
    return _Month(
        table=table,
        rules=rules,
        rates=rates,
        span=span,
        segments=segments,
        state=state_at(table, rates, segments.keys),
        service_start=start,
        years=full_years(start, span.last),
        coefficient=coefficients(rates, table.grade[person]),
        findings=Findings(person, np.zeros(person.shape, dtype=np.bool_)),
    )


def _segment_rates(month: _Month) -> RatesFound:
    """Full-month rates of every segment, after all that may be missing has been noted."""
    everybody = np.ones(month.person.shape, dtype=np.bool_)
    findings = month.findings
    findings.stage(("amounts", "too_large", _too_large(month)))
    findings.stage(("grade", "unknown_grade", month.coefficient == MISSING))
    fixed = month.rules.parameters.proration_divisor == "fixed_21_75"
    findings.stage(("calendar", "no_calendar", everybody & (fixed and not paid_before(month.rules)[-1])))
    missing = month.state.missing()
    findings.stage(*((fact, "no_value", month.any(flags)) for fact, flags in missing.items()))
    months = np.full(month.person.shape, month_index(month.rules.month), dtype=np.int64)
    people = Asked(month.person, months, month.state.version[month.segments.tails], month.years)
    found = rates_of(month.table, month.rates, month.rules.parameters, month.state, month.segments.position, people)
    findings.stage(*((fact, "no_scale_amount", month.any(flags)) for fact, flags in found.gaps.items()))
    return found


def _too_large(month: _Month) -> Bools:
    """Who has an input beyond the amounts the engine is exact for."""
    table = month.table
    inputs = (
        table.earnings, table.deductions, table.damages, table.social_base, table.housing_base,
        table.special_additional, table.cum_income, table.cum_contributions, table.cum_special_additional,
        table.cum_withheld, table.cum_exempt, table.cum_other,
    )  # fmt: skip
    too_large = np.zeros(month.person.shape, dtype=np.bool_)
    for amount in inputs:
        too_large |= np.abs(amount[month.person]) > LARGEST_AMOUNT
    return too_large


def _items(month: _Month, found: RatesFound) -> dict[str, Ints]:
    """Rated items: sum over segments, factor of the month, rounded once (section 2)."""
    parameters = month.rules.parameters
    proration = prorate(month.segments, month.span, month.rules)
    items: dict[str, Ints] = {}
    for code in RATED_ITEMS:
        change = parameters.mid_month_change.get(code, "segments")
        rate = effective_rates(found.rates[code], month.segments, change)
        sums = weighted_sum(rate, month.segments, proration)
        mode = parameters.item_rounding.get(code, Rounding.FEN_HALF_UP)
        if code == "PERF":
            times = ints(np.where(month.coefficient == MISSING, 0, month.coefficient))
            items[code] = amount_of(sums, proration, mode, times, month.rates.grade_denominator)
        else:
            items[code] = amount_of(sums, proration, mode)
    return items


def _contributions(month: _Month) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Employee's amounts by item, and the employer's as EMPLOYER_*, with their total."""
    table, person, number = month.table, month.person, month_index(month.rules.month)
    employee = {code: np.zeros_like(person) for code in CONTRIBUTION_ITEMS}
    employer = {f"EMPLOYER_{code}": np.zeros_like(person) for code in EMPLOYER_ITEMS}
    payable = {code: due(table, person, number) for code in EMPLOYER_ITEMS} | {
        "HOUSING": housing_due(table, person, number)
    }
    bases = _bases(month, payable)
    for code in EMPLOYER_ITEMS:
        if code not in month.rules.contributions:
            continue
        own, theirs = amounts(bases[code], payable[code], month.rules.contributions[code])
        employer[f"EMPLOYER_{code}"] = theirs
        if code in employee:
            employee[code] = own
    return employee, employer | {"EMPLOYER_TOTAL": ints(sum(employer.values()))}


def _bases(month: _Month, payable: Mapping[str, Bools]) -> dict[str, Ints]:
    """Each item's base: the declared one, or the full-month rates of the hire day where it is needed and absent."""
    table, person = month.table, month.person
    declared = {
        code: (table.housing_base if code == "HOUSING" else table.social_base)[person] for code in EMPLOYER_ITEMS
    }
    need = np.zeros(person.shape, dtype=np.bool_)
    for code in EMPLOYER_ITEMS:
        if code in month.rules.contributions:
            need |= (declared[code] < 0) & payable[code]
    rate, known, gradeless = np.zeros_like(person), np.ones_like(need), np.zeros_like(need)
    if bool(need.any()):
        amount, known[need] = first_month_rates(table, month.rules, month.rates, person[need])
        rate[need] = np.where(amount == MISSING, 0, amount)
        gradeless[need] = amount == MISSING
    month.findings.stage(("social_base", "no_contribution_base", ~known), ("grade", "unknown_grade", known & gradeless))
    return {code: ints(np.where(base < 0, rate, base)) for code, base in declared.items()}


def _tax(month: _Month, gross: Ints, contributions: Ints) -> Withholding:
    """Cumulative withholding with this slip's gross and contributions (section 4)."""
    table, person, rules = month.table, month.person, month.rules
    usable = ~month.findings.failed
    months = months_counted(
        table.hire[person], table.leave[person], table.first_employment[person], rules.payment_month
    )
    standard = np.where(
        table.upfront[person], rules.tax_table.upfront_deduction, rules.tax_table.monthly_deduction * months
    )
    new = table.special_additional[person]
    special = np.where(new < 0, table.cum_special_additional[person], new)
    balance = (
        table.cum_income[person] + gross - table.cum_exempt[person] - standard
        - table.cum_contributions[person] - contributions - special - table.cum_other[person]
    )  # fmt: skip
    return withhold(ints(np.where(usable, balance, 0)), table.cum_withheld[person], months, rules.tax_table)


def _damages(month: _Month, gross: Ints) -> Ints:
    """min(claims, share of GROSS floored to the fen, GROSS - minimum wage), never below 0 (section 4)."""
    parameters = month.rules.parameters
    usable = ints(np.where(month.findings.failed, 0, gross))
    limit = np.minimum(floor_share(usable, parameters.damages_max_share), usable - parameters.minimum_wage)
    return ints(np.maximum(np.minimum(month.table.damages[month.person], limit), 0))


def _result(
    month: _Month,
    found: RatesFound,
    lines: Mapping[str, Ints],
    employer: Mapping[str, Ints],
    tax: Withholding,
    damages: Ints,
) -> MonthResult:
    failed = month.findings.failed
    status = np.where(failed, ERROR, np.where(lines["NET"] < 0, NEGATIVE_NET, OK))
    warnings = Findings(month.person, failed)
    if month.rules.parameters.proration_divisor == "fixed_21_75":
        unpaid = prorate(month.segments, month.span, month.rules).total == 0
        warnings.stage(("calendar", "no_paid_day", unpaid))
    return MonthResult(
        span=month.span,
        lines=MappingProxyType({code: ints(np.where(failed, 0, lines[code])) for code in LINES}),
        employer=MappingProxyType({code: ints(np.where(failed, 0, values)) for code, values in employer.items()}),
        status=ints(status),
        unit=ints(month.state.unit[month.segments.tails]),
        post=ints(month.state.post[month.segments.tails]),
        grading=ints(month.state.grading[month.segments.tails]),
        service_start=month.service_start,
        years=month.years,
        certificates=found.certificates,
        months=tax.months,
        taxable=tax.taxable,
        bracket=tax.bracket,
        damages=ints(np.where(failed, 0, damages)),
        segments=month.segments,
        errors=tuple(sorted(month.findings.found, key=lambda one: (one.person, one.field, one.kind))),
        warnings=tuple(warnings.found),
    )
