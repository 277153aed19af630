"""Everybody's facts for a month, in a fixed number of statements, as arrays the engine reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.dated import known_at
from app.core.db import AnySelect, fetch_raw
from app.core.periods import Month
from app.payroll.models import (
    InputKind,
    MonthGrade,
    OneOffInput,
    OpeningBalance,
    OpeningMonth,
    PayRun,
    Payslip,
    SpecialDeduction,
)
from app.payroll.rules.grades import grade_name
from app.payroll.rules.values import Grading as GradingValue
from app.payroll.rules.values import OneOff
from app.payroll.rules.vectorised.days import NEVER
from app.payroll.rules.vectorised.exact import Ints
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
    PostHolding,
    Probation,
    Qualification,
)

STEP_RADIX = 1000


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """The engine's table, what its codes mean, and who its people are (by position)."""

    table: MonthTable
    codes: Codes
    numbers: Sequence[str]
    employee_ids: Sequence[int]
    unit_ids: Sequence[int]
    one_offs: Mapping[int, tuple[OneOff, ...]]


def load_month(
    session: Session,
    legal_entity_id: int,
    month: Month,
    payment_month: Month,
    instant: datetime | None = None,
) -> MonthFacts:
    """Facts of everybody with an employed day in the month at the entity, in order of number."""
    loader = _Loader(session, legal_entity_id, month, payment_month, instant)
    return loader.load()


class _Loader:
    """The statements of one month, each carried out once."""

    def __init__(
        self, session: Session, legal_entity_id: int, month: Month, payment_month: Month, instant: datetime | None
    ) -> None:
        self.session = session
        self.legal_entity_id = legal_entity_id
        self.month = month
        self.payment_month = payment_month
        self.instant = instant
        self.place: Ints = np.empty(0, dtype=np.int64)
        self.size = 0

    def load(self) -> MonthFacts:
        """All of it."""
        employed = self._employments()
        paths = staff.unit_paths(staff.placements_on(self.session, self.month.last, self.instant))
        levels = {level_id: name for name, level_id in staff.level_ids(self.session).items()}
        posts = {post_id: name for name, post_id in staff.post_ids(self.session).items()}
        grading, gradings = self._coded(self._succession(Grading, Grading.level_id * STEP_RADIX + Grading.step))
        post, post_codes = self._coded(self._succession(PostHolding, PostHolding.post_id))
        unit, unit_ids = self._coded(self._succession(Assignment, Assignment.unit_id))
        certificates, types = self._certificates()
        one_offs = self._one_offs()
        grade, grades = self._grades()
        cumulative = self._cumulative()
        table = MonthTable(
            hire=employed["hire"],
            leave=employed["leave"],
            first_employment=employed["first"].astype(bool),
            prior_service_months=employed["prior"],
            break_days=employed["breaks"],
            grading=grading,
            post=post,
            unit=unit,
            probation=self._succession(Probation, Probation.on_probation),
            social_base=self._base(ContributionBase.social_base),
            housing_base=self._base(ContributionBase.housing_base),
            certificates=certificates,
            grade=grade,
            first_month_grade=np.full(self.size, NONE, dtype=np.int64),
            contribution_first=np.full(self.size, NO_MONTH, dtype=np.int64),
            contribution_last=np.full(self.size, NO_MONTH, dtype=np.int64),
            unknown_inputs=np.zeros(self.size, dtype=bool),
            cum_exempt=np.zeros(self.size, dtype=np.int64),
            cum_other=np.zeros(self.size, dtype=np.int64),
            earnings=self._sum(one_offs, "earning"),
            deductions=self._sum(one_offs, "deduction"),
            damages=self._sum(one_offs, "damages"),
            special_additional=self._special(),
            **cumulative,
        )
        codes = Codes(
            gradings=[GradingValue(levels[code // STEP_RADIX], code % STEP_RADIX) for code in gradings],
            posts=[posts[code] for code in post_codes],
            units=["/".join(name for name in paths[code] if name) for code in unit_ids],
            certificate_types=types,
            grades=grades,
        )
        return MonthFacts(table, codes, self.numbers, self.employee_ids, unit_ids, one_offs)

    def _employments(self) -> dict[str, Ints]:
        statement = (
            select(
                Employment.employee_id,
                Employee.number,
                Employment.start,
                Employment.end,
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
        rows = list(latest.values())
        self.size = len(rows)
        self.employee_ids: list[int] = [row[0] for row in rows]
        self.numbers: list[str] = [row[1] for row in rows]
        self.place = np.full(max(self.employee_ids, default=0) + 2, NONE, dtype=np.int64)
        self.place[np.array(self.employee_ids, dtype=np.int64)] = np.arange(self.size)
        return {
            "hire": day_numbers([row[2] for row in rows]),
            "leave": day_numbers([row[3] for row in rows], absent=NEVER),
            "first": integers([row[4] for row in rows]),
            "prior": integers([row[5] for row in rows]),
            "breaks": integers([row[6] for row in rows]),
        }

    def _places(self, employee_ids: Sequence[int]) -> Ints:
        """Positions of employees, NONE for those not in the month."""
        ids = integers(employee_ids)
        inside = ids < self.place.size
        places: Ints = np.where(inside, self.place[np.where(inside, ids, -1)], NONE)
        return places

    def _columns(self, statement: AnySelect, width: int) -> list[Sequence[Any]]:
        rows = fetch_raw(self.session, statement)
        return list(zip(*rows, strict=True)) if rows else [()] * width

    def _succession(self, model: Any, value: Any) -> SuccessionArray:
        statement = select(model.employee_id, model.start, value).where(
            known_at(model, self.instant), model.start <= self.month.last
        )
        ids, starts, values = self._columns(statement, 3)
        person, start, coded = self._places(ids), day_numbers(starts), integers(values)
        keep = person != NONE
        person, start, coded = person[keep], start[keep], coded[keep]
        order = np.lexsort((start, person))
        return SuccessionArray(person[order], start[order], coded[order])

    def _coded(self, succession: SuccessionArray) -> tuple[SuccessionArray, list[int]]:
        """The same succession with dense codes, and what each stands for."""
        distinct, codes = np.unique(succession.value, return_inverse=True)
        dense = SuccessionArray(succession.person, succession.start, codes.astype(np.int64))
        return dense, [int(value) for value in distinct]

    def _base(self, column: Any) -> Ints:
        """The base in force on the month's last day, NONE where none is declared."""
        base = self._succession(ContributionBase, func.coalesce(column, NONE))
        bases: Ints = np.full(self.size, NONE, dtype=np.int64)
        bases[base.person] = base.value
        return bases

    def _certificates(self) -> tuple[CertificateArray, list[str]]:
        statement = select(
            Qualification.employee_id, Qualification.name, Qualification.obtained, Qualification.registered_until
        ).where(known_at(Qualification, self.instant))
        ids, names, obtained, until = self._columns(statement, 4)
        types = sorted(set(names))
        codes = {name: code for code, name in enumerate(types)}
        person = self._places(ids)
        keep = person != NONE
        array = CertificateArray(
            person[keep],
            integers([codes[name] for name in names])[keep],
            day_numbers(obtained)[keep],
            np.full(int(keep.sum()), -NEVER, dtype=np.int64),
            day_numbers(until, absent=-NEVER)[keep],
        )
        return array, types

    def _one_offs(self) -> dict[int, tuple[OneOff, ...]]:
        statement = (
            select(
                OneOffInput.employee_id,
                OneOffInput.code,
                InputKind.category,
                InputKind.is_damages,
                OneOffInput.amount,
                InputKind.name,
                OneOffInput.reason,
                OneOffInput.document,
            )
            .join(InputKind, InputKind.code == OneOffInput.code)
            .where(known_at(OneOffInput, self.instant), OneOffInput.month == self.month.first)
            .order_by(OneOffInput.employee_id, OneOffInput.code, OneOffInput.reference, OneOffInput.line)
        )
        found: dict[int, list[OneOff]] = {}
        rows = self.session.execute(statement).all()
        places = self._places([row[0] for row in rows])
        for place, (_id, code, category, is_damages, amount, name, reason, document) in zip(places, rows, strict=True):
            if place != NONE:
                kind = "damages" if is_damages else category
                entry = OneOff(code, kind, amount, name=name, reason=reason or "", document=document or "")
                found.setdefault(int(place), []).append(entry)
        return {place: tuple(entries) for place, entries in found.items()}

    def _sum(self, one_offs: Mapping[int, Sequence[OneOff]], category: str) -> Ints:
        sums: Ints = np.zeros(self.size, dtype=np.int64)
        for place, entries in one_offs.items():
            sums[place] = sum(entry.amount for entry in entries if entry.category == category)
        return sums

    def _grades(self) -> tuple[Ints, list[str]]:
        """The grade codes of the month, and what they stand for; an unknown grade gets a code of its own."""
        statement = select(MonthGrade.employee_id, MonthGrade.grade).where(
            known_at(MonthGrade, self.instant), MonthGrade.month == self.month.first
        )
        ids, texts = self._columns(statement, 2)
        meant = {text: grade_name(text) for text in set(texts)}
        names = [meant[text] for text in texts]
        grades = [*GRADES, *sorted(set(names) - set(GRADES))]
        codes = {name: code for code, name in enumerate(grades)}
        values: Ints = np.full(self.size + 1, NONE, dtype=np.int64)
        values[self._places(ids)] = integers([codes[name] for name in names])
        return values[:-1], grades

    @property
    def _lag(self) -> int:
        """Months from the pay month to its payment."""
        month, payment = self.month, self.payment_month
        return (payment.year - month.year) * 12 + payment.number - month.number

    def _special(self) -> Ints:
        """The year-to-date figure entered last within the payment's tax year."""
        january = Month(self.payment_month.year, 1).plus(-self._lag).first
        statement = (
            select(SpecialDeduction.employee_id, SpecialDeduction.cumulative)
            .where(
                known_at(SpecialDeduction, self.instant),
                SpecialDeduction.month >= january,
                SpecialDeduction.month <= self.month.first,
            )
            .order_by(SpecialDeduction.month)
        )
        ids, values = self._columns(statement, 2)
        latest: Ints = np.full(self.size + 1, NONE, dtype=np.int64)
        latest[self._places(ids)] = integers(values)  # in order of month: the last one stands
        return latest[:-1]

    def _opening_month(self) -> Month | None:
        """The latest pay month that opening balances of this tax year lead up to."""
        statement = select(func.max(OpeningMonth.month)).where(
            known_at(OpeningMonth, self.instant), OpeningMonth.month <= self.month.first
        )
        latest: date | None = self.session.scalar(statement)
        if latest is None:
            return None
        opening = Month.of(latest)
        paid = opening.plus(self._lag)
        return opening if paid.year == self.payment_month.year and paid.number > 1 else None

    def _cumulative(self) -> dict[str, Any]:
        """Cumulative tax figures before this slip: opening balances and approved slips of the year."""
        names = ("cum_income", "cum_contributions", "cum_special_additional", "cum_withheld", "upfront")
        sums = {name: np.zeros(self.size + 1, dtype=np.int64) for name in names}
        opening = self._opening_month()
        if opening is not None:
            balance = OpeningBalance
            statement = select(
                balance.employee_id,
                balance.income,
                balance.contributions,
                balance.special_additional,
                balance.withheld,
                balance.deduct_60000_upfront,
            ).where(known_at(balance, self.instant), balance.month == opening.first)
            ids, *columns = self._columns(statement, 6)
            for name, column in zip(names, columns, strict=True):
                sums[name][self._places(ids)] = integers(column)
        ids, income, contributions, tax = self._columns(self._approved(opening), 4)
        places = self._places(ids)
        for name, column in (("cum_income", income), ("cum_contributions", contributions), ("cum_withheld", tax)):
            np.add.at(sums[name], places, integers(column))
        upfront = sums.pop("upfront")[:-1].astype(bool)
        return {name: values[:-1] for name, values in sums.items()} | {"upfront": upfront}

    def _approved(self, opening: Month | None) -> AnySelect:
        first = opening.plus(self._lag) if opening else Month(self.payment_month.year, 1)
        return (
            select(Payslip.employee_id, func.sum(Payslip.gross), func.sum(Payslip.contributions), func.sum(Payslip.tax))
            .join(PayRun, PayRun.id == Payslip.run_id)
            .where(
                PayRun.legal_entity_id == self.legal_entity_id,
                PayRun.state.in_(("approved", "paid")),
                PayRun.payment_month >= first.first,
                PayRun.payment_month < self.payment_month.first,
                Payslip.status == "OK",
            )
            .group_by(Payslip.employee_id)
        )


def integers(values: Sequence[Any]) -> Ints:
    """Whole numbers as an array."""
    return np.array(values, dtype=np.int64)


def day_numbers(values: Sequence[Any], absent: int = NONE) -> Ints:
    """Days since 1970-01-01 of dates or ISO texts; `absent` where there is none."""
    if None in values:
        days: Ints = np.array([value or "1970-01-01" for value in values], dtype="datetime64[D]").astype(np.int64)
        missing = np.array([value is None for value in values], dtype=bool)
        days[missing] = absent
        return days
    return np.array(values, dtype="datetime64[D]").astype(np.int64)
