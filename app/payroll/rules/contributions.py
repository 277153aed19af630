"""Social insurance and housing fund of one person's month (pay rules, section 4)."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from app.core.money import Fen, Rounding, round_fen
from app.core.periods import Month
from app.payroll.rules.evidence import ContributionStep
from app.payroll.rules.values import EMPLOYER_ITEMS, ContributionRule, PersonMonth

HOUSING = "HOUSING"
_ABSENT_RULE = ContributionRule(Fraction(0), 0, Fraction(0), 0, 0, 0, Rounding.FEN_HALF_UP)


def clamp(base: Fen, floor: Fen, ceiling: Fen) -> Fen:
    """The base moved into the limits."""
    return max(floor, min(base, ceiling))


def amount(base: Fen, rate: Fraction, fixed: Fen, rounding: Rounding) -> Fen:
    """round_mode(base x rate) + fixed amount."""
    return round_fen(base * rate, rounding) + fixed


def not_due_reason(person: PersonMonth, month: Month, code: str) -> str:
    """Why nothing is due in the month; empty when it is due.

    Due from the hire month to the leaving month unless a dated fact moves an end; the housing fund of a
    first job only from the month after the hire month.
    """
    hired = Month.of(person.hire)
    if month < (person.contribution_first or hired):
        return "before_first_month"
    last = person.contribution_last or (None if person.leave is None else Month.of(person.leave))
    if last is not None and month > last:
        return "after_last_month"
    if code == HOUSING and person.first_employment and month <= hired:
        return "first_job"
    return ""


def step(code: str, rule: ContributionRule, declared: Fen, source: str) -> ContributionStep:
    """One item that is due: employee's and employer's amount of the clamped base."""
    base = clamp(declared, rule.floor, rule.ceiling)
    return ContributionStep(
        code=code,
        due=True,
        reason="",
        source=source,
        declared=declared,
        base=base,
        floor=rule.floor,
        ceiling=rule.ceiling,
        employee_rate=rule.employee_rate,
        employee_fixed=rule.employee_fixed,
        employee=amount(base, rule.employee_rate, rule.employee_fixed, rule.rounding),
        employer_rate=rule.employer_rate,
        employer_fixed=rule.employer_fixed,
        employer=amount(base, rule.employer_rate, rule.employer_fixed, rule.rounding),
        rounding=rule.rounding,
        document=rule.document,
    )


def nothing(code: str, rule: ContributionRule, reason: str) -> ContributionStep:
    """One item that is not due: no amount, and the reason."""
    return ContributionStep(
        code=code,
        due=False,
        reason=reason,
        source="",
        declared=0,
        base=0,
        floor=rule.floor,
        ceiling=rule.ceiling,
        employee_rate=rule.employee_rate,
        employee_fixed=0,
        employee=0,
        employer_rate=rule.employer_rate,
        employer_fixed=0,
        employer=0,
        rounding=rule.rounding,
        document=rule.document,
    )


def contribution_steps(
    person: PersonMonth,
    month: Month,
    rules: Mapping[str, ContributionRule],
    first_month_rate: Callable[[], Fen],
) -> Mapping[str, ContributionStep]:
    """All items of the month; `first_month_rate` is asked only where no base is declared."""
    steps: dict[str, ContributionStep] = {}
    for code in EMPLOYER_ITEMS:
        rule = rules.get(code)
        if rule is None:
            steps[code] = nothing(code, _ABSENT_RULE, "no_rule")
            continue
        reason = not_due_reason(person, month, code)
        if reason:
            steps[code] = nothing(code, rule, reason)
            continue
        declared = person.housing_base if code == HOUSING else person.social_base
        if declared is None:
            steps[code] = step(code, rule, first_month_rate(), "first_month")
        else:
            steps[code] = step(code, rule, declared, "declared")
    return steps
