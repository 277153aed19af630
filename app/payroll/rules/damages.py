"""Damages deducted from pay and their limits (pay rules, section 4)."""

from fractions import Fraction

from app.core.money import Fen, Rounding, round_fen
from app.payroll.rules.evidence import DamagesStep


def damages_step(claimed: Fen, gross: Fen, max_share: Fraction, minimum_wage: Fen) -> DamagesStep:
    """min(claims, share of GROSS rounded down to the fen, GROSS - minimum wage), never below 0."""
    share_limit = round_fen(gross * max_share, Rounding.FEN_FLOOR)
    wage_limit = gross - minimum_wage
    return DamagesStep(
        claimed=claimed,
        gross=gross,
        max_share=max_share,
        share_limit=share_limit,
        minimum_wage=minimum_wage,
        wage_limit=wage_limit,
        deducted=max(0, min(claimed, share_limit, wage_limit)),
    )
