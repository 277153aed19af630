"""From the values the exact evaluator reads to the arrays of the engine."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from app.core.periods import Month, day_number
from app.payroll.rules.grades import grade_name
from app.payroll.rules.values import Dated, PersonMonth
from app.payroll.rules.vectorised.days import NEVER, month_index
from app.payroll.rules.vectorised.exact import Ints, ints
from app.payroll.rules.vectorised.tables import (
    GRADES,
    NO_MONTH,
    NONE,
    CertificateArray,
    Codes,
    MonthTable,
    SuccessionArray,
)

H = TypeVar("H", bound=Hashable)

CATEGORIES = ("earning", "deduction", "damages")


def table_of(people: Sequence[PersonMonth]) -> tuple[MonthTable, Codes]:
    """The people as arrays (index = position), and what the codes stand for."""
    gradings: dict[Hashable, int] = {}
    posts: dict[Hashable, int] = {}
    units: dict[Hashable, int] = {}
    types: dict[Hashable, int] = {}
    grades: dict[Hashable, int] = {name: code for code, name in enumerate(GRADES)}
    table = MonthTable(
        hire=ints([day_number(person.hire) for person in people]),
        leave=ints([_day(person.leave, NEVER) for person in people]),
        first_employment=np.array([person.first_employment for person in people], dtype=np.bool_),
        prior_service_months=ints([person.prior_service_months for person in people]),
        break_days=ints([person.break_days for person in people]),
        grading=_succession([person.grading for person in people], _coder(gradings)),
        post=_succession([person.post for person in people], _coder(posts)),
        unit=_succession([person.unit for person in people], _coder(units)),
        probation=_succession([person.probation for person in people], int),
        social_base=_optional([person.social_base for person in people]),
        housing_base=_optional([person.housing_base for person in people]),
        certificates=_certificates(people, _coder(types)),
        grade=ints([_grade(person.grade, grades) for person in people]),
        first_month_grade=ints([_grade(person.first_month_grade, grades) for person in people]),
        contribution_first=ints([_month(person.contribution_first) for person in people]),
        contribution_last=ints([_month(person.contribution_last) for person in people]),
        earnings=_one_offs(people, "earning"),
        deductions=_one_offs(people, "deduction"),
        damages=_one_offs(people, "damages"),
        unknown_inputs=np.array([_has_unknown(person) for person in people], dtype=np.bool_),
        special_additional=_optional([person.special_additional for person in people]),
        cum_income=ints([person.cumulative.income for person in people]),
        cum_contributions=ints([person.cumulative.contributions for person in people]),
        cum_special_additional=ints([person.cumulative.special_additional for person in people]),
        cum_withheld=ints([person.cumulative.withheld for person in people]),
        cum_exempt=ints([person.cumulative.exempt for person in people]),
        cum_other=ints([person.cumulative.other for person in people]),
        upfront=np.array([person.cumulative.deduct_60000_upfront for person in people], dtype=np.bool_),
    )
    return table, Codes(*(tuple(book) for book in (gradings, posts, units, types, grades)))  # type: ignore[arg-type]


def _coder(book: dict[Hashable, int]) -> Callable[[Hashable], int]:
    """Codes handed out in order of appearance, kept in the book."""
    return lambda value: book.setdefault(value, len(book))


def _day(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day_number(day)


def _month(month: Month | None) -> int:
    return NO_MONTH if month is None else month_index(month)


def _optional(amounts: Sequence[int | None]) -> Ints:
    return ints([NONE if amount is None else amount for amount in amounts])


def _grade(grade: str | None, grades: dict[Hashable, int]) -> int:
    return _coder(grades)(grade_name(grade)) if grade and grade.strip() else NONE


def _has_unknown(person: PersonMonth) -> bool:
    return any(one.category not in CATEGORIES for one in person.one_offs)


def _one_offs(people: Sequence[PersonMonth], category: str) -> Ints:
    return ints([sum(one.amount for one in person.one_offs if one.category == category) for person in people])


def _succession(of_people: Sequence[Sequence[Dated[H]]], code: Callable[[H], int]) -> SuccessionArray:
    rows = [(index, day_number(row.start), code(row.value)) for index, dated in enumerate(of_people) for row in dated]
    columns = ints(rows).reshape(-1, 3)
    return SuccessionArray(*(np.ascontiguousarray(columns[:, column]) for column in range(3)))


def _certificates(people: Sequence[PersonMonth], code: Callable[[str], int]) -> CertificateArray:
    rows = [
        (
            index,
            code(held.name),
            day_number(held.obtained),
            _day(held.registered_from, -NEVER),
            _day(held.registered_until, -NEVER),
        )
        for index, person in enumerate(people)
        for held in person.certificates
    ]
    columns = ints(rows).reshape(-1, 5)
    return CertificateArray(*(np.ascontiguousarray(columns[:, column]) for column in range(5)))
