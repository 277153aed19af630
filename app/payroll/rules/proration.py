"""How the rates of segments make a month's amount (pay rules, section 2)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.core.money import Rounding, round_fen
from app.payroll.rules.evidence import ItemStep, Segment, Share
from app.payroll.rules.values import Parameters

MONTH_DAYS = Fraction(2175, 100)
CHANGES = ("segments", "next_month", "new_for_whole_month")
DIVISORS = ("calendar", "fixed_21_75")


def factor_21_75(paid_days: int, employed_paid_days: int) -> Fraction:
    """The share F of fixed_21_75: P paid days of the month, p of them employed, a = P - p."""
    absent = paid_days - employed_paid_days
    if absent == 0:
        return Fraction(1)
    counted = absent <= employed_paid_days
    share = 1 - absent / MONTH_DAYS if counted else employed_paid_days / MONTH_DAYS
    return min(Fraction(1), max(Fraction(0), share))


def shares(segments: Sequence[Segment], code: str, change: str, divisor: str) -> tuple[Share, ...]:
    """Each segment's rate and days; by the parameter the first or the last rate counts for all of them."""
    if change not in CHANGES:
        raise ValueError(f"{change!r} is no mid_month_change")
    if divisor not in DIVISORS:
        raise ValueError(f"{divisor!r} is no proration_divisor")
    fixed = {"next_month": segments[0], "new_for_whole_month": segments[-1]}.get(change)
    return tuple(
        Share(
            start=segment.start,
            end=segment.end,
            days=segment.days if divisor == "calendar" else segment.paid_days,
            rate=(fixed or segment).rates[code],
        )
        for segment in segments
    )


def calendar_amount(parts: Sequence[Share], days_in_month: int) -> Fraction:
    """Sum of rate x days / days of the month, exact."""
    return sum((part.rate.amount * part.days for part in parts), Fraction(0)) / days_in_month


def fixed_amount(parts: Sequence[Share], factor: Fraction) -> Fraction:
    """Sum of rate x paid days / employed paid days x F, exact; no employed paid day gives 0."""
    employed = sum(part.days for part in parts)
    if employed == 0:
        return Fraction(0)
    return sum((part.rate.amount * part.days for part in parts), Fraction(0)) / employed * factor


def item_step(
    code: str, segments: Sequence[Segment], parameters: Parameters, days_in_month: int, paid_days: int
) -> ItemStep:
    """One rated item of the month, rounded once after summing its segments."""
    change = parameters.mid_month_change.get(code, "segments")
    divisor = parameters.proration_divisor
    parts = shares(segments, code, change, divisor)
    employed = sum(part.days for part in parts)
    factor = Fraction(1)
    if divisor == "calendar":
        exact = calendar_amount(parts, days_in_month)
    else:
        factor = factor_21_75(paid_days, employed)
        exact = fixed_amount(parts, factor)
    rounding = parameters.item_rounding.get(code, Rounding.FEN_HALF_UP)
    return ItemStep(
        code=code,
        mid_month_change=change,
        divisor=divisor,
        divisor_days=days_in_month if divisor == "calendar" else employed,
        factor=factor,
        shares=parts,
        exact=exact,
        rounding=rounding,
        amount=round_fen(exact, rounding),
    )


def item_steps(
    codes: Sequence[str], segments: Sequence[Segment], parameters: Parameters, days_in_month: int, paid_days: int
) -> Mapping[str, ItemStep]:
    """All rated items of the month by code."""
    return {code: item_step(code, segments, parameters, days_in_month, paid_days) for code in codes}
