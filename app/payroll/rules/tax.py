"""Individual income tax: cumulative withholding and the annual bonus (pay rules, sections 4 and 9). Money in fen."""

from dataclasses import dataclass
from fractions import Fraction

from app.core.money import Fen, round_fen
from app.core.periods import Month
from app.payroll.rules.evidence import TaxSteps
from app.payroll.rules.tax_tables import BONUS_2019, WITHHOLDING_2019, BonusTaxTable, Bracket, TaxTable, bracket_of
from app.payroll.rules.values import CumulativeTax, PersonMonth


def tax_of(brackets: tuple[Bracket, ...], amount: Fen) -> Fen:
    """Tax on a cumulative taxable amount; nothing on a negative one."""
    taxable = max(0, amount)
    row = brackets[bracket_of(brackets, Fraction(taxable))]
    return round_fen(taxable * row.rate - row.quick)


def first_month(hire: Month, payment: Month, first_employment: bool) -> Month:
    """The later of January and the hire month; January for a first job in its year of hire."""
    january = Month(payment.year, 1)
    if first_employment and hire.year == payment.year:
        return january
    return max(january, hire)


def deduction_months(first: Month, leave: Month | None, payment: Month) -> int:
    """n: the months of the tax year from the first up to the payment month, a leaver's to the leaving month."""
    last = payment if leave is None else min(payment, leave)
    return max(0, (last.year - first.year) * 12 + last.number - first.number + 1)


def withhold(
    first: Month,
    months: int,
    before: CumulativeTax,
    income: Fen,
    contributions: Fen,
    special_additional: Fen | None = None,
    table: TaxTable = WITHHOLDING_2019,
) -> TaxSteps:
    """This slip's withholding: `income` and `contributions` are its own, `before` the year so far.

    `special_additional` is the year-to-date figure; None keeps the earlier one.
    """
    special = before.special_additional if special_additional is None else special_additional
    deduction = table.upfront_deduction if before.deduct_60000_upfront else table.monthly_deduction * months
    cumulative_income = before.income + income
    cumulative_contributions = before.contributions + contributions
    balance = cumulative_income - before.exempt - deduction - cumulative_contributions - special - before.other
    taxable = max(0, balance)
    row = bracket_of(table.brackets, Fraction(taxable))
    cumulative_tax = tax_of(table.brackets, taxable)
    return TaxSteps(
        first_month=first,
        months=months,
        standard_deduction=deduction,
        upfront=before.deduct_60000_upfront,
        income_before=before.income,
        income=cumulative_income,
        exempt=before.exempt,
        contributions_before=before.contributions,
        contributions=cumulative_contributions,
        special_additional=special,
        other=before.other,
        balance=balance,
        taxable=taxable,
        bracket=row + 1,
        rate=table.brackets[row].rate,
        quick=table.brackets[row].quick,
        cumulative_tax=cumulative_tax,
        withheld_before=before.withheld,
        tax=max(0, cumulative_tax - before.withheld),
        document=table.document,
    )


def person_tax(person: PersonMonth, payment: Month, income: Fen, contributions: Fen, table: TaxTable) -> TaxSteps:
    """The withholding of one person's slip."""
    first = first_month(Month.of(person.hire), payment, person.first_employment)
    leave = None if person.leave is None else Month.of(person.leave)
    months = deduction_months(first, leave, payment)
    return withhold(first, months, person.cumulative, income, contributions, person.special_additional, table)


@dataclass(frozen=True, slots=True)
class BonusCliff:
    """A bonus that leaves less than the nearest bound below it would."""

    threshold: Fen
    net_at_threshold: Fen
    net: Fen

    @property
    def lost(self) -> Fen:
        """What is lost against the bound."""
        return self.net_at_threshold - self.net


@dataclass(frozen=True, slots=True)
class BonusTax:
    """Both taxes of an annual bonus; the person's choice is stored elsewhere."""

    bonus: Fen
    separate: Fen
    rate: Fraction
    quick: Fen
    merged_extra: Fen
    better: str
    cliff: BonusCliff | None
    document: str


def separate_allowed(payment: Month, table: BonusTaxTable = BONUS_2019) -> bool:
    """Whether the separate table is in force throughout the payment month."""
    return table.start <= payment.first and (table.until is None or payment.last <= table.until)


def separate_tax(bonus: Fen, table: BonusTaxTable = BONUS_2019) -> Fen:
    """Tax of a bonus on its own: a twelfth of it picks the row."""
    row = table.brackets[bracket_of(table.brackets, Fraction(bonus, 12))]
    return round_fen(bonus * row.rate - row.quick)


def bonus_cliff(bonus: Fen, table: BonusTaxTable = BONUS_2019) -> BonusCliff | None:
    """The warning where the nearest bound below would leave more; None when it would not."""
    row = bracket_of(table.brackets, Fraction(bonus, 12))
    upper = table.brackets[row - 1].upper if row else None
    if upper is None:
        return None
    threshold = 12 * upper
    net_at_threshold = threshold - separate_tax(threshold, table)
    net = bonus - separate_tax(bonus, table)
    return BonusCliff(threshold, net_at_threshold, net) if net < net_at_threshold else None


def bonus_tax(
    bonus: Fen, balance: Fen, table: BonusTaxTable = BONUS_2019, withholding: TaxTable = WITHHOLDING_2019
) -> BonusTax:
    """Separate and merged tax of a bonus; `balance` is the cumulative T before it, not floored."""
    row = table.brackets[bracket_of(table.brackets, Fraction(bonus, 12))]
    separate = separate_tax(bonus, table)
    merged = tax_of(withholding.brackets, balance + bonus) - tax_of(withholding.brackets, balance)
    better = "equal" if separate == merged else "separate" if separate < merged else "merged"
    return BonusTax(bonus, separate, row.rate, row.quick, merged, better, bonus_cliff(bonus, table), table.document)
