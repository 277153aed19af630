"""Values the pay rules work on: the scale, the parameters, one person's month, and its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from app.core.money import Fen, Rounding
from app.core.periods import Month
from app.payroll.rules.evidence import DamagesStep, Evidence, Segment, SlipError, TaxSteps
from app.payroll.rules.pay_facts import FactSpan, PayFact
from app.payroll.rules.tax_tables import WITHHOLDING_2019, TaxTable

T = TypeVar("T")

RATED_ITEMS = ("BASE", "LEVEL", "POST", "SENIORITY", "CERT", "PERF")
CONTRIBUTION_ITEMS = ("PENSION", "MEDICAL", "UNEMPLOYMENT", "HOUSING")
EMPLOYER_ITEMS = ("PENSION", "MEDICAL", "UNEMPLOYMENT", "INJURY", "MATERNITY", "HOUSING")
EMPLOYER_LINES = tuple(f"EMPLOYER_{code}" for code in (*EMPLOYER_ITEMS, "TOTAL"))
SLIP_LINES = (*RATED_ITEMS, "INPUTS", "GROSS", *CONTRIBUTION_ITEMS, "TAX", "OTHER", "NET")
CONTRIBUTION_CODES = {
    "养老保险": "PENSION",
    "医疗保险": "MEDICAL",
    "失业保险": "UNEMPLOYMENT",
    "工伤保险": "INJURY",
    "生育保险": "MATERNITY",
    "住房公积金": "HOUSING",
}

STATUS_OK = "OK"
STATUS_NEGATIVE_NET = "NEGATIVE_NET"
STATUS_ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value of a succession: in force from `start` until the next start."""

    start: date
    value: T


@dataclass(frozen=True, slots=True)
class CertificateRate:
    """Monthly amount of a certificate; rank 1 is the highest."""

    rank: int
    amount: Fen
    requires_registration: bool


@dataclass(frozen=True, slots=True)
class ScaleVersion:
    """A complete scale from `start` on (rows not restated carry over from the version before).

    `sources` tells, per (component, row_key, step), since when and by which document a carried-over
    cell holds; a cell not listed is this version's own.
    """

    start: date
    document: str
    base: Mapping[str, Fen]
    probation_base: Fen | None
    level: Mapping[tuple[str, int], Fen]
    post: Mapping[str, Fen]
    seniority_per_year: Fen
    seniority_cap_years: int
    certificates: Mapping[str, CertificateRate]
    performance: Mapping[str, Fen]
    probation_performance: Fen | None
    sources: Mapping[tuple[str, str, int], tuple[date, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContributionRule:
    """One contribution item as at the month's first day; rates are exact shares (8 % = 2/25)."""

    employee_rate: Fraction
    employee_fixed: Fen
    employer_rate: Fraction
    employer_fixed: Fen
    floor: Fen
    ceiling: Fen
    rounding: Rounding
    document: str = ""


@dataclass(frozen=True, slots=True)
class PayCalendar:
    """Working days and statutory holidays of a month; needed by fixed_21_75 alone."""

    working_days: frozenset[date] = frozenset()
    statutory_holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters as at the first day of the pay month."""

    proration_divisor: str = "calendar"
    cert_start_rule: str = "next_month"
    cert_combination: str = "highest"
    cert_requires_registration: bool = False
    minimum_wage: Fen = 0
    damages_max_share: Fraction = Fraction(1, 5)
    grade_coefficients: Mapping[str, Fraction] = field(default_factory=dict)
    mid_month_change: Mapping[str, str] = field(default_factory=dict)
    item_rounding: Mapping[str, Rounding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthRules:
    """Everything about a month that is the same for everybody.

    `pay_facts` are what facts of other modules mean, by name, and `contributors` those modules' labels by name.
    """

    month: Month
    payment_month: Month
    scale: tuple[ScaleVersion, ...]
    parameters: Parameters
    contributions: Mapping[str, ContributionRule]
    calendar: PayCalendar = field(default_factory=PayCalendar)
    tax_table: TaxTable = WITHHOLDING_2019
    pay_facts: Mapping[str, PayFact] = field(default_factory=dict)
    contributors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grading:
    """Level and step, held together."""

    level: str
    step: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate held; `registered_from` and `registered_until` bound its registration."""

    name: str
    obtained: date
    registered_until: date | None = None
    registered_from: date | None = None


@dataclass(frozen=True, slots=True)
class OneOff:
    """A one-off input; category is earning (signed), deduction or damages (positive)."""

    code: str
    category: str
    amount: Fen
    name: str = ""
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class CumulativeTax:
    """Cumulative figures of the tax year before this slip, in fen."""

    income: Fen = 0
    contributions: Fen = 0
    special_additional: Fen = 0
    withheld: Fen = 0
    deduct_60000_upfront: bool = False
    exempt: Fen = 0
    other: Fen = 0


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One person's facts for one month at one legal entity, each succession sorted by start.

    `contribution_first` and `contribution_last` move the ends of the due months by a dated fact (another
    entity pays, a late registration); None keeps the hire and the leaving month. `first_month_grade` is
    the grade of the hire month, read only for a missing declared base in later months. `facts` are those of other
    modules, in order of name and start.
    """

    number: str
    hire: date
    leave: date | None
    first_employment: bool
    prior_service_months: int
    break_days: int
    grading: tuple[Dated[Grading], ...]
    post: tuple[Dated[str], ...]
    unit: tuple[Dated[str], ...]
    probation: tuple[Dated[bool], ...]
    social_base: Fen | None
    housing_base: Fen | None
    certificates: tuple[Certificate, ...]
    grade: str | None
    one_offs: tuple[OneOff, ...]
    special_additional: Fen | None
    cumulative: CumulativeTax
    contribution_first: Month | None = None
    contribution_last: Month | None = None
    first_month_grade: str | None = None
    facts: tuple[FactSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's month, computed: lines in sheet order, and the evidence behind them.

    `status` is OK, NEGATIVE_NET (listed with its lines, in no total) or ERROR (no lines; `errors` say
    why). `employer` holds EMPLOYER_* with EMPLOYER_TOTAL. Amounts in fen.
    """

    number: str
    month: Month
    status: str
    unit: str
    lines: Mapping[str, Fen]
    employer: Mapping[str, Fen]
    evidence: Evidence
    one_offs: tuple[OneOff, ...] = ()
    errors: tuple[SlipError, ...] = ()
    warnings: tuple[SlipError, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of the employed span."""
        return self.evidence.segments

    @property
    def full_years(self) -> int:
        """Full years of service, before the cap."""
        return self.evidence.full_years

    @property
    def certificates(self) -> tuple[str, ...]:
        """The certificates counted in the month."""
        return self.evidence.certificates

    @property
    def tax(self) -> TaxSteps | None:
        """The steps of the withholding."""
        return self.evidence.tax

    @property
    def damages(self) -> DamagesStep | None:
        """Damages claimed and deducted."""
        return self.evidence.damages
