"""What a row of a payroll workbook says, once read: values between the import and the services."""

from dataclasses import dataclass
from datetime import date

from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class ScaleRowRecord:
    """One amount of the pay scale, in force from `start` until the same cell's next start.

    component: base, level, post, seniority, certificate, performance. `row_key` is the level, post
    or certificate name (见习 for the probation standards; empty for seniority); `step` is 0 unless
    component is level. Seniority: `amount` a year and `cap_years`. Certificate: `rank` (1 is the
    highest) and `requires_registration`. Amounts in fen.
    """

    sheet: str
    row: int
    start: date
    document: str
    component: str
    row_key: str
    step: int
    amount: Fen
    cap_years: int | None = None
    rank: int | None = None
    requires_registration: bool | None = None


@dataclass(frozen=True, slots=True)
class ParameterRecord:
    """One parameter value as written (text), in force from `start`."""

    row: int
    start: date
    document: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ContributionRecord:
    """Rates of one contribution item from `start`. Rates in millionths (8 % = 80_000); money in fen."""

    row: int
    start: date
    document: str
    item: str
    employee_rate: int
    employee_fixed: Fen
    employer_rate: int
    employer_fixed: Fen
    floor: Fen
    ceiling: Fen
    rounding: str


@dataclass(frozen=True, slots=True)
class InputRecord:
    """A one-off input of the month: `amount` in fen, signed as entered."""

    row: int
    number: str
    code: str
    name: str
    amount: Fen
    reason: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class InputKindRecord:
    """What an input code is: category is earning or deduction; damages mark the limited ones."""

    row: int
    code: str
    name: str
    category: str
    is_damages: bool


@dataclass(frozen=True, slots=True)
class GradeRecord:
    """A person's grade of the month."""

    row: int
    number: str
    grade: str


@dataclass(frozen=True, slots=True)
class SpecialDeductionRecord:
    """Special additional deductions from January to the month, in fen."""

    row: int
    number: str
    cumulative: Fen


@dataclass(frozen=True, slots=True)
class OpeningBalanceRecord:
    """Tax figures from January to the month before, in fen."""

    row: int
    number: str
    months: int | None
    income: Fen
    contributions: Fen
    special_additional: Fen
    withheld: Fen
    deduct_60000_upfront: bool
