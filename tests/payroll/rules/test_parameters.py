"""Names and values of parameters: what is known is read, what is not is refused, never passed over."""

from fractions import Fraction

import pytest

from app.core.money import Rounding
from app.payroll.rules.parameters import is_parameter, is_value, read_parameters


def test_what_is_absent_has_its_default() -> None:
    read = read_parameters({})
    assert (read.proration_divisor, read.cert_start_rule, read.cert_combination) == (
        "calendar",
        "next_month",
        "highest",
    )
    assert (read.cert_requires_registration, read.damages_max_share) == (False, Fraction(1, 5))


def test_every_family_is_read() -> None:
    read = read_parameters(
        {
            "minimum_wage": "2490",
            "damages_max_share": "0.15",
            "cert_requires_registration": "ON",
            "grade_coefficient.基本合格": "0.4",
            "mid_month_change.POST": "next_month",
            "rounding.PERF": "yuan_half_up",
        }
    )
    assert (read.minimum_wage, read.damages_max_share) == (249_000, Fraction(3, 20))
    assert read.cert_requires_registration
    assert read.grade_coefficients == {"基本合格": Fraction(2, 5)}
    assert read.mid_month_change == {"POST": "next_month"}
    assert read.item_rounding == {"PERF": Rounding.YUAN_HALF_UP}


@pytest.mark.parametrize("name", ["cert_startrule", "grade_coefficient.", "mid_month_change.NET", ""])
def test_a_name_that_is_none_is_no_parameter(name: str) -> None:
    assert not is_parameter(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("proration_divisor", "30"),
        ("shortfall_rule", "receivable"),
        ("cert_requires_registration", "yes"),
        ("minimum_wage", "-1"),
        ("minimum_wage", "two"),
        ("damages_max_share", "20"),
        ("grade_coefficient.优秀", "-1"),
        ("grade_coefficient.优秀", "1/0"),
        ("rounding.BASE", "up"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: str) -> None:
    assert is_parameter(name)
    assert not is_value(name, value)
    with pytest.raises(ValueError, match=name):
        read_parameters({name: value})
