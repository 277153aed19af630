"""Grades of the monthly appraisal and their coefficients (pay rules, section 3)."""

from collections.abc import Mapping
from fractions import Fraction

MISSING_GRADE = "合格"
DEFAULT_COEFFICIENTS: Mapping[str, Fraction] = {
    "优秀": Fraction(1),
    "合格": Fraction(1),
    "基本合格": Fraction(1, 2),
    "不合格": Fraction(0),
    "不确定等次": Fraction(1),
}
_ALIASES = {"不定等次": "不确定等次"}


def grade_name(grade: str | None) -> str:
    """The one name of a grade; nothing entered is 合格."""
    entered = (grade or "").strip() or MISSING_GRADE
    return _ALIASES.get(entered, entered)


def coefficient(grade: str | None, coefficients: Mapping[str, Fraction]) -> Fraction | None:
    """The coefficient of a grade; the default where the parameter is absent; None for an unknown grade."""
    name = grade_name(grade)
    given = {grade_name(key): value for key, value in coefficients.items()}
    return given.get(name, DEFAULT_COEFFICIENTS.get(name))
