"""What each amount of a slip was computed from: the evidence an explanation reads (pay rules, section 5.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from datetime import date
from fractions import Fraction
from typing import Any

from app.core.money import Fen, Rounding
from app.core.periods import Month
from app.payroll.rules.pay_facts import FactStep


@dataclass(frozen=True, slots=True)
class SlipError:
    """One thing that is wrong with one slip: `message` is an English message id with places for `values`."""

    field: str
    kind: str
    message: str
    values: Mapping[str, Any] = filled(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the scale: component, row and step, the date and the document it comes from."""

    component: str
    row_key: str
    step: int
    amount: Fen
    start: date
    document: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The full-month rate of one item in one segment, in fen, and the scale cells behind it."""

    amount: Fraction
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A longest run of days on which every fact stays the same (pay rules, section 2)."""

    start: date
    end: date
    level: str
    step: int
    post: str
    unit: str
    probation: bool
    scale_version: date
    scale_document: str
    paid_days: int
    rates: Mapping[str, Rate]
    years: int = 0

    @property
    def days(self) -> int:
        """Calendar days, both ends included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Share:
    """What a segment adds to an item: the rate that counts and the days it counts for."""

    start: date
    end: date
    days: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class ItemStep:
    """One rated item: its shares, the divisor, the exact amount in fen and its rounding."""

    code: str
    mid_month_change: str
    divisor: str
    divisor_days: int
    factor: Fraction
    shares: tuple[Share, ...]
    exact: Fraction
    rounding: Rounding
    amount: Fen


@dataclass(frozen=True, slots=True)
class ContributionStep:
    """One contribution item: base, clamp, rates and rounding, for the employee and the employer."""

    code: str
    due: bool
    reason: str
    source: str
    declared: Fen
    base: Fen
    floor: Fen
    ceiling: Fen
    employee_rate: Fraction
    employee_fixed: Fen
    employee: Fen
    employer_rate: Fraction
    employer_fixed: Fen
    employer: Fen
    rounding: Rounding
    document: str

    @property
    def clamp(self) -> str:
        """Which limit the base was moved to: floor, ceiling, or none."""
        if self.declared < self.base:
            return "floor"
        return "ceiling" if self.declared > self.base else "none"


@dataclass(frozen=True, slots=True)
class TaxSteps:
    """Cumulative withholding, step by step; cumulative figures include this slip. Money in fen."""

    first_month: Month
    months: int
    standard_deduction: Fen
    upfront: bool
    income_before: Fen
    income: Fen
    exempt: Fen
    contributions_before: Fen
    contributions: Fen
    special_additional: Fen
    other: Fen
    balance: Fen
    taxable: Fen
    bracket: int
    rate: Fraction
    quick: Fen
    cumulative_tax: Fen
    withheld_before: Fen
    tax: Fen
    document: str


@dataclass(frozen=True, slots=True)
class DamagesStep:
    """Damages claimed, both limits, and what is deducted (pay rules, section 4)."""

    claimed: Fen
    gross: Fen
    max_share: Fraction
    share_limit: Fen
    minimum_wage: Fen
    wage_limit: Fen
    deducted: Fen

    @property
    def limited_by(self) -> str:
        """What held the deduction down: share, minimum_wage, or none."""
        if self.deducted >= self.claimed:
            return "none"
        return "share" if self.share_limit <= self.wage_limit else "minimum_wage"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the lines of one slip were computed from."""

    segments: tuple[Segment, ...] = ()
    items: Mapping[str, ItemStep] = filled(default_factory=dict)
    hire: date | None = None
    service_start: date | None = None
    prior_service_months: int = 0
    break_days: int = 0
    full_years: int = 0
    certificates: tuple[str, ...] = ()
    cert_rules: Mapping[str, Any] = filled(default_factory=dict)
    grade: str = ""
    grade_entered: bool = False
    coefficient: Fraction = Fraction(1)
    contributions: Mapping[str, ContributionStep] = filled(default_factory=dict)
    tax: TaxSteps | None = None
    damages: DamagesStep | None = None
    facts: tuple[FactStep, ...] = ()
