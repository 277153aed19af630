"""The scale, parameters and contribution rates a month is computed with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.money import Rounding
from app.core.periods import Month
from app.core.workcalendar import YearUnknown, paid_days
from app.payroll.errors import NoPayScale, UnreadableParameter
from app.payroll.models import ContributionRate, Parameter, ScaleAmount, ScaleVersion
from app.payroll.rules.parameters import read_parameters
from app.payroll.rules.values import (
    CONTRIBUTION_CODES,
    CertificateRate,
    ContributionRule,
    MonthRules,
    Parameters,
    PayCalendar,
)
from app.payroll.rules.values import ScaleVersion as Scale

CellKey = tuple[str, str, int]
PROBATION = "见习"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """The rules of a month, and the versions that are still drafts, in the order of their start."""

    rules: MonthRules
    drafts: tuple[ScaleVersion, ...]

    @property
    def draft_versions(self) -> tuple[int, ...]:
        """The ids of the drafts."""
        return tuple(sorted(version.id for version in self.drafts))


def month_rules(session: Session, month: Month, payment_month: Month) -> RulesInForce:
    """Rules known now for a month: scale amounts follow the day, the rest is as at the first day."""
    versions = {
        version.id: version
        for version in session.scalars(
            select(ScaleVersion)
            .where(ScaleVersion.known_to.is_(None), ScaleVersion.start <= month.last)
            .order_by(ScaleVersion.start)
        )
    }
    scale, scale_ids = _scale(session, versions, month)
    if not scale:
        raise NoPayScale(month=str(month))
    at_first = {key: version for key, version in versions.items() if version.start <= month.first}
    parameters, parameter_ids = _latest(session, at_first, Parameter, "name")
    rates, rate_ids = _latest(session, at_first, ContributionRate, "item")
    used = scale_ids | parameter_ids | rate_ids
    rules = MonthRules(
        month=month,
        payment_month=payment_month,
        scale=scale,
        parameters=_read({name: row.value for name, row in parameters.items()}),
        contributions={CONTRIBUTION_CODES.get(item, item): _contribution(row) for item, row in rates.items()},
    )
    rules = replace(rules, calendar=_paid_days(session, rules))
    drafts = (versions[key] for key in used if versions[key].state == "draft")
    return RulesInForce(rules, tuple(sorted(drafts, key=lambda version: (version.start, version.id))))


def _paid_days(session: Session, rules: MonthRules) -> PayCalendar:
    """The work calendar of the month, where the rules count working days; empty where it was not entered."""
    if rules.parameters.proration_divisor == "calendar":
        return PayCalendar()
    try:
        found = paid_days(session, rules.month)
    except YearUnknown:
        return PayCalendar()  # whose slip needs it gets an error that says so
    return PayCalendar(found.working, found.statutory)


def _latest(
    session: Session, versions: Mapping[int, ScaleVersion], model: Any, key: str
) -> tuple[dict[str, Any], set[int]]:
    """The latest row of each key; a row not restated in a later version stays in force."""
    rows = session.scalars(select(model).where(model.version_id.in_(versions))).all()
    latest: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: versions[row.version_id].start):
        latest[getattr(row, key)] = row
    return latest, {row.version_id for row in latest.values()}


def _scale(session: Session, versions: Mapping[int, ScaleVersion], month: Month) -> tuple[tuple[Scale, ...], set[int]]:
    """Complete versions: the one in force on the first day, and each that starts within the month."""
    rows: dict[date, list[ScaleAmount]] = {}
    statement = select(ScaleAmount).where(ScaleAmount.version_id.in_(versions)).order_by(ScaleAmount.id)
    for row in session.scalars(statement):
        rows.setdefault(versions[row.version_id].start, []).append(row)
    cells: dict[CellKey, ScaleAmount] = {}
    sources: dict[CellKey, tuple[date, str]] = {}
    complete: list[Scale] = []
    used: set[int] = set()
    for start in sorted(rows):
        fresh = {(row.component, row.row_key, row.step): row for row in rows[start]}
        cells |= fresh
        sources |= {key: (start, row.document) for key, row in fresh.items()}
        version = replace(complete_version(start, rows[start][0].document, cells), sources=dict(sources))
        if start <= month.first:
            complete, used = [version], {row.version_id for row in cells.values()}
        else:
            complete.append(version)
            used |= {row.version_id for row in cells.values()}
    return tuple(complete), used


def complete_version(start: date, document: str, cells: Mapping[CellKey, ScaleAmount]) -> Scale:
    """A scale version made of cells keyed by component, row and step."""
    by: dict[str, dict[str, ScaleAmount]] = {}
    for (component, key, _step), row in cells.items():
        by.setdefault(component, {})[key] = row
    seniority = by.get("seniority", {}).get("")
    base, performance = _amounts(by, "base"), _amounts(by, "performance")
    return Scale(
        start=start,
        document=document,
        probation_base=base.pop(PROBATION, None),
        base=base,
        level={(key, step): row.amount for (component, key, step), row in cells.items() if component == "level"},
        post=_amounts(by, "post"),
        seniority_per_year=seniority.amount if seniority else 0,
        seniority_cap_years=(seniority.cap_years or 0) if seniority else 0,
        certificates={
            key: CertificateRate(row.rank or 0, row.amount, bool(row.requires_registration))
            for key, row in by.get("certificate", {}).items()
        },
        probation_performance=performance.pop(PROBATION, None),
        performance=performance,
    )


def _amounts(by: Mapping[str, Mapping[str, ScaleAmount]], component: str) -> dict[str, int]:
    return {key: row.amount for key, row in by.get(component, {}).items()}


def _contribution(row: ContributionRate) -> ContributionRule:
    return ContributionRule(
        Fraction(row.employee_rate, MILLION),
        row.employee_fixed,
        Fraction(row.employer_rate, MILLION),
        row.employer_fixed,
        row.floor,
        row.ceiling,
        Rounding(row.rounding),
        row.document,
    )


def _read(texts: Mapping[str, str]) -> Parameters:
    try:
        return read_parameters(texts)
    except ValueError as error:
        raise UnreadableParameter(problem=str(error)) from error
