"""The verbs of the year board: tick and untick a step, change, add and remove a task."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import ROLES, User, actor_of, authorize, authorize_everywhere, scope_of
from app.core.errors import NotFound, Stale, ZiqiangError
from app.core.i18n import N_
from app.core.yearboard.permissions import YEAR_TICK, YEAR_WRITE
from app.core.yearboard.reading import Step, Task, task_named
from app.core.yearboard.tables import YearTaskRow, YearTick

LONGEST_TITLE, LONGEST_URL, LONGEST_NOTE, LONGEST_TICK = 200, 300, 1000, 500
FIRST_YEAR, LAST_YEAR = 2000, 2100


class NotYours(ZiqiangError):
    """A step that somebody else has to tick."""

    kind = "not_your_step"
    message = N_("This step belongs to somebody else. Ask whoever is responsible to tick it.")
    status = 403


class TaskWrong(ZiqiangError):
    """A task that cannot be taken as it was written."""

    kind = "task_wrong"
    message = N_("The task can't be saved: %(reason)s")
    status = 422


@dataclass(frozen=True, slots=True)
class TaskValues:
    """What somebody writes of a task; the owner is a role or a login."""

    title: str
    start: date
    due: date
    owner_role: str = ""
    owner_login: str = ""
    per_branch: bool = False
    url: str = ""
    note: str = ""


def tick(session: Session, year: int, code: str, node_id: int, note: str = "") -> None:
    """Say that a branch's step (or that of the whole) is done; nothing where it was ticked already."""
    step = _own_step(session, year, code, node_id)
    if step.who:
        return
    login = actor_of(session).login
    facts = {"year": year, "code": code, "node_id": node_id}
    session.add(YearTick(**facts, note=note.strip()[:LONGEST_TICK], done_by=login, done_at=clock.now()))
    session.flush()
    _record(session, "year.tick", year, code, {"node": node_id})


def untick(session: Session, year: int, code: str, node_id: int) -> None:
    """Take a tick back."""
    step = _own_step(session, year, code, node_id)
    if not step.who:
        return
    mine = (YearTick.year == year, YearTick.code == code, YearTick.node_id == node_id)
    session.execute(delete(YearTick).where(*mine))
    _record(session, "year.untick", year, code, {"node": node_id})


def may_tick(session: Session, task: Task, step: Step) -> bool:
    """Whether the acting user may tick this step: where she holds the permission, or because the task is hers."""
    if task.owner_login and task.owner_login == actor_of(session).login and not task.per_branch:
        return bool(scope_of(session, YEAR_TICK))
    return scope_of(session, YEAR_TICK).covers(step.branch.path)


def change_task(session: Session, year: int, code: str, values: TaskValues, version: str) -> None:
    """Write a task of a year anew; Stale where somebody else did so since it was opened."""
    authorize_everywhere(session, YEAR_WRITE)
    task = task_named(session, year, code)
    if task.version != version:
        raise Stale(what=task.title or task.label)
    _write(session, year, code, _checked(session, values))
    _record(session, "year.change", year, code, {"title": values.title, "due": values.due.isoformat()})


def add_task(session: Session, year: int, values: TaskValues) -> str:
    """A task of the organisation's own; its code."""
    authorize_everywhere(session, YEAR_WRITE)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(what=N_("year"), key=year)
    if not values.title.strip():
        raise TaskWrong(reason=N_("It needs a title."))
    code = f"own.{secrets.token_hex(6)}"
    _write(session, year, code, _checked(session, values))
    _record(session, "year.add", year, code, {"title": values.title, "due": values.due.isoformat()})
    return code


def remove_task(session: Session, year: int, code: str) -> None:
    """Take a task out of a year."""
    authorize_everywhere(session, YEAR_WRITE)
    task = task_named(session, year, code)
    values = TaskValues(task.title, task.start, task.due, per_branch=task.per_branch)
    _write(session, year, code, values).removed = True
    session.flush()
    _record(session, "year.remove", year, code, {})


def _own_step(session: Session, year: int, code: str, node_id: int) -> Step:
    """The step, for one who may tick it."""
    authorize(session, YEAR_TICK)
    task = task_named(session, year, code)
    step = next((one for one in task.steps if one.branch.node_id == node_id), None)
    if step is None:
        raise NotFound(what=N_("step"), key=node_id)
    if not may_tick(session, task, step):
        raise NotYours()
    return step


def _checked(session: Session, values: TaskValues) -> TaskValues:
    """The values, or what is wrong with them."""
    lengths = (
        (values.title, LONGEST_TITLE),
        (values.url, LONGEST_URL),
        (values.note, LONGEST_NOTE),
    )
    if any(len(text) > longest for text, longest in lengths):
        raise TaskWrong(reason=N_("A text is too long."))
    if values.due < values.start:
        raise TaskWrong(reason=N_("It ends before it begins."))
    if values.url and (not values.url.startswith("/") or values.url.startswith(("//", "/\\"))):
        raise TaskWrong(reason=N_("The link must be a page of this system, such as /staff/employees/."))
    if values.owner_role and values.owner_role not in ROLES:
        raise TaskWrong(reason=N_("There is no such role."))
    known = select(User.id).where(User.login == values.owner_login)
    if values.owner_login and session.scalar(known) is None:
        raise TaskWrong(reason=N_("There is no such user."))
    return values


def _write(session: Session, year: int, code: str, values: TaskValues) -> YearTaskRow:
    row = session.scalar(select(YearTaskRow).where(YearTaskRow.year == year, YearTaskRow.code == code))
    if row is None:
        row = YearTaskRow(year=year, code=code, removed=False)
        session.add(row)
    row.title, row.start, row.due = values.title.strip(), values.start, values.due
    row.owner_role, row.owner_login = values.owner_role or None, values.owner_login or None
    row.per_branch, row.url, row.note = values.per_branch, values.url.strip(), values.note.strip()
    row.written_by, row.written_at = actor_of(session).login, clock.now()
    session.flush()
    return row


def _record(session: Session, action: str, year: int, code: str, detail: dict[str, object]) -> None:
    key = f"{year}/{code}"
    audit.record(session, action, object_table=YearTaskRow.__tablename__, object_key=key, detail=detail)
