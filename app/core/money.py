"""Money: exact, in fen, as integers. One yuan is 100 fen; there are no floats.

Rounding modes are those of the pay rules: half-up means away from zero on a tie.
"""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

Fen = int


class Rounding(StrEnum):
    """How an exact amount becomes whole fen, jiao or yuan."""

    FEN_HALF_UP = "fen_half_up"
    YUAN_HALF_UP = "yuan_half_up"
    JIAO_CEILING = "jiao_ceiling"
    FEN_FLOOR = "fen_floor"


def _half_up(value: Fraction) -> int:
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + Fraction(1, 2))


def round_fen(amount: Fraction | int, mode: Rounding = Rounding.FEN_HALF_UP) -> Fen:
    """Round an exact number of fen to whole fen by the mode (pay rules, section 1)."""
    value = Fraction(amount)
    match mode:
        case Rounding.FEN_HALF_UP:
            return _half_up(value)
        case Rounding.YUAN_HALF_UP:
            return _half_up(value / 100) * 100
        case Rounding.JIAO_CEILING:
            return -((-value / 10).__floor__()) * 10
        case Rounding.FEN_FLOOR:
            return value.__floor__()


def fen_from_yuan(text: str | Decimal | int) -> Fen:
    """Yuan with at most two decimals to fen; ValueError when it is no such amount."""
    try:
        fen = Decimal(text) * 100
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not an amount") from error
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError(f"{text!r} is not an amount in yuan with at most two decimals")
    return int(fen)


def yuan(fen: Fen) -> str:
    """Fen as yuan with two decimals: 123456 -> '1234.56'."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
