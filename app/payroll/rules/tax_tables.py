"""Statutory tax tables, dated and with their documents (pay rules, sections 4 and 9). Money in fen.

A month's rules carry the table in force; the tables here are the seeds, not constants of the engine.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class Bracket:
    """One row: amounts up to and including `upper` (None: no bound), the rate and the quick deduction."""

    upper: Fen | None
    rate: Fraction
    quick: Fen


@dataclass(frozen=True, slots=True)
class TaxTable:
    """The table of cumulative withholding with its standard deductions."""

    document: str
    start: date
    brackets: tuple[Bracket, ...]
    monthly_deduction: Fen
    upfront_deduction: Fen


@dataclass(frozen=True, slots=True)
class BonusTaxTable:
    """The table of the separately taxed annual bonus; a twelfth of the bonus picks the row."""

    document: str
    start: date
    until: date | None
    brackets: tuple[Bracket, ...]


def _brackets(*rows: tuple[int | None, int, int]) -> tuple[Bracket, ...]:
    """Rows given in yuan and per cent."""
    return tuple(
        Bracket(None if upper is None else upper * 100, Fraction(percent, 100), quick * 100)
        for upper, percent, quick in rows
    )


WITHHOLDING_2019 = TaxTable(
    document="国家税务总局公告2018年第61号",
    start=date(2019, 1, 1),
    brackets=_brackets(
        (36_000, 3, 0),
        (144_000, 10, 2_520),
        (300_000, 20, 16_920),
        (420_000, 25, 31_920),
        (660_000, 30, 52_920),
        (960_000, 35, 85_920),
        (None, 45, 181_920),
    ),
    monthly_deduction=500_000,
    upfront_deduction=6_000_000,
)

BONUS_2019 = BonusTaxTable(
    document="财政部 税务总局公告2023年第30号",
    start=date(2019, 1, 1),
    until=date(2027, 12, 31),
    brackets=_brackets(
        (3_000, 3, 0),
        (12_000, 10, 210),
        (25_000, 20, 1_410),
        (35_000, 25, 2_660),
        (55_000, 30, 4_410),
        (80_000, 35, 7_160),
        (None, 45, 15_160),
    ),
)


def bracket_of(brackets: tuple[Bracket, ...], amount: Fraction) -> int:
    """Which row (0 is the first) an amount of fen falls into; a bound belongs to the row it ends."""
    for row, bracket in enumerate(brackets):
        if bracket.upper is None or amount <= bracket.upper:
            return row
    raise ValueError("the last row of a tax table has no upper bound")
