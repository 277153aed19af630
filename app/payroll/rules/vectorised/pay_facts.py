"""Facts of other modules that mean pay, of everybody at once: flat arrays, money in fen, days since 1970-01-01."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.core.periods import Month
from app.payroll.rules.pay_facts import BY_DAYS, EACH, PayFact
from app.payroll.rules.vectorised.exact import Ints, ensure_room, half_up, ints, largest


@dataclass(frozen=True)
class FactArray:
    """Spans within a month, in order of person, fact and start; `fact` and `module` are codes into the last two."""

    person: Ints
    fact: Ints
    module: Ints
    start: Ints
    end: Ints
    value: Ints
    sources: Sequence[str | int]
    facts: Sequence[PayFact] = ()
    """In order of name."""
    modules: Sequence[tuple[str, str]] = ()
    """Name and label of those that answered."""

    @property
    def size(self) -> int:
        """The number of spans."""
        return int(self.person.size)


_NOTHING = ints([])
NO_FACTS = FactArray(_NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, ())


def fact_sums(array: FactArray, item: str, hire: Ints, leave: Ints, month: Month) -> Ints:
    """What each person's facts of an item come to in the month; every fact is rounded once."""
    sums = np.zeros(hire.size, dtype=np.int64)
    for code, fact in enumerate(array.facts):
        if fact.item == item:
            sums += _amounts(array, fact, np.flatnonzero(array.fact == code), hire, leave, month)
    return sums


def _amounts(array: FactArray, fact: PayFact, rows: Ints, hire: Ints, leave: Ints, month: Month) -> Ints:
    person, value = array.person[rows], array.value[rows]
    found = np.zeros(hire.size, dtype=np.int64)
    if fact.counted == BY_DAYS:
        ensure_room(largest(value), month.days)
        days = np.minimum(array.end[rows], leave[person]) - np.maximum(array.start[rows], hire[person]) + 1
        np.add.at(found, person, value * np.maximum(days, 0))
        return half_up(found, month.days)
    if fact.counted == EACH:
        ensure_room(largest(value), month.days)
        np.add.at(found, person, value)
        return found
    found[person] = value  # in order of start: the last one stands
    return found
