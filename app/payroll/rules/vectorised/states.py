"""Facts in force on given days, and the full-month rates they lead to (pay rules, section 3). Shapes (k,)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.payroll.rules.values import Parameters
from app.payroll.rules.vectorised.certificates import Counted, certificate_rates, counted, held_in
from app.payroll.rules.vectorised.exact import MISSING, Bools, Ints, ints
from app.payroll.rules.vectorised.rates import RateTable, cell, entry, versions_at
from app.payroll.rules.vectorised.seniority import seniority_rates
from app.payroll.rules.vectorised.tables import MonthTable, days_of

FACTS = ("grading", "post", "unit", "probation", "version")


@dataclass(frozen=True)
class State:
    """Codes in force on each (person, day); -1 where there is none."""

    grading: Ints
    post: Ints
    unit: Ints
    probation: Ints
    version: Ints

    def missing(self) -> Mapping[str, Bools]:
        """By fact, where nothing is in force."""
        return {name: getattr(self, name) < 0 for name in FACTS}


@dataclass(frozen=True)
class RatesFound:
    """Full-month rates in fen by item (PERF before its coefficient), MISSING as 0; where amounts are missing."""

    rates: Mapping[str, Ints]
    gaps: Mapping[str, Bools]
    certificates: Counted


@dataclass(frozen=True)
class Asked:
    """What is settled once for a person's month, (m,): index in the table, month index, scale version, years."""

    person: Ints
    month: Ints
    version: Ints  # decides which certificates count
    years: Ints


def state_at(table: MonthTable, rates: RateTable, keys: Ints) -> State:
    """The facts of each (person, day)."""
    return State(
        grading=table.grading.at(keys),
        post=table.post.at(keys),
        unit=table.unit.at(keys),
        probation=table.probation.at(keys),
        version=versions_at(rates, days_of(keys)),
    )


def rates_of(
    table: MonthTable, rates: RateTable, parameters: Parameters, state: State, position: Ints, people: Asked
) -> RatesFound:
    """The rates of each state; position: place of the state's person among the people asked about, (k,)."""
    found = _scale_rates(rates, state)
    found["SENIORITY"] = seniority_rates(rates, state.version, people.years[position])
    found["CERT"], certificates = _certificate_rates(table, rates, parameters, state, position, people)
    missing = {code: values == MISSING for code, values in found.items()}
    gaps = {"level": missing["BASE"] | missing["LEVEL"] | missing["PERF"], "post": missing["POST"]}
    filled = {code: ints(np.where(missing[code], 0, values)) for code, values in found.items()}
    return RatesFound(filled, gaps, certificates)


def _scale_rates(rates: RateTable, state: State) -> dict[str, Ints]:
    """Items read straight from the scale; the probation tier has its own BASE and PERF, and no LEVEL."""
    version = state.version
    level = np.where(state.grading >= 0, rates.level_of[state.grading], -1) if rates.level_of.size else state.grading
    probation = state.probation == 1
    return {
        "BASE": np.where(probation, entry(rates.probation_base, version), cell(rates.base, version, level)),
        "LEVEL": np.where(probation, 0, cell(rates.level_step, version, state.grading)),
        "POST": cell(rates.post, version, state.post),
        "PERF": np.where(
            probation, entry(rates.probation_performance, version), cell(rates.performance, version, level)
        ),
    }


def _certificate_rates(
    table: MonthTable, rates: RateTable, parameters: Parameters, state: State, position: Ints, people: Asked
) -> tuple[Ints, Counted]:
    """Rate of each state, by the version in force in it."""
    positions = np.full(table.size, -1, dtype=np.int64)
    positions[people.person] = np.arange(people.person.size)
    kept = counted(held_in(table.certificates, positions, people.month, parameters), people.version, rates, parameters)
    versions = np.unique(state.version[state.version >= 0])
    if not versions.size:
        return np.zeros_like(position), kept
    row = np.searchsorted(versions, np.maximum(state.version, versions[0]))
    return ints(certificate_rates(kept, versions, people.person.size, rates)[row, position]), kept
