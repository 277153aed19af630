"""The kernel's own tiles: what needs attention and the tasks of the year; and large figures as tiles."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import LOGGED_IN
from app.core.admin.pages import Button, Column, Panel, Row, Table, day, number, text
from app.core.admin.year_words import owner_of, state_cell, title_of
from app.core.boards import counted, once
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import BoardTile, Module
from app.core.modules.boards import EVERY_BOARD
from app.core.yearboard import YEAR_READ, Task, tasks_of

MOST_TASKS = 6
AHEAD = timedelta(days=31)


def attention(session: Session) -> Panel | None:
    """What waits, each count with the list behind it; what has nobody waiting is left out."""
    found = once(session, counted)
    if not found:
        return None
    rows = tuple(
        Row((text(_(one.attention.label), one.attention.url), number(one.count, one.attention.url)), tone=None)
        for one in found
        if one.count
    )
    columns = (Column(_("Matter")), Column(_("Count"), right=True))
    table = Table("", columns, rows, empty=_("Nothing waits for you."))
    return Panel(_("Needs attention"), (table,), buttons=(Button(_("All"), "/attention/", "list"),))


def tasks_now(session: Session) -> Panel | None:
    """The year's tasks that are late, open, or begin within a month."""
    today = clock.today()
    tasks = tasks_of(session, *sorted({today.year, (today + AHEAD).year}))
    near = [task for task in tasks if not (task.is_done or task.before) and task.start <= today + AHEAD]
    columns = (Column(_("Task")), Column(_("Whose")), Column(_("Until")), Column(_("State")))
    rows = tuple(_task_row(task) for task in near[:MOST_TASKS])
    table = Table("", columns, rows, empty=_("No task of the year is open now."))
    note = _("%(count)s in all") % {"count": len(near)} if len(near) > MOST_TASKS else ""
    button = Button(_("Year board"), "/year/", "calendar-event")
    return Panel(_("Tasks of the year"), (table,), note, (button,))


def _task_row(task: Task) -> Row:
    cells = (text(title_of(task), f"/year/{task.year}/{task.code}"), text(owner_of(task)), day(task.due))
    return Row((*cells, state_cell(task)))


def figures_of(session: Session) -> tuple[BoardTile, ...]:
    """The large figures that modules contribute, as tiles of every board."""
    modules: tuple[Module, ...] = tuple(session.info["modules"])
    return tuple(
        BoardTile(
            f"{module.name}.figure.{one.load.__name__.strip('_')}",
            one.label or module.label,
            one.permission,
            one.load,
            one.boards or (EVERY_BOARD,),
            1,
            one.order - 1000,
        )
        for module in modules
        for one in module.tiles
    )


KERNEL_TILES = (
    BoardTile("core.attention", N_("Needs attention"), LOGGED_IN, attention, (EVERY_BOARD,), 2, 10),
    BoardTile("core.year", N_("Tasks of the year"), YEAR_READ, tasks_now, (EVERY_BOARD,), 2, 20),
)
