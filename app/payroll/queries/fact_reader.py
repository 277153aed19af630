"""Reads facts of many people straight into arrays: rows as the driver gives them, people by their position."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.dated import known_at
from app.core.db import AnySelect, fetch_raw, is_sqlite
from app.core.periods import Month
from app.payroll.rules.vectorised.exact import Ints
from app.payroll.rules.vectorised.tables import NONE, SuccessionArray, keys_of

EPOCH = date(1970, 1, 1)


class FactReader:
    """Facts as known at an instant (now, when none is given), up to the end of a month, about some people."""

    def __init__(self, session: Session, month: Month, instant: datetime | None) -> None:
        self.session = session
        self.month = month
        self.instant = instant
        self.size = 0
        self._place: Ints = np.empty(0, dtype=np.int64)

    def settle(self, employee_ids: Sequence[int]) -> None:
        """From now on these are the people; the first has position 0."""
        self.size = len(employee_ids)
        self._place = np.full(max(employee_ids, default=0) + 2, NONE, dtype=np.int64)
        self._place[integers(employee_ids)] = np.arange(self.size)

    def places(self, employee_ids: Sequence[int] | Ints) -> Ints:
        """Positions of employees, NONE for others."""
        ids = integers(employee_ids)
        inside = ids < self._place.size
        places: Ints = np.where(inside, self._place[np.where(inside, ids, -1)], NONE)
        return places

    def columns(self, statement: AnySelect, width: int) -> list[Sequence[Any]]:
        """A statement's columns."""
        rows = fetch_raw(self.session, statement)
        return list(zip(*rows, strict=True)) if rows else [()] * width

    def day(self, column: Any) -> Any:
        """A day as the driver gives it fastest (PostgreSQL: days since 1970, SQLite: ISO text); see `day_numbers`."""
        return column if is_sqlite(self.session) else column - EPOCH

    def succession(self, model: Any, *values: Any) -> list[SuccessionArray]:
        """One or more columns of a succession, for the people of the month."""
        statement = self._of_succession(model, *values)
        ids, starts, *columns = self.columns(statement, 2 + len(values))
        person, start = self.places(ids), day_numbers(starts)
        inside = np.flatnonzero(person != NONE)
        order = inside[np.argsort(keys_of(person[inside], start[inside]), kind="stable")]
        person, start = person[order], start[order]
        return [SuccessionArray(person, start, integers(column)[order]) for column in columns]

    def latest(self, model: Any, column: Any) -> list[Any]:
        """Each person's value of a succession on the last day of the month, None where there is none."""
        ids, starts, values = self.columns(self._of_succession(model, column), 3)
        order = np.argsort(day_numbers(starts), kind="stable")
        found = np.full(self.size + 1, None, dtype=np.object_)
        found[self.places(ids)[order]] = np.array(values, dtype=np.object_)[order]
        latest: list[Any] = found[:-1].tolist()
        return latest

    def _of_succession(self, model: Any, *values: Any) -> AnySelect:
        statement: AnySelect = select(model.employee_id, self.day(model.start), *values).where(
            known_at(model, self.instant), model.start <= self.month.last
        )
        return statement


def integers(values: Sequence[Any] | Ints) -> Ints:
    """Whole numbers as an array."""
    return np.array(values, dtype=np.int64)


def day_numbers(values: Sequence[Any], absent: int = NONE) -> Ints:
    """Days since 1970-01-01 of such numbers or ISO texts; `absent` where there is none."""
    distinct = set(values)
    meant: dict[Any, int] = {}
    if None in distinct:
        distinct.remove(None)
        meant[None] = absent
    if isinstance(next(iter(distinct), 0), int):
        return integers(values) if not meant else integers([absent if value is None else value for value in values])
    texts = list(distinct)
    meant |= zip(texts, np.array(texts, dtype="datetime64[D]").astype(np.int64).tolist(), strict=True)
    return integers([meant[value] for value in values])
