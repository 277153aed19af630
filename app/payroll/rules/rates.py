"""Full-month rates of the rated items on a day: the scale cells behind them (pay rules, section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.core.money import Fen
from app.payroll.rules.evidence import Cell, Rate, SlipError
from app.payroll.rules.messages import NO_SCALE_AMOUNT
from app.payroll.rules.segments import State
from app.payroll.rules.values import Grading, ScaleVersion

PROBATION_ROW = "见习"


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is settled once for the month: years, coefficient and the certificates counted."""

    years: int
    coefficient: Fraction
    certificates: tuple[str, ...]


class RateSheet:
    """The rates of one state under one scale version, with the cells they come from and what is missing."""

    def __init__(self, state: State, version: ScaleVersion, facts: MonthFacts) -> None:
        if state.grading is None or state.post is None:
            raise ValueError("a rate needs a grading and a post")
        self.grading: Grading = state.grading
        self.post: str = state.post
        self.probation = bool(state.probation)
        self.version = version
        self.facts = facts
        self.errors: list[SlipError] = []
        self.rates: Mapping[str, Rate] = {
            "BASE": self._tiered("base", version.base, version.probation_base, Fraction(1)),
            "LEVEL": self._level(),
            "POST": self._of("post", self.post, 0, version.post.get(self.post)),
            "SENIORITY": self._seniority(),
            "CERT": self._certificates(),
            "PERF": self._tiered("performance", version.performance, version.probation_performance, facts.coefficient),
        }

    @property
    def total(self) -> Fraction:
        """The full-month rate: the sum of the rated items."""
        return sum((rate.amount for rate in self.rates.values()), Fraction(0))

    def _cell(self, component: str, row_key: str, step: int, amount: Fen) -> Cell:
        start, document = self.version.sources.get(
            (component, row_key, step), (self.version.start, self.version.document)
        )
        return Cell(component, row_key, step, amount, start, document)

    def _of(self, component: str, row_key: str, step: int, amount: Fen | None, times: Fraction | int = 1) -> Rate:
        if amount is None:
            self.errors.append(no_scale_amount(component, row_key, step, self.version.start))
            return Rate(Fraction(0))
        return Rate(amount * Fraction(times), (self._cell(component, row_key, step, amount),))

    def _tiered(self, component: str, amounts: Mapping[str, Fen], probation: Fen | None, times: Fraction) -> Rate:
        """The standard of the level, or the one of the probation tier."""
        if self.probation:
            return self._of(component, PROBATION_ROW, 0, probation, times)
        return self._of(component, self.grading.level, 0, amounts.get(self.grading.level), times)

    def _level(self) -> Rate:
        """The cell of level and step; 0 in probation."""
        if self.probation:
            return Rate(Fraction(0))
        cell = (self.grading.level, self.grading.step)
        return self._of("level", *cell, self.version.level.get(cell))

    def _seniority(self) -> Rate:
        years = min(self.facts.years, self.version.seniority_cap_years)
        return self._of("seniority", "", 0, self.version.seniority_per_year, years)

    def _certificates(self) -> Rate:
        """Amounts of the counted certificates; one this version does not know adds nothing on its days."""
        amounts = self.version.certificates
        names = [name for name in self.facts.certificates if name in amounts]
        cells = tuple(self._cell("certificate", name, 0, amounts[name].amount) for name in names)
        return Rate(Fraction(sum(cell.amount for cell in cells)), cells)


def no_scale_amount(component: str, row_key: str, step: int, version: date) -> SlipError:
    """The scale has no such cell."""
    values = {"component": component, "row": row_key, "step": step, "version": version.isoformat()}
    field = {"base": "level", "performance": "level"}.get(component, component)
    return SlipError(field, "no_scale_amount", NO_SCALE_AMOUNT, values)
