"""The year board (年度工作日历): the year as months, a task with the branches' ticks, and changing tasks."""

from datetime import date
from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import ROLES, scope_of
from app.core.admin.frame import ROLE_NAMES
from app.core.admin.pages import (
    Badge,
    Button,
    Choice,
    Fact,
    Facts,
    FormPage,
    Input,
    InputGroup,
    Link,
    Prose,
    StepLine,
    Tile,
    YearCard,
    YearMonth,
    YearPage,
    YearTaskPage,
    text,
)
from app.core.admin.views import Answer, SecureView, action, page
from app.core.admin.year_words import STATES, owner_of, state_badge, title_of
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, Stale, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.periods import Month
from app.core.yearboard import (
    YEAR_READ,
    YEAR_TICK,
    YEAR_WRITE,
    Step,
    Task,
    TaskValues,
    add_task,
    change_task,
    remove_task,
    task_named,
    tasks_of,
    tick,
    untick,
)
from app.core.yearboard.changing import FIRST_YEAR, LAST_YEAR, may_tick
from app.core.yearboard.reading import State

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
VERSION = "row_version"
NEW = "new"


class YearView(SecureView):
    """Year board."""

    endpoint: ClassVar[str] = "year"
    address: ClassVar[str] = "/year"

    @page("/", permission=YEAR_READ)
    def index(self, session: Session) -> Answer:
        """This year."""
        return f"/year/{clock.today().year}/"

    @page("/<int:year>/", permission=YEAR_READ)
    def show(self, session: Session, year: int) -> Answer:
        """The year as months with their tasks."""
        _require_year(year)
        tasks = tasks_of(session, year)
        months = tuple(_month(year, number, tasks) for number in range(1, 13))
        add = Button(_("New task"), f"/year/{year}/{NEW}", "plus", "primary")
        return YearPage(
            _("Year board %(year)s") % {"year": year},
            months,
            _figures(tasks),
            previous_url=f"/year/{year - 1}/" if year > FIRST_YEAR else "",
            next_url=f"/year/{year + 1}/" if year < LAST_YEAR else "",
            buttons=(add,) if _may_write(session) else (),
        )

    @page(f"/<int:year>/{NEW}", permission=YEAR_WRITE)
    def new(self, session: Session, year: int) -> Answer:
        """The form of a task of one's own."""
        _require_year(year)
        today = clock.today()
        start = today if today.year == year else date(year, 1, 1)
        return _form(year, "", {"start": start.isoformat(), "due": start.isoformat()}, "")

    @action(f"/<int:year>/{NEW}", permission=YEAR_WRITE)
    def add(self, session: Session, year: int) -> Answer:
        """Add it, or come back with what is wrong."""
        try:
            code = add_task(session, year, _typed())
        except (ValueError, ZiqiangError) as error:
            return _again(year, "", "", error)
        flash(_("Recorded."), "good")
        return f"/year/{year}/{code}"

    @page("/<int:year>/<code>", permission=YEAR_READ)
    def task(self, session: Session, year: int, code: str) -> Answer:
        """One task with the steps of the branches."""
        _require_year(year)
        task = task_named(session, year, code)
        lines = tuple(_step_line(session, task, step) for step in task.steps)
        done = sum(step.done for step in task.steps)
        return YearTaskPage(
            title_of(task),
            (Link(_("Year board %(year)s") % {"year": year}, f"/year/{year}/"),),
            _facts(task),
            lines,
            _("Branches: %(done)s of %(count)s done") % {"done": done, "count": len(lines)} if task.per_branch else "",
            badges=(state_badge(task),),
            buttons=_task_buttons(session, task),
            done=round(100 * done / len(lines)) if lines else 0,
        )

    @page("/<int:year>/<code>/change", permission=YEAR_WRITE)
    def change(self, session: Session, year: int, code: str) -> Answer:
        """The form that changes a task of this year."""
        _require_year(year)
        task = task_named(session, year, code)
        return _form(year, code, _values(task), task.version)

    @action("/<int:year>/<code>/change", permission=YEAR_WRITE)
    def save(self, session: Session, year: int, code: str) -> Answer:
        """Change it, or come back with what is wrong."""
        version = request.form.get(VERSION, "")
        try:
            change_task(session, year, code, _typed(), version)
        except (ValueError, Stale, ZiqiangError) as error:
            return _again(year, code, version, error)
        flash(_("Recorded."), "good")
        return f"/year/{year}/{code}"

    @action("/<int:year>/<code>/remove", permission=YEAR_WRITE)
    def remove(self, session: Session, year: int, code: str) -> Answer:
        """Take the task out of the year."""
        remove_task(session, year, code)
        flash(_("The task was taken out of the year."), "good")
        return f"/year/{year}/"

    @action("/<int:year>/<code>/tick", permission=YEAR_TICK)
    def tick(self, session: Session, year: int, code: str) -> Answer:
        """Say that a step is done, or take that back."""
        node_id = request.form.get("node", 0, type=int)
        if request.form.get("done") == "1":
            tick(session, year, code, node_id, request.form.get("note", ""))
        else:
            untick(session, year, code, node_id)
        return f"/year/{year}/{code}"


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(what=N_("year"), key=year)


def _may_write(session: Session) -> bool:
    return scope_of(session, YEAR_WRITE).everywhere


def _figures(tasks: list[Task]) -> tuple[Tile, ...]:
    today = clock.today()
    states = [task.state(today) for task in tasks]
    shown: tuple[State, ...] = ("late", "open", "ahead", "done")
    return tuple(
        Tile(_(STATES[state][0]), str(states.count(state)), tone=STATES[state][1] if state in states else "muted")
        for state in shown
    )


def _month(year: int, number: int, tasks: list[Task]) -> YearMonth:
    """A month with the tasks that end in it; those that end before or after the year stand at its ends."""
    month = Month(year, number)
    here = [task for task in tasks if _shown_in(task, year) == month]
    now = Month.of(clock.today()) == month
    return YearMonth(_(MONTHS[number - 1]), tuple(_card(task) for task in here), now)


def _shown_in(task: Task, year: int) -> Month:
    return min(max(Month.of(task.due), Month(year, 1)), Month(year, 12))


def _card(task: Task) -> YearCard:
    state = task.state(clock.today())
    done = sum(step.done for step in task.steps)
    return YearCard(
        title_of(task),
        f"/year/{task.year}/{task.code}",
        _days(task),
        Badge(_(STATES[state][0]), STATES[state][1]),
        owner_of(task),
        done if task.per_branch else 0,
        len(task.steps) if task.per_branch else 0,
        STATES[state][1],
    )


def _days(task: Task) -> str:
    if task.start == task.due:
        return f"{task.due:%m-%d}"
    return f"{task.start:%m-%d} – {task.due:%m-%d}"


def _facts(task: Task) -> tuple[Any, ...]:
    facts = [
        Fact(_("From"), text(task.start)),
        Fact(_("Until"), text(task.due)),
        Fact(_("Whose"), text(owner_of(task))),
    ]
    blocks: list[Any] = [Facts("", tuple(facts))]
    if task.note:
        blocks.append(Prose(_("Note"), tuple(_(task.note).splitlines())))
    if task.has_check:
        blocks.append(Prose("", (_("The system ticks this by itself once it sees that it is done."),)))
    return tuple(blocks)


def _step_line(session: Session, task: Task, step: Step) -> StepLine:
    state = Badge(_("Done"), "good") if step.done else Badge(_("Not yet"), "muted")
    at = step.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if step.at else ""
    note = " · ".join(filter(None, (step.who, at, step.note)))
    if step.by_system:
        note = _("seen by the system")
    label = step.branch.name if task.per_branch else _("The whole task")
    return StepLine(label, state, note, _step_button(task, step) if may_tick(session, task, step) else None)


def _step_button(task: Task, step: Step) -> Button | None:
    url, node = f"/year/{task.year}/{task.code}/tick", ("node", str(step.branch.node_id))
    if step.by_system:
        return None
    if step.done:
        return Button(_("Take back"), url, "arrow-back-up", post=True, hidden=(node, ("done", "0")))
    asks = (Input("note", _("Note (optional)")),)
    return Button(_("Tick as done"), url, "check", "primary", post=True, asks=asks, hidden=(node, ("done", "1")))


def _task_buttons(session: Session, task: Task) -> tuple[Button, ...]:
    buttons = (Button(_("To the screen"), task.url, "external-link", "primary"),) if task.url else ()
    if not _may_write(session):
        return buttons
    url = f"/year/{task.year}/{task.code}"
    remove = Button(
        _("Take out of the year"),
        f"{url}/remove",
        "trash",
        "danger",
        post=True,
        confirm=_("The task no longer stands on the board of this year."),
    )
    return (*buttons, Button(_("Change"), f"{url}/change", "edit"), remove)


def _values(task: Task) -> dict[str, str]:
    return {
        "title": title_of(task),
        "start": task.start.isoformat(),
        "due": task.due.isoformat(),
        "owner_role": task.roles[0] if task.roles else "",
        "owner_login": task.owner_login,
        "per_branch": "1" if task.per_branch else "",
        "url": task.url,
        "note": _(task.note) if task.note else "",
    }


def _typed() -> TaskValues:
    """What was sent; ValueError for a day that is none."""
    form = request.form
    return TaskValues(
        form.get("title", ""),
        date.fromisoformat(form.get("start", "")),
        date.fromisoformat(form.get("due", "")),
        form.get("owner_role", ""),
        form.get("owner_login", "").strip(),
        form.get("per_branch") == "1",
        form.get("url", "").strip(),
        form.get("note", ""),
    )


def _again(year: int, code: str, version: str, error: Exception) -> Answer:
    """The form with what was typed and what is wrong; other refusals go their way."""
    if isinstance(error, ZiqiangError):
        if error.status not in (409, 422):
            raise error
        told, status = fill(error.message, error.values), error.status
    else:
        told, status = _("Write the days as year, month and day, such as 2026-03-15."), 422
    return _form(year, code, dict(request.form), version, (told,)), status


def _form(year: int, code: str, typed: dict[str, str], version: str, errors: tuple[str, ...] = ()) -> FormPage:
    roles = (Choice("", "–"), *(Choice(role, _(ROLE_NAMES.get(role, role))) for role in ROLES))
    inputs = (
        Input("title", _("Title"), value=typed.get("title", ""), required=True, wide=True),
        Input("start", _("From"), "date", typed.get("start", ""), required=True),
        Input("due", _("Until"), "date", typed.get("due", ""), required=True),
        Input("owner_role", _("Role"), "select", typed.get("owner_role", ""), choices=roles),
        Input("owner_login", _("User"), value=typed.get("owner_login", ""), help=_("A login, instead of a role.")),
        Input("per_branch", _("Each branch ticks a step of her own"), "checkbox", typed.get("per_branch", "")),
        Input(
            "url", _("Link"), value=typed.get("url", ""), help=_("A page of this system, such as /staff/employees/.")
        ),
        Input("note", _("Note"), "textarea", typed.get("note", ""), wide=True),
    )
    back = f"/year/{year}/{code}"
    board = Link(_("Year board %(year)s") % {"year": year}, f"/year/{year}/")
    return FormPage(
        _("Change a task") if code else _("New task"),
        (board,),
        f"{back}/change" if code else f"/year/{year}/{NEW}",
        (InputGroup(_("Task"), inputs),),
        _("Save"),
        back,
        version,
        errors=errors,
    )
