"""The scale as dense arrays of fen by version and code; MISSING where the scale states no amount."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

import numpy as np

from app.core.periods import day_number
from app.payroll.rules.grades import DEFAULT_COEFFICIENTS, grade_name
from app.payroll.rules.values import CertificateRate, Grading, MonthRules, ScaleVersion
from app.payroll.rules.vectorised.exact import MISSING, Ints, ints
from app.payroll.rules.vectorised.tables import GRADES

K = TypeVar("K")


@dataclass(frozen=True)
class RateTable:
    """Amounts in fen; v = scale version by start, first axis of every array but the codes and grades."""

    starts: Ints  # (v,) day numbers, ascending
    level_of: Ints  # (gradings,) the level's column
    base: Ints  # (v, levels)
    performance: Ints  # (v, levels)
    level_step: Ints  # (v, gradings)
    post: Ints  # (v, posts)
    probation_base: Ints  # (v,)
    probation_performance: Ints  # (v,)
    seniority_per_year: Ints  # (v,)
    seniority_cap: Ints  # (v,) years
    cert_amount: Ints  # (v, types)
    cert_rank: Ints  # (v, types)
    cert_requires_registration: Ints  # (v, types) 0 or 1
    cert_order: Ints  # (types,) place of the name in alphabetical order, which decides between equal ranks
    grade_numerator: Ints  # (grades,) coefficient x grade_denominator
    grade_denominator: int
    no_grade: int  # numerator when no grade was entered


def build_rates(
    rules: MonthRules,
    gradings: Sequence[Grading],
    posts: Sequence[str],
    certificate_types: Sequence[str],
    grades: Sequence[str] = GRADES,
) -> RateTable:
    """The scale and grade coefficients of the rules, laid out for the codes of a table."""
    versions = sorted(rules.scale, key=lambda version: version.start)
    levels = sorted({grading.level for grading in gradings})
    numerators, denominator = _coefficients(rules.parameters.grade_coefficients, [*grades, "合格"])
    cells = [(grading.level, grading.step) for grading in gradings]
    return RateTable(
        starts=ints([day_number(version.start) for version in versions]),
        level_of=ints([levels.index(grading.level) for grading in gradings]),
        base=_dense([version.base for version in versions], levels),
        performance=_dense([version.performance for version in versions], levels),
        level_step=_dense([version.level for version in versions], cells),
        post=_dense([version.post for version in versions], posts),
        probation_base=_column([version.probation_base for version in versions]),
        probation_performance=_column([version.probation_performance for version in versions]),
        seniority_per_year=_column([version.seniority_per_year for version in versions]),
        seniority_cap=_column([version.seniority_cap_years for version in versions]),
        cert_amount=_certificates(versions, certificate_types, lambda rate: rate.amount),
        cert_rank=_certificates(versions, certificate_types, lambda rate: rate.rank),
        cert_requires_registration=_certificates(versions, certificate_types, lambda rate: rate.requires_registration),
        cert_order=ints([sorted(certificate_types).index(name) for name in certificate_types]),
        grade_numerator=ints(numerators[:-1]),
        grade_denominator=denominator,
        no_grade=numerators[-1],
    )


def versions_at(rates: RateTable, days: Ints) -> Ints:
    """The scale version in force on each day; -1 before the first."""
    return ints(np.searchsorted(rates.starts, days, side="right") - 1)


def cell(table: Ints, version: Ints, code: Ints) -> Ints:
    """table[version, code], MISSING where either is negative."""
    if not table.size:
        return np.full(version.shape, MISSING, dtype=np.int64)
    known = (version >= 0) & (code >= 0)
    flat = np.where(known, version * table.shape[1] + code, 0)
    return ints(np.where(known, table.reshape(-1)[flat], MISSING))


def entry(table: Ints, version: Ints) -> Ints:
    """table[version], MISSING where the version is negative."""
    if not table.size:
        return np.full(version.shape, MISSING, dtype=np.int64)
    return ints(np.where(version >= 0, table[version], MISSING))


def _coefficients(configured: Mapping[str, Fraction], grades: Sequence[str]) -> tuple[list[int], int]:
    """Coefficients over one common denominator; MISSING for a grade that has none."""
    known = {**DEFAULT_COEFFICIENTS, **{grade_name(name): value for name, value in configured.items()}}
    shares = [known.get(grade_name(name)) for name in grades]
    denominator = lcm(*(share.denominator for share in shares if share is not None))
    return [MISSING if share is None else int(share * denominator) for share in shares], denominator


def _column(values: Sequence[int | None]) -> Ints:
    return ints([MISSING if value is None else value for value in values])


def _dense(amounts: Sequence[Mapping[K, int]], codes: Sequence[K]) -> Ints:
    rows = [[by_code.get(code, MISSING) for code in codes] for by_code in amounts]
    return ints(rows).reshape(len(amounts), len(codes))


def _certificates(
    versions: Sequence[ScaleVersion], types: Sequence[str], read: Callable[[CertificateRate], int]
) -> Ints:
    return _dense(
        [{name: int(read(rate)) for name, rate in version.certificates.items()} for version in versions], types
    )
