"""The parameters of the pay rules by name: what each may be, and reading them (pay rules, sections 2 to 4)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from app.core.money import Rounding, fen_from_yuan
from app.payroll.rules.values import RATED_ITEMS, Parameters

GRADE: Final = "grade_coefficient."
MID_MONTH: Final = "mid_month_change."
ROUNDING: Final = "rounding."
SWITCH: Final = ("on", "off")

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "proration_divisor": ("calendar", "fixed_21_75"),
    "cert_start_rule": ("next_month", "same_month", "registration_month"),
    "cert_combination": ("highest", "stack"),
    "cert_requires_registration": SWITCH,
    "first_month": ("hire_month",),
    "last_month": ("leaving_month",),
    "shortfall_rule": ("error",),
    **{MID_MONTH + item: ("segments", "next_month", "new_for_whole_month") for item in RATED_ITEMS},
    **{ROUNDING + item: tuple(Rounding) for item in RATED_ITEMS},
    **{f"lag.{item}": ("0",) for item in RATED_ITEMS},
}
"""Parameters that are one of a few values. Where there is a single one, the rule knows no other yet."""
AMOUNT: Final = "minimum_wage"
SHARE: Final = "damages_max_share"


def is_parameter(name: str) -> bool:
    """Whether there is a parameter of that name."""
    return name in CHOICES or name in (AMOUNT, SHARE) or (name.startswith(GRADE) and name != GRADE)


def is_value(name: str, value: str) -> bool:
    """Whether a parameter may have a value."""
    if name in CHOICES:
        return _written(name, value) in CHOICES[name]
    try:
        if name == AMOUNT:
            return fen_from_yuan(value) >= 0
        number = Fraction(value)
    except (ValueError, ZeroDivisionError):
        return False
    return 0 <= number <= 1 if name == SHARE else number >= 0


def read_parameters(texts: Mapping[str, str]) -> Parameters:
    """Parameters from their texts, an absent one its default; ValueError names one that cannot be read."""
    for name, value in texts.items():
        if is_parameter(name) and not is_value(name, value):
            raise ValueError(f"{name} = {value}")
    default = Parameters()
    return Parameters(
        proration_divisor=texts.get("proration_divisor", default.proration_divisor),
        cert_start_rule=texts.get("cert_start_rule", default.cert_start_rule),
        cert_combination=texts.get("cert_combination", default.cert_combination),
        cert_requires_registration=_written(
            "cert_requires_registration", texts.get("cert_requires_registration", "off")
        )
        == "on",
        minimum_wage=fen_from_yuan(texts.get(AMOUNT, "0")),
        damages_max_share=Fraction(texts.get(SHARE, default.damages_max_share)),
        grade_coefficients={name: Fraction(value) for name, value in _family(texts, GRADE).items()},
        mid_month_change=_family(texts, MID_MONTH),
        item_rounding={name: Rounding(mode) for name, mode in _family(texts, ROUNDING).items()},
    )


def _family(texts: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in texts.items() if name.startswith(prefix)}


def _written(name: str, value: str) -> str:
    """A choice as it counts: switches in any case of letters."""
    return value.lower() if CHOICES[name] == SWITCH else value
