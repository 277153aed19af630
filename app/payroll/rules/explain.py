"""Why a line is what it is: rule, cells, days, steps and documents (pay rules, section 5, invariant 4).

An explanation holds plain values (JSON) and one English message id with places for them; it is translated
where it is shown. Amounts are yuan as text; dates are ISO.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.money import Fen, round_fen, yuan
from app.payroll.rules import explain_messages as say
from app.payroll.rules.evidence import Cell, ContributionStep, ItemStep, Segment, Share
from app.payroll.rules.explain_facts import told, told_in_short
from app.payroll.rules.figures import exact_yuan, percent, plain_number
from app.payroll.rules.pay_facts import FactStep
from app.payroll.rules.values import CONTRIBUTION_ITEMS, EMPLOYER_ITEMS, RATED_ITEMS, Slip

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One line: its code and amount, the rule it follows, plain values, and a message id for them."""

    code: str
    amount: Fen
    rule: str
    values: Mapping[str, Any]
    message: str

    @property
    def words(self) -> str:
        """The message in English."""
        return self.message % self.values


def _cell(cell: Cell) -> Plain:
    return {
        "component": cell.component,
        "row": cell.row_key,
        "step": cell.step,
        "amount": yuan(cell.amount),
        "start": cell.start.isoformat(),
        "document": cell.document,
    }


def _share(share: Share, segment: Segment) -> Plain:
    return {
        "start": share.start.isoformat(),
        "end": share.end.isoformat(),
        "days": share.days,
        "rate": exact_yuan(share.rate.amount),
        "level": segment.level,
        "step": segment.step,
        "post": segment.post,
        "unit": segment.unit,
        "probation": segment.probation,
        "scale_version": segment.scale_version.isoformat(),
        "scale_document": segment.scale_document,
        "cells": [_cell(cell) for cell in share.rate.cells],
    }


def _sum_of(step: ItemStep) -> str:
    """The days times rates as one writes them: 3170.00 x 7 + 3320.00 x 24."""
    return " + ".join(f"{exact_yuan(share.rate.amount)} × {share.days}" for share in step.shares)


def _rated_values(slip: Slip, step: ItemStep) -> Plain:
    pairs = zip(step.shares, slip.segments, strict=True)
    return {
        "amount": yuan(step.amount),
        "sum": _sum_of(step),
        "segments": [_share(share, segment) for share, segment in pairs],
        "mid_month_change": step.mid_month_change,
        "divisor": step.divisor,
        "divisor_days": step.divisor_days,
        "factor": str(step.factor),
        "exact": exact_yuan(step.exact),
        "rounding": step.rounding.value,
        "documents": sorted({cell.document for share in step.shares for cell in share.rate.cells if cell.document}),
    }


def _seniority_values(slip: Slip) -> Plain:
    evidence = slip.evidence
    return {
        "hire": evidence.hire.isoformat() if evidence.hire else None,
        "service_start": evidence.service_start.isoformat() if evidence.service_start else None,
        "prior_service_months": evidence.prior_service_months,
        "break_days": evidence.break_days,
        "full_years": evidence.full_years,
        "years_paid": [segment.years for segment in slip.segments],
        "years": max(segment.years for segment in slip.segments),
    }


def _certificate_values(slip: Slip) -> Plain:
    names = slip.certificates
    return {"certificates": list(names), "names": "、".join(names), **slip.evidence.cert_rules}


def _grade_values(slip: Slip) -> Plain:
    evidence = slip.evidence
    return {
        "grade": evidence.grade,
        "grade_entered": evidence.grade_entered,
        "coefficient": plain_number(evidence.coefficient),
    }


_EXTRAS: Mapping[str, Callable[[Slip], Plain]] = {
    "SENIORITY": _seniority_values,
    "CERT": _certificate_values,
    "PERF": _grade_values,
}
_RATED_MESSAGES = {"SENIORITY": say.SENIORITY, "CERT": say.CERT, "PERF": say.PERF}


def _rated(slip: Slip, code: str) -> Explanation:
    step = slip.evidence.items[code]
    values = _rated_values(slip, step) | (_EXTRAS[code](slip) if code in _EXTRAS else {})
    message = _RATED_MESSAGES.get(code, say.RATED) if step.divisor == "calendar" else say.FIXED
    if code == "CERT" and not slip.certificates:
        message = say.NO_CERT
    return Explanation(code, step.amount, "3", values, message)


def _inputs(slip: Slip, code: str, categories: tuple[str, ...]) -> list[Plain]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "category": one.category,
            "amount": yuan(one.amount),
            "reason": one.reason,
            "document": one.document,
        }
        for one in slip.one_offs
        if one.category in categories
    ] + [told(step) for step in _facts_of(slip, code)]


def _facts_of(slip: Slip, item: str) -> tuple[FactStep, ...]:
    return tuple(step for step in slip.evidence.facts if step.fact.item == item)


def _entered(slip: Slip) -> Explanation:
    """One-off inputs, and the facts of other modules that are earnings."""
    facts = _facts_of(slip, "INPUTS")
    values = {"amount": yuan(slip.lines["INPUTS"]), "inputs": _inputs(slip, "INPUTS", ("earning",))}
    message = say.INPUTS_AND_FACTS if facts else say.INPUTS
    return Explanation("INPUTS", slip.lines["INPUTS"], "3", values | told_in_short(facts), message)


def _contribution(code: str, step: ContributionStep, employer: bool) -> Explanation:
    amount, rate, fixed = (
        (step.employer, step.employer_rate, step.employer_fixed)
        if employer
        else (step.employee, step.employee_rate, step.employee_fixed)
    )
    values = {
        "amount": yuan(amount),
        "item": step.code,
        "due": step.due,
        "reason": step.reason,
        "source": step.source,
        "declared": yuan(step.declared),
        "base": yuan(step.base),
        "floor": yuan(step.floor),
        "ceiling": yuan(step.ceiling),
        "clamp": step.clamp,
        "rate": percent(rate),
        "fixed": yuan(fixed),
        "exact": exact_yuan(step.base * rate),
        "rounded": yuan(round_fen(step.base * rate, step.rounding)),
        "rounding": step.rounding.value,
        "document": step.document,
    }
    return Explanation(code, amount, "4", values, say.CONTRIBUTION if step.due else say.NOT_DUE)


def _tax(slip: Slip) -> Explanation:
    tax = slip.tax
    assert tax is not None
    values = {
        "amount": yuan(tax.tax),
        "first_month": str(tax.first_month),
        "months": tax.months,
        "upfront": tax.upfront,
        "bracket": tax.bracket,
        "rate": percent(tax.rate),
        "document": tax.document,
    }
    money = (
        *("standard_deduction", "income_before", "income", "exempt", "contributions_before", "contributions"),
        *("special_additional", "other", "balance", "taxable", "quick", "cumulative_tax", "withheld_before"),
    )
    return Explanation("TAX", tax.tax, "4", values | {name: yuan(getattr(tax, name)) for name in money}, say.TAX)


def _other(slip: Slip) -> Explanation:
    damages = slip.damages
    assert damages is not None
    amount = slip.lines["OTHER"]
    values = {
        "amount": yuan(amount),
        "orders": yuan(amount - damages.deducted),
        "inputs": _inputs(slip, "OTHER", ("deduction", "damages")),
        "claimed": yuan(damages.claimed),
        "deducted": yuan(damages.deducted),
        "not_deducted": yuan(damages.claimed - damages.deducted),
        "max_share": percent(damages.max_share),
        "share_limit": yuan(damages.share_limit),
        "minimum_wage": yuan(damages.minimum_wage),
        "wage_limit": yuan(damages.wage_limit),
        "limited_by": damages.limited_by,
    }
    facts = _facts_of(slip, "OTHER")
    return Explanation("OTHER", amount, "4", values | told_in_short(facts), say.OTHER_AND_FACTS if facts else say.OTHER)


def _total(slip: Slip, code: str, rule: str, message: str, parts: tuple[str, ...]) -> Explanation:
    lines = {**slip.lines, **slip.employer}
    values = {"amount": yuan(lines[code]), "lines": {part: yuan(lines[part]) for part in parts}, "status": slip.status}
    values |= {part: yuan(lines[part]) for part in parts}
    return Explanation(code, lines[code], rule, values, message)


def explain(slip: Slip) -> tuple[Explanation, ...]:
    """Every line of a slip explained, in sheet order, then the employer's; nothing for a slip in error."""
    if not slip.lines:
        return ()
    shares = slip.evidence.contributions
    withheld = (*CONTRIBUTION_ITEMS, "TAX", "OTHER")
    employer = tuple(f"EMPLOYER_{code}" for code in EMPLOYER_ITEMS)
    return (
        *(_rated(slip, code) for code in RATED_ITEMS),
        _entered(slip),
        _total(slip, "GROSS", "3", say.GROSS, (*RATED_ITEMS, "INPUTS")),
        *(_contribution(code, shares[code], employer=False) for code in CONTRIBUTION_ITEMS),
        _tax(slip),
        _other(slip),
        _total(slip, "NET", "4", say.NET, ("GROSS", *withheld)),
        *(_contribution(f"EMPLOYER_{code}", shares[code], employer=True) for code in EMPLOYER_ITEMS),
        _total(slip, "EMPLOYER_TOTAL", "4", say.EMPLOYER_TOTAL, employer),
    )
