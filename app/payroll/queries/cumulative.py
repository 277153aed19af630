"""Tax figures of the year before a slip: opening balances, approved slips, special additional deductions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import func, select

from app.core.dated import known_at
from app.core.db import AnySelect
from app.core.periods import Month
from app.payroll.models import OpeningBalance, OpeningMonth, PayRun, Payslip, SpecialDeduction
from app.payroll.queries.fact_reader import FactReader, integers
from app.payroll.rules.vectorised.exact import Ints
from app.payroll.rules.vectorised.tables import NONE


class CumulativeReader:
    """The figures of one legal entity and payment month, for the people of a reader."""

    def __init__(self, reader: FactReader, legal_entity_id: int, payment_month: Month) -> None:
        self.reader = reader
        self.session = reader.session
        self.month = reader.month
        self.instant = reader.instant
        self.legal_entity_id = legal_entity_id
        self.payment_month = payment_month

    @property
    def _lag(self) -> int:
        """Months from the pay month to its payment."""
        month, payment = self.month, self.payment_month
        return (payment.year - month.year) * 12 + payment.number - month.number

    def special(self) -> Ints:
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
        ids, values = self.reader.columns(statement, 2)
        latest: Ints = np.full(self.reader.size + 1, NONE, dtype=np.int64)
        latest[self.reader.places(ids)] = integers(values)  # in order of month: the last one stands
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

    def figures(self) -> Mapping[str, Any]:
        """Cumulative tax figures before this slip: opening balances and approved slips of the year."""
        names = ("cum_income", "cum_contributions", "cum_special_additional", "cum_withheld", "upfront")
        sums = {name: np.zeros(self.reader.size + 1, dtype=np.int64) for name in names}
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
            ids, *columns = self.reader.columns(statement, 6)
            for name, column in zip(names, columns, strict=True):
                sums[name][self.reader.places(ids)] = integers(column)
        ids, income, contributions, tax = self.reader.columns(self._approved(opening), 4)
        places = self.reader.places(ids)
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
