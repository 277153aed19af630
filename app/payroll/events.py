"""What payroll tells others, and what it asks them: the facts that mean pay (pay facts).

A module that contributes pay lists in its manifest (or in its partnership with payroll) a `PayFact` among its
`contributions`, and for it `Receiver(collecting_pay_facts, ...)`. `queries.pay_facts.dated_facts` makes the answer
from a dated table in one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.core.events import Signal
from app.core.periods import Month
from app.payroll.rules.pay_facts import BY_DAYS, EACH, ONCE, PayFact
from app.payroll.rules.vectorised.days import NEVER

__all__ = [
    "BY_DAYS",
    "EACH",
    "NEVER",
    "ONCE",
    "ApprovedRun",
    "FactColumns",
    "FactRequest",
    "PayFact",
    "collecting_pay_facts",
    "run_approved",
]


@dataclass(frozen=True, slots=True)
class ApprovedRun:
    """A run that was approved and sealed."""

    run_id: int
    legal_entity_id: int
    month: Month
    content_hash: str


run_approved: Signal[ApprovedRun, None] = Signal(
    "run_approved",
    ApprovedRun,
    "Sent once when a run has been approved and sealed; its slips never change from then on.",
)


@dataclass(frozen=True, slots=True, eq=False)
class FactRequest:
    """Whose facts payroll asks for, in which months, as known at an instant (now, when none is given)."""

    session: Session
    employee_ids: NDArray[np.int64]
    months: Sequence[Month]
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FactColumns:
    """One fact of many people: dated spans, column by column, in any order; spans of others do no harm.

    Days are numbers since 1970-01-01, both ends included, `end` NEVER while open. `values` are of `dtype` (fen:
    int64). `source_ids` name the record behind each span; they are frozen and sealed with the slip, so they should
    be the same in every database with the same people: a document's number, a date, not a row's id.
    """

    name: str
    dtype: str
    employee_ids: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    values: NDArray[Any]
    source_ids: Sequence[str | int]


collecting_pay_facts: Signal[FactRequest, FactColumns] = Signal(
    "collecting_pay_facts",
    FactRequest,
    "Asked once a calculation, of everybody at once: answer one fact's spans that touch the months, in at most three "
    "statements however many people are asked for, whatever the asking user may see, and write nothing.",
)
