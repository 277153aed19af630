"""Everybody's facts for a month, in a fixed number of statements, as arrays the engine reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.dated import Row, known_at
from app.core.db import fetch_raw
from app.core.periods import Month
from app.payroll.models import InputKind, MonthGrade, OneOffInput
from app.payroll.queries.cumulative import CumulativeReader
from app.payroll.queries.fact_reader import FactReader, day_numbers, integers
from app.payroll.queries.pay_facts import contributed_facts
from app.payroll.rules.freezing import OneOffRow
from app.payroll.rules.grades import grade_name
from app.payroll.rules.pay_facts import CATEGORIES as FACT_CATEGORIES
from app.payroll.rules.values import Grading as GradingValue
from app.payroll.rules.vectorised.days import NEVER
from app.payroll.rules.vectorised.exact import Ints
from app.payroll.rules.vectorised.pay_facts import FactArray, fact_sums
from app.payroll.rules.vectorised.tables import (
    GRADES,
    NO_MONTH,
    NONE,
    CertificateArray,
    Codes,
    MonthTable,
    SuccessionArray,
)
from app.staff import queries as staff
from app.staff.models import (
    Assignment,
    ContributionBase,
    Employee,
    Employment,
    Grading,
    Identity,
    PostHolding,
    Probation,
    Qualification,
)

STEP_RADIX = 1000
CATEGORIES = ("earning", "deduction", "damages")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit on the month's last day: its branch, its workstation (none: the branch office), and their order."""

    branch: str
    station: str
    branch_position: int
    station_position: int


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """The engine's table, what its codes mean, and who its people are (by position)."""

    table: MonthTable
    codes: Codes
    numbers: Sequence[str]
    names: Sequence[str]
    employee_ids: Sequence[int]
    unit_ids: Sequence[int]
    places: Sequence[Place]
    one_offs: Mapping[int, Sequence[OneOffRow]]
    contributed: FactArray


def load_month(
    session: Session,
    legal_entity_id: int,
    month: Month,
    payment_month: Month,
    instant: datetime | None = None,
) -> MonthFacts:
    """Facts of everybody with an employed day in the month at the entity, in order of number."""
    return _Loader(session, legal_entity_id, month, payment_month, instant).load()


class _Loader:
    """The statements of one month, each carried out once."""

    def __init__(
        self, session: Session, legal_entity_id: int, month: Month, payment_month: Month, instant: datetime | None
    ) -> None:
        self.session = session
        self.legal_entity_id = legal_entity_id
        self.month = month
        self.instant = instant
        self.reader = FactReader(session, month, instant)
        self.cumulative = CumulativeReader(self.reader, legal_entity_id, payment_month)

    def load(self) -> MonthFacts:
        """All of it."""
        employed = self._employments()
        units = staff.placements_on(self.session, self.month.last, self.instant)
        paths = staff.unit_paths(units)
        levels = {level_id: name for name, level_id in staff.level_ids(self.session).items()}
        posts = {post_id: name for name, post_id in staff.post_ids(self.session).items()}
        reader, size = self.reader, self.reader.size
        grading, gradings = _coded(*reader.succession(Grading, Grading.level_id * STEP_RADIX + Grading.step))
        post, post_codes = _coded(*reader.succession(PostHolding, PostHolding.post_id))
        unit, unit_ids = _coded(*reader.succession(Assignment, Assignment.unit_id))
        (probation,) = reader.succession(Probation, Probation.on_probation)
        social_base, housing_base = self._bases()
        certificates, types = self._certificates()
        one_offs, sums = self._one_offs()
        facts = contributed_facts(reader, self.employee_ids, self.numbers)
        for item, category in FACT_CATEGORIES.items():
            sums[category] += fact_sums(facts, item, employed["hire"], employed["leave"], self.month)
        grade, grades = self._grades()
        table = MonthTable(
            hire=employed["hire"],
            leave=employed["leave"],
            first_employment=employed["first"].astype(bool),
            prior_service_months=employed["prior"],
            break_days=employed["breaks"],
            grading=grading,
            post=post,
            unit=unit,
            probation=probation,
            social_base=social_base,
            housing_base=housing_base,
            certificates=certificates,
            grade=grade,
            first_month_grade=np.full(size, NONE, dtype=np.int64),
            contribution_first=np.full(size, NO_MONTH, dtype=np.int64),
            contribution_last=np.full(size, NO_MONTH, dtype=np.int64),
            unknown_inputs=np.zeros(size, dtype=bool),
            cum_exempt=np.zeros(size, dtype=np.int64),
            cum_other=np.zeros(size, dtype=np.int64),
            earnings=sums["earning"],
            deductions=sums["deduction"],
            damages=sums["damages"],
            special_additional=self.cumulative.special(),
            **self.cumulative.figures(),
        )
        codes = Codes(
            gradings=[GradingValue(levels[code // STEP_RADIX], code % STEP_RADIX) for code in gradings],
            posts=[posts[code] for code in post_codes],
            units=["/".join(name for name in paths[code] if name) for code in unit_ids],
            certificate_types=types,
            grades=grades,
        )
        places = [_place(unit_id, units, paths) for unit_id in unit_ids]
        names = [name or "" for name in reader.latest(Identity, Identity.name)]
        return MonthFacts(table, codes, self.numbers, names, self.employee_ids, unit_ids, places, one_offs, facts)

    def _employments(self) -> dict[str, Ints]:
        day = self.reader.day
        statement = (
            select(
                Employment.employee_id,
                Employee.number,
                day(Employment.start),
                day(Employment.end),
                Employment.first_employment,
                Employment.prior_service_months,
                Employment.break_days,
            )
            .join(Employee, Employee.id == Employment.employee_id)
            .where(
                known_at(Employment, self.instant),
                Employment.legal_entity_id == self.legal_entity_id,
                Employment.start <= self.month.last,
                or_(Employment.end.is_(None), Employment.end >= self.month.first),
            )
            .order_by(Employee.number, Employment.start)
        )
        latest = {row[0]: row for row in fetch_raw(self.session, statement)}
        columns = list(zip(*latest.values(), strict=True)) if latest else [()] * 7
        self.employee_ids: Sequence[int] = columns[0]
        self.numbers: Sequence[str] = columns[1]
        self.reader.settle(self.employee_ids)
        return {
            "hire": day_numbers(columns[2]),
            "leave": day_numbers(columns[3], absent=NEVER),
            "first": integers(columns[4]),
            "prior": integers(columns[5]),
            "breaks": integers(columns[6]),
        }

    def _bases(self) -> tuple[Ints, Ints]:
        """The bases in force on the month's last day, NONE where none is declared: social insurance, housing fund."""
        columns = (ContributionBase.social_base, ContributionBase.housing_base)
        successions = self.reader.succession(ContributionBase, *(func.coalesce(column, NONE) for column in columns))
        bases = [np.full(self.reader.size, NONE, dtype=np.int64) for _column in columns]
        for values, rows in zip(bases, successions, strict=True):
            values[rows.person] = rows.value  # in order of start: the last one stands
        return bases[0], bases[1]

    def _certificates(self) -> tuple[CertificateArray, list[str]]:
        day = self.reader.day
        statement = select(
            Qualification.employee_id,
            Qualification.name,
            day(Qualification.obtained),
            day(Qualification.registered_until),
        ).where(known_at(Qualification, self.instant))
        ids, names, obtained, until = self.reader.columns(statement, 4)
        types = sorted(set(names))
        codes = {name: code for code, name in enumerate(types)}
        person = self.reader.places(ids)
        keep = person != NONE
        array = CertificateArray(
            person[keep],
            integers([codes[name] for name in names])[keep],
            day_numbers(obtained)[keep],
            np.full(int(keep.sum()), -NEVER, dtype=np.int64),
            day_numbers(until, absent=-NEVER)[keep],
        )
        return array, types

    def _one_offs(self) -> tuple[dict[int, list[OneOffRow]], dict[str, Ints]]:
        """One-off inputs by position, and each category's sums."""
        statement = (
            select(
                OneOffInput.employee_id,
                OneOffInput.code,
                InputKind.category,
                InputKind.is_damages,
                OneOffInput.amount,
                InputKind.name,
                func.coalesce(OneOffInput.reason, ""),
                func.coalesce(OneOffInput.document, ""),
            )
            .join(InputKind, InputKind.code == OneOffInput.code)
            .where(known_at(OneOffInput, self.instant), OneOffInput.month == self.month.first)
            .order_by(OneOffInput.employee_id, OneOffInput.code, OneOffInput.reference, OneOffInput.line)
        )
        rows = fetch_raw(self.session, statement)
        found: dict[int, list[OneOffRow]] = {}
        sums = {category: np.zeros(self.reader.size, dtype=np.int64) for category in CATEGORIES}
        places = self.reader.places([row[0] for row in rows]).tolist()
        for place, (_id, code, category, is_damages, amount, *words) in zip(places, rows, strict=True):
            if place != NONE:
                kind = "damages" if is_damages else category
                found.setdefault(place, []).append((code, kind, amount, *words))
                if kind in sums:
                    sums[kind][place] += amount
        return found, sums

    def _grades(self) -> tuple[Ints, list[str]]:
        """The grade codes of the month, and what they stand for; an unknown grade gets a code of its own."""
        statement = select(MonthGrade.employee_id, MonthGrade.grade).where(
            known_at(MonthGrade, self.instant), MonthGrade.month == self.month.first
        )
        ids, texts = self.reader.columns(statement, 2)
        meant = {text: grade_name(text) for text in set(texts)}
        grades = [*GRADES, *sorted(set(meant.values()) - set(GRADES))]
        codes = {text: grades.index(name) for text, name in meant.items()}
        values: Ints = np.full(self.reader.size + 1, NONE, dtype=np.int64)
        values[self.reader.places(ids)] = integers([codes[text] for text in texts])
        return values[:-1], grades


def _coded(succession: SuccessionArray) -> tuple[SuccessionArray, list[int]]:
    """The same succession with dense codes, and what each stands for."""
    distinct, codes = np.unique(succession.value, return_inverse=True)
    dense = SuccessionArray(succession.person, succession.start, codes.astype(np.int64))
    return dense, [int(value) for value in distinct]


def _place(unit_id: int, units: Mapping[int, Row], paths: Mapping[int, staff.UnitPath]) -> Place:
    branch, station = paths[unit_id]
    unit = units[unit_id]
    above = (units.get(unit["parent_id"]) if station else None) or unit
    return Place(branch, station or "", above["position"], unit["position"] if station else 0)
