"""Writes down what every slip of a month is computed from, one JSON object a person; `snapshot` reads it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Final, TypeAlias

import numpy as np
import orjson

from app.core.periods import Month, day_from_number, day_number
from app.payroll.rules.row_texts import Part, Texts, as_texts, row_texts, text_of_each
from app.payroll.rules.vectorised.days import NEVER
from app.payroll.rules.vectorised.exact import Bools, Ints, ints
from app.payroll.rules.vectorised.pay_facts import FactArray
from app.payroll.rules.vectorised.tables import NONE, Codes, MonthTable, SuccessionArray

OneOffRow: TypeAlias = tuple[str, str, int, str, str, str]
"""A one-off input as it is frozen: code, category, amount in fen, name, reason, document."""
FIGURES: Final = (
    "prior_service_months", "break_days", "social_base", "housing_base", "special_additional",
    "cum_income", "cum_contributions", "cum_special_additional", "cum_withheld",
)  # fmt: skip


def frozen_inputs(
    table: MonthTable,
    codes: Codes,
    one_offs: Mapping[int, Sequence[OneOffRow]],
    facts: FactArray,
    month: Month,
    people: Ints,
) -> list[str]:
    """Everything the slips of these people (positions in the table) are computed from.

    Each of them has a row of every succession in force on her first employed day.
    """
    parts: list[Part] = [
        text_of_each(table.hire[people], lambda day: f'{{"hire":{_day(day)}'),
        text_of_each(table.leave[people], lambda day: f',"leave":{_day(day)}'),
    ]
    first = np.maximum(table.hire, day_number(month.first))
    whole = (table.social_base == NONE) | (table.housing_base == NONE)
    gradings = [[grading.level, grading.step] for grading in codes.gradings]
    for name, rows, meanings in (
        ("grading", table.grading, gradings),
        ("post", table.post, codes.posts),
        ("unit", table.unit, codes.units),
        ("probation", table.probation, (False, True)),
    ):
        parts += _succession(name, _only(rows, _relevant(rows, first, whole)), [_json(one) for one in meanings], people)
    parts += [',"certificates":[', _certificates(table, codes)[people], "]"]
    for name in FIGURES:
        parts += [f',"{name}":', ints(getattr(table, name)[people])]
    parts += [_flags(table, codes, people), _endings(one_offs, _contributed(facts), people)]
    return row_texts(parts, people.size)


def _succession(name: str, rows: SuccessionArray, meanings: Sequence[str], people: Ints) -> list[Part]:
    """Each person's rows [start, value]: her first one, and what may follow."""
    heads = np.searchsorted(rows.person, people, side="left")
    counts = np.searchsorted(rows.person, people, side="right") - heads
    values = as_texts([f"{meaning}]" for meaning in meanings])
    followed = np.flatnonzero(counts > 1)
    following = as_texts([""] * people.size)
    for place, head, count in zip(followed.tolist(), heads[followed].tolist(), counts[followed].tolist(), strict=True):
        more = range(head + 1, head + count)
        following[place] = "".join(f",[{_day(int(rows.start[row]))},{values[rows.value[row]]}" for row in more)
    starts = text_of_each(rows.start[heads], lambda day: f',"{name}":[[{_day(day)},')
    return [starts, values[rows.value[heads]], following, "]"]


def _only(rows: SuccessionArray, keep: Bools) -> SuccessionArray:
    return SuccessionArray(rows.person[keep], rows.start[keep], rows.value[keep])


def _relevant(rows: SuccessionArray, first: Ints, whole: Bools) -> Bools:
    """Rows in force at or after each person's first day; all of them where the hire month counts too."""
    keep = np.ones(rows.person.size, dtype=bool)
    if keep.size:
        followed = rows.person[1:] == rows.person[:-1]
        keep[:-1] = ~(followed & (rows.start[1:] <= first[rows.person[:-1]])) | whole[rows.person[:-1]]
    return keep


def _certificates(table: MonthTable, codes: Codes) -> Texts:
    """Each person's certificates [type, obtained, registered from, registered until], joined by commas."""
    held = table.certificates
    order = np.lexsort((held.obtained, held.type, held.person))
    types = as_texts([f"[{_json(name)}," for name in codes.certificate_types])
    columns = (
        held.person[order].tolist(),
        types[held.type[order]].tolist(),
        *(text_of_each(days[order], _day).tolist() for days in (held.obtained, held.registered_from)),
        text_of_each(held.registered_until[order], lambda day: f"{_day(day)}]").tolist(),
    )
    texts = [""] * table.size
    for person, kind, obtained, since, until in zip(*columns, strict=True):
        before = texts[person]
        text = f"{kind}{obtained},{since},{until}"
        texts[person] = f"{before},{text}" if before else text
    return as_texts(texts)


def _flags(table: MonthTable, codes: Codes, people: Ints) -> Texts:
    """Whether it is her first job, whether 60 000 are deducted at once, and her grade: every combination once."""
    grades = ["null", *(_json(name) for name in codes.grades)]
    texts = as_texts([
        f',"first_employment":{since},"upfront":{upfront},"grade":{grade}'
        for since, upfront, grade in product(("false", "true"), ("false", "true"), grades)
    ])  # fmt: skip
    combined = (table.first_employment * 2 + table.upfront) * len(grades) + table.grade - NONE
    chosen: Texts = texts[combined[people]]
    return chosen


def _endings(one_offs: Mapping[int, Sequence[OneOffRow]], facts: Mapping[int, str], people: Ints) -> Texts:
    """One-off inputs and contributed facts where there are any, and the end of the object."""
    endings = as_texts(["}"] * people.size)
    for place, person in enumerate(people.tolist()):
        if person in one_offs:
            endings[place] = f',"one_offs":{_json(one_offs[person])}}}'
        if person in facts:
            endings[place] = f'{endings[place][:-1]},"facts":[{facts[person]}]}}'
    return endings


def _contributed(facts: FactArray) -> dict[int, str]:
    """Each person's facts [name, module, first day, last day, fen, source], joined by commas."""
    names = as_texts([f"[{_json(fact.name)}," for fact in facts.facts])
    modules = as_texts([f"{_json(name)}," for name, _label in facts.modules])
    parts: list[Part] = [names[facts.fact], modules[facts.module]]
    parts += [text_of_each(days, lambda day: f"{_day(day)},") for days in (facts.start, facts.end)]
    parts += [facts.value, as_texts([f",{_json(source)}]" for source in facts.sources])]
    texts: dict[int, str] = {}
    for person, text in zip(facts.person.tolist(), row_texts(parts, facts.size), strict=True):
        texts[person] = f"{texts[person]},{text}" if person in texts else text
    return texts


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


@lru_cache(maxsize=1 << 16)
def _day(day: int) -> str:
    return "null" if day in (NEVER, -NEVER) else f'"{day_from_number(day).isoformat()}"'
