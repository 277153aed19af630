"""Facts of other modules that mean pay: what a contribution declares, and what one person's come to in a month.

A fact is an amount in fen a month in the days of a span. It enters the month as a one-off input of the person does:
an earning is part of INPUTS, a deduction of OTHER. Its days are calendar days, whatever `proration_divisor` says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from app.core.money import Fen, round_fen
from app.core.periods import Month, days_between

CATEGORIES: Mapping[str, str] = {"INPUTS": "earning", "OTHER": "deduction"}
COUNTED = ONCE, EACH, BY_DAYS = "once", "each", "by_days"


@dataclass(frozen=True, slots=True)
class PayFact:
    """What a fact of a module means for pay; listed in a manifest's `contributions`.

    `item` is INPUTS (an earning, signed) or OTHER (a deduction, never negative). `counted` says how spans that touch
    the month count: `once` the value of the last of them, whole (what somebody gets a month); `each` all of them,
    each whole (fines, losses); `by_days` each for its employed days of the days of the month, summed, rounded once.
    """

    name: str
    label: str
    item: str
    unit: str = "fen"
    counted: str = ONCE

    def __post_init__(self) -> None:
        if self.item not in CATEGORIES:
            raise ValueError(f"Pay fact {self.name}: its item must be one of {', '.join(CATEGORIES)}")
        if self.unit != "fen":
            raise ValueError(f"Pay fact {self.name}: only amounts in fen mean pay by themselves")
        if self.counted not in COUNTED:
            raise ValueError(f"Pay fact {self.name}: it must be counted {', '.join(COUNTED)}")


@dataclass(frozen=True, slots=True)
class FactSpan:
    """The days of a month on which a fact had a value, who says so, and by what record."""

    name: str
    module: str
    start: date
    end: date
    value: Fen
    source: str | int


@dataclass(frozen=True, slots=True)
class FactStep:
    """One fact of one person in a month: its spans, what they come to, and the labels of the modules behind them.

    `days` are each span's employed days.
    """

    fact: PayFact
    spans: tuple[FactSpan, ...]
    days: tuple[int, ...]
    contributors: tuple[str, ...]
    exact: Fraction
    amount: Fen


def fact_steps(
    spans: Iterable[FactSpan],
    facts: Mapping[str, PayFact],
    labels: Mapping[str, str],
    month: Month,
    employed: tuple[date, date],
) -> tuple[FactStep, ...]:
    """What each fact comes to; the spans are in order of name and start, `labels` those of modules by name."""
    steps = []
    for name, of_name in groupby(spans, lambda one: one.name):
        found = tuple(of_name)
        days = tuple(days_between(max(one.start, employed[0]), min(one.end, employed[1])) for one in found)
        exact = _exact(facts[name], found, days, month)
        contributors = tuple(dict.fromkeys(labels[one.module] for one in found))
        steps.append(FactStep(facts[name], found, days, contributors, exact, round_fen(exact)))
    return tuple(steps)


def _exact(fact: PayFact, spans: Sequence[FactSpan], days: Sequence[int], month: Month) -> Fraction:
    if fact.counted == ONCE:
        return Fraction(spans[-1].value)
    if fact.counted == EACH:
        return Fraction(sum(one.value for one in spans))
    return Fraction(sum(one.value * count for one, count in zip(spans, days, strict=True)), month.days)
