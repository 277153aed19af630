"""Exact whole-number arithmetic on arrays: rounding of ratios, shares as numerator and denominator."""

from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.core.money import Rounding

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

LIMIT = 2**62
MISSING = -(2**62)


def ints(values: object) -> Ints:
    """Any sequence of whole numbers as int64."""
    return np.asarray(values, dtype=np.int64)


def half_up(numerator: Ints, denominator: Ints | int) -> Ints:
    """The ratio rounded to a whole number, away from zero on a tie (section 1); denominators are positive."""
    quotient, rest = np.divmod(np.abs(numerator), denominator)
    rounded = quotient + (rest >= denominator - rest)
    return ints(np.where(numerator < 0, -rounded, rounded))


def round_ratio(numerator: Ints, denominator: Ints | int, mode: Rounding) -> Ints:
    """Fen given as a ratio, rounded by the mode to whole fen, jiao or yuan (section 1)."""
    match mode:
        case Rounding.FEN_HALF_UP:
            return half_up(numerator, denominator)
        case Rounding.YUAN_HALF_UP:
            return half_up(numerator, denominator * 100) * 100
        case Rounding.JIAO_CEILING:
            return ints(-(-numerator // (denominator * 10)) * 10)
        case Rounding.FEN_FLOOR:
            return ints(numerator // denominator)


def floor_share(amount: Ints, share: Fraction) -> Ints:
    """An exact share of each amount, rounded down to the fen."""
    ensure_room(largest(amount), share.numerator)
    return ints(amount * share.numerator // share.denominator)


def largest(values: Ints) -> int:
    """The largest absolute value that is not MISSING; 0 of nothing."""
    real = values[values != MISSING]
    return max(abs(int(real.max())), abs(int(real.min()))) if real.size else 0


def ensure_room(*factors: int) -> None:
    """Refuse a product that could leave int64: far beyond any amount of money, so the configuration is wrong."""
    product = 1
    for factor in factors:
        product *= max(1, abs(factor))
    if product >= LIMIT:
        raise OverflowError(f"amounts too large for exact 64-bit arithmetic: factors {factors}")
