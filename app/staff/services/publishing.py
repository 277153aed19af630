"""Collects what one service call records, and publishes it once at its end."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.dated import Plan, Row
from app.core.events import publish
from app.staff.events import Hired, Left, Recorded, employee_hired, employee_left, fact_recorded
from app.staff.queries import MODELS

KINDS = {model: kind for kind, model in MODELS.items()}


class Recording:
    """Whose facts were written, by kind; who was hired, and who left."""

    def __init__(self) -> None:
        self._by_kind: dict[str, set[int]] = defaultdict(set)
        self._hired: set[int] = set()
        self._left: set[int] = set()

    @property
    def employee_ids(self) -> frozenset[int]:
        """Everybody of whom something was written."""
        return frozenset().union(*self._by_kind.values())

    def note(self, kind: str, employee_id: int, plan: Plan, known: Sequence[Row] = ()) -> None:
        """A plan for somebody's facts of a kind, if it does anything; `known` are her rows before it."""
        if not plan:
            return
        self._by_kind[kind].add(employee_id)
        if kind != "employment":
            return
        if not plan.close:
            self._hired.add(employee_id)
        before = {row["end"] for row in known}
        if any(row["end"] is not None and row["end"] not in before for row in plan.insert):
            self._left.add(employee_id)

    def publish(self, session: Session) -> None:
        """Tell the others, each signal at most once."""
        if self._hired:
            publish(employee_hired, session, Hired(frozenset(self._hired)))
        if self._left:
            publish(employee_left, session, Left(frozenset(self._left)))
        if self._by_kind:
            by_kind = {kind: frozenset(ids) for kind, ids in self._by_kind.items()}
            publish(fact_recorded, session, Recorded(by_kind))
