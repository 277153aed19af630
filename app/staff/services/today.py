"""Today's lists: `staff_today` follows the dated facts, in the same transaction and at midnight."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import arrange, authorize_everywhere
from app.core.db import AnySelect, bulk_insert, driver_day, fetch_raw, is_sqlite, many_objects
from app.core.search import name_keys
from app.staff import models, queries
from app.staff.models import Employee, StaffToday
from app.staff.permissions import STAFF_WRITE
from app.staff.rules.status import status_on

COLUMNS = tuple(column.name for column in StaffToday.__table__.columns)
FEW = 500
"""Up to so many employees are asked for by id; beyond, the whole table is read."""


def roll_over(session: Session) -> int:
    """Bring units and people to today; returns how many people's rows were written. For midnight and repairs."""
    authorize_everywhere(session, STAFF_WRITE)
    return roll_over_units(session)


def roll_over_units(session: Session) -> int:
    """Make scopes follow today's tree, and everybody's row her branch."""
    units = queries.placements_on(session, clock.today())
    arrange(session, {unit_id: row["parent_id"] for unit_id, row in units.items()})
    return refresh_today(session)


def refresh_today(session: Session, employee_ids: Iterable[int] | None = None) -> int:
    """Write the rows of these employees (all, when none are named) anew; returns how many."""
    wanted = None if employee_ids is None else sorted(set(employee_ids))
    if wanted is not None and len(wanted) > FEW:
        wanted = None
    table = StaffToday.__table__
    with many_objects():
        rows = today_rows(session, clock.today(), wanted)
        outdated = delete(table) if wanted is None else delete(table).where(table.c.employee_id.in_(wanted))  # type: ignore[arg-type]
        session.connection().execute(outdated)
        bulk_insert(session, table, COLUMNS, rows)
    return len(rows)


def today_rows(session: Session, today: date, wanted: Sequence[int] | None = None) -> list[tuple[Any, ...]]:
    """What `staff_today` must hold on a day, as driver-ready rows in the order of COLUMNS and of the ids."""
    day = driver_day(session)
    facts = _Facts(session, wanted)
    branches = queries.branches(queries.placements_on(session, today))
    spans = facts.spans(models.Employment)
    contracts = facts.spans(models.Contract)
    identities = facts.history(models.Identity, "name", "sex")
    backgrounds = facts.history(models.Background, "education")
    units = facts.history(models.Assignment, "unit_id")
    posts = facts.history(models.PostHolding, "post_id")
    gradings = facts.history(models.Grading, "level_id", "step")
    probations = facts.history(models.Probation, "on_probation")
    rows = []
    for employee_id, number in facts.employees():
        hired, left = _span_on(spans.get(employee_id, ()), today)
        on = max(today, hired) if hired else today
        name, sex = _on(identities, employee_id, on) or ("", "")
        (education,) = _on(backgrounds, employee_id, on) or (None,)
        (unit_id,) = _on(units, employee_id, on) or (None,)
        (post_id,) = _on(posts, employee_id, on) or (None,)
        level_id, step = _on(gradings, employee_id, on) or (None, None)
        (on_probation,) = _on(probations, employee_id, on) or (False,)
        contract_end = _span_on(contracts.get(employee_id, ()), today)[1]
        key, search = name_keys(name)
        rows.append(
            (
                employee_id, number, name, key, f"{''.join(name.lower().split())} {number.lower()} {search}",
                sex, education, unit_id,
                branches.get(unit_id) if unit_id else None, post_id, level_id, step,
                status_on(today, hired, left, bool(on_probation)), day(hired), day(left), day(contract_end),
            )
        )  # fmt: skip
    return rows


class _Facts:
    """The known rows of the people wanted, table by table."""

    def __init__(self, session: Session, wanted: Collection[int] | None) -> None:
        self.session, self.wanted = session, wanted
        self.text_days = is_sqlite(session)

    def employees(self) -> Sequence[tuple[Any, ...]]:
        """Id and number, in the order of the ids."""
        table = Employee.__table__
        statement = select(table.c.id, table.c.number).order_by(table.c.id)
        return fetch_raw(
            self.session, statement if self.wanted is None else statement.where(table.c.id.in_(self.wanted))
        )

    def history(self, model: Any, *columns: str) -> dict[int, list[tuple[date, tuple[Any, ...]]]]:
        """Start and values of a succession by employee, in order of start."""
        found: dict[int, list[tuple[date, tuple[Any, ...]]]] = defaultdict(list)
        for employee_id, start, *values in self._rows(model, "start", *columns):
            found[employee_id].append((self._day(start), tuple(values)))
        return found

    def spans(self, model: Any) -> dict[int, list[tuple[date, date | None]]]:
        """Start and end of spans by employee, in order of start."""
        found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        for employee_id, start, end in self._rows(model, "start", "end"):
            found[employee_id].append((self._day(start), self._day(end) if end else None))
        return found

    def _rows(self, model: Any, *columns: str) -> Sequence[tuple[Any, ...]]:
        table: Table = model.__table__
        statement: AnySelect = select(table.c.employee_id, *(table.c[name] for name in columns))
        statement = statement.where(table.c.known_to.is_(None)).order_by(table.c.employee_id, table.c.start)
        return fetch_raw(
            self.session, statement if self.wanted is None else statement.where(table.c.employee_id.in_(self.wanted))
        )

    def _day(self, value: Any) -> date:
        found: date = date.fromisoformat(value) if self.text_days else value
        return found


def _on(histories: dict[int, list[tuple[date, tuple[Any, ...]]]], employee_id: int, on: date) -> tuple[Any, ...] | None:
    """The values in force on a day."""
    found: tuple[Any, ...] | None = None
    for start, values in histories.get(employee_id) or []:
        if start > on:
            break
        found = values
    return found


def _span_on(spans: Sequence[tuple[date, date | None]], on: date) -> tuple[date | None, date | None]:
    """The span of a day; when none holds, the last before it, else the first to come."""
    past = [span for span in spans if span[0] <= on]
    if past:
        return past[-1]
    return spans[0] if spans else (None, None)
