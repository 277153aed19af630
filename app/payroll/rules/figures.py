"""Exact numbers as one writes them: an amount in yuan, a share in per cent."""

from fractions import Fraction


def exact_yuan(fen: Fraction) -> str:
    """An exact amount of fen in yuan: a decimal where it ends, else a fraction."""
    amount = fen / 100
    rest = amount.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{amount.numerator}/{amount.denominator}"
    places = 2
    while (amount * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(amount.numerator) * 10**places // amount.denominator:0{places + 1}d}"
    return f"{'-' if amount < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def percent(share: Fraction) -> str:
    """A share in per cent: 2/25 is 8 %."""
    return plain_number(share * 100)


def plain_number(number: Fraction) -> str:
    """An exact number without trailing zeros."""
    text = exact_yuan(number * 100)
    return text if "/" in text else text.rstrip("0").rstrip(".")
