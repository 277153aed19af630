"""The tasks of a year as the acting user meets them: shipped, changed or added, with what is done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.access import ScopeNode, actor_of, authorize, scope_of
from app.core.boards.once import once
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules import Module, YearTask
from app.core.periods import Month
from app.core.schema import KERNEL
from app.core.schema.installed import InstalledModule
from app.core.yearboard.permissions import YEAR_READ, YEAR_WRITE
from app.core.yearboard.tables import YearTaskRow, YearTick

State = Literal["done", "late", "open", "ahead", "before"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch: a scope node right below the root; the root itself stands for the whole."""

    node_id: int
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Step:
    """A branch's part of a task (or the whole's): who ticked it and when, or that the system sees it done."""

    branch: Branch
    done: bool
    by_system: bool = False
    who: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a year. `title` empty: what it was shipped as, `label`, in the reader's language."""

    year: int
    code: str
    label: str
    title: str
    start: date
    due: date
    roles: tuple[str, ...]
    owner_login: str
    per_branch: bool
    url: str
    note: str
    written: bool
    has_check: bool
    version: str = ""
    steps: tuple[Step, ...] = ()
    before: bool = False
    """It ended before the organisation began to use this system, and nobody said anything of it."""

    @property
    def is_done(self) -> bool:
        """Whether every step one meets is done."""
        return bool(self.steps) and all(step.done for step in self.steps)

    def state(self, today: date) -> State:
        """Done, late, open, still ahead; or before this system was in use."""
        if self.is_done or self.before:
            return "done" if self.is_done else "before"
        return "late" if self.due < today else "open" if self.start <= today else "ahead"


def tasks_of(session: Session, *years: int) -> list[Task]:
    """The tasks of a year, or of several, that are the acting user's business, in order of their last day."""
    authorize(session, YEAR_READ)
    shipped = _shipped(session)
    rows, ticks = _stored(session, years)
    tasks = [_of_default(one, year) for year in years for name, one in shipped.items() if (year, name) not in rows]
    tasks += [_of_row(row, shipped.get(row.code)) for row in rows.values() if not row.removed]
    mine = [task for task in tasks if _concerns(session, task)]
    root, branches, since = branches_met(session)
    seen = _seen(session, mine, shipped)
    found = [
        replace(
            task,
            before=not task.written and task.due < since,
            steps=_steps(
                task,
                branches if task.per_branch else ([root] if root else []),
                ticks.get((task.year, task.code), {}),
                seen.get((task.year, task.code), False),
            ),
        )
        for task in mine
    ]
    return sorted(found, key=lambda task: (task.due, task.start, task.code))


def task_named(session: Session, year: int, code: str) -> Task:
    """One task; NotFound where there is none, or none that is the acting user's business."""
    found = next((task for task in tasks_of(session, year) if task.code == code), None)
    if found is None:
        raise NotFound(what=N_("task"), key=code)
    return found


def branches_met(session: Session) -> tuple[Branch | None, list[Branch], date]:
    """The root, the branches below it that lie in the acting user's scope, in their order; and since when we count."""
    above = aliased(ScopeNode)
    installed = select(InstalledModule.installed_at).where(InstalledModule.name == KERNEL).scalar_subquery()
    columns = (ScopeNode.id, ScopeNode.path, ScopeNode.parent_id, ScopeNode.code, installed.label("installed"))
    top = select(*columns).outerjoin(above, above.id == ScopeNode.parent_id).where(above.parent_id.is_(None))
    nodes = session.execute(top).all()
    root = next((node for node in nodes if node.parent_id is None), None)
    if root is None:
        return None, [], date.min
    names = _names(session)
    scope = scope_of(session, YEAR_READ)
    below = [node for node in nodes if node.parent_id == root.id and scope.covers(node.path)]
    order = {node_id: place for place, node_id in enumerate(names)}
    below = [node for node in below if not names or node.id in names]
    below.sort(key=lambda node: order.get(node.id, node.id))
    whole = Branch(root.id, names.get(root.id, root.code), root.path)
    since = clock.day_of(root.installed) if root.installed else date.min
    return whole, [Branch(node.id, names.get(node.id, node.code), node.path) for node in below], since


def _shipped(session: Session) -> dict[str, YearTask]:
    modules: Sequence[Module] = session.info["modules"]
    return {one.name: one for module in modules for one in module.year_tasks}


def _names(session: Session) -> Mapping[int, str]:
    modules: Sequence[Module] = session.info["modules"]
    found: dict[int, str] = {}
    for module in modules:
        if module.node_names is not None:
            found.update(once(session, module.node_names))
    return found


def _of_default(one: YearTask, year: int) -> Task:
    first, last = (Month(year, 1).plus(month - 1) for month in (one.first_month, one.last_month))
    due = last.first.replace(day=min(one.last_day, last.days))
    facts = (one.name, one.label, "", first.first, due, one.roles, "", one.per_branch, one.url, one.note)
    return Task(year, *facts, written=False, has_check=one.done is not None)


def _of_row(row: YearTaskRow, shipped: YearTask | None) -> Task:
    return Task(
        row.year,
        row.code,
        shipped.label if shipped else "",
        row.title,
        row.start,
        row.due,
        (row.owner_role,) if row.owner_role else (),
        row.owner_login or "",
        row.per_branch,
        row.url,
        row.note,
        written=True,
        has_check=shipped is not None and shipped.done is not None,
        version=row.written_at.isoformat(),
    )


def _concerns(session: Session, task: Task) -> bool:
    """Whoever reads the year of the whole meets every task; others what has a step of theirs or is theirs."""
    if task.per_branch or scope_of(session, YEAR_READ).everywhere or scope_of(session, YEAR_WRITE).everywhere:
        return True
    actor = actor_of(session)
    return task.owner_login == actor.login or (not task.owner_login and bool(actor.roles & set(task.roles)))


Key = tuple[int, str]
"""A year and a code."""


def _stored(session: Session, years: Sequence[int]) -> tuple[dict[Key, YearTaskRow], dict[Key, dict[int, YearTick]]]:
    """What was written and what was ticked, in one statement."""
    same = and_(YearTick.year == YearTaskRow.year, YearTick.code == YearTaskRow.code)
    in_years = or_(YearTaskRow.year.in_(years), YearTick.year.in_(years))
    statement = select(YearTaskRow, YearTick).join(YearTick, same, full=True).where(in_years)
    rows: dict[Key, YearTaskRow] = {}
    ticks: dict[Key, dict[int, YearTick]] = defaultdict(dict)
    pairs: Any = session.execute(statement)  # of a full join either side may be missing
    for row, tick in pairs:
        if row is not None:
            rows[row.year, row.code] = row
        if tick is not None:
            ticks[tick.year, tick.code][tick.node_id] = tick
    return rows, ticks


def _seen(
    session: Session, tasks: Sequence[Task], shipped: Mapping[str, YearTask]
) -> Mapping[Key, bool | frozenset[int]]:
    """What the system can see is done; nothing where the year has not begun."""
    found: dict[Key, Any] = {}
    for task in tasks:
        check = shipped[task.code].done if task.code in shipped else None
        if check is not None and task.year <= clock.today().year + 1:
            found[task.year, task.code] = check(session, task.year)
    asked = {key: one for key, one in found.items() if isinstance(one, Select)}
    if asked:
        columns = [one.scalar_subquery().label(f"task_{place}") for place, one in enumerate(asked.values())]
        answers = session.execute(select(*columns)).one()
        found.update(zip(asked, (bool(answer) for answer in answers), strict=True))
    return found


def _steps(
    task: Task, branches: Sequence[Branch], ticks: Mapping[int, YearTick], seen: bool | frozenset[int]
) -> tuple[Step, ...]:
    found = []
    for branch in branches:
        row = ticks.get(branch.node_id)
        system = seen if isinstance(seen, bool) else branch.node_id in seen
        if row is not None:
            found.append(Step(branch, True, False, row.done_by, row.done_at, row.note))
        else:
            found.append(Step(branch, system, system))
    return tuple(found)
