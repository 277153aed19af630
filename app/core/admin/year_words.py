"""How tasks of the year are said: their titles, whose they are, their states."""

from app.core import clock
from app.core.admin.frame import ROLE_NAMES
from app.core.admin.pages import Badge, Cell, Tone, pill
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _
from app.core.yearboard import Task
from app.core.yearboard.reading import State

STATES: dict[State, tuple[str, Tone]] = {
    "done": (N_("Done"), "good"),
    "late": (N_("Late"), "danger"),
    "open": (N_("Open"), "warning"),
    "ahead": (N_("Ahead"), "muted"),
    "before": (N_("Before this system"), "muted"),
}


def title_of(task: Task) -> str:
    """What the task is called: as the organisation wrote it, else as it was shipped."""
    return task.title or _(task.label)


def owner_of(task: Task) -> str:
    """Whose task it is: a user, or the holders of roles."""
    return task.owner_login or listed(_(ROLE_NAMES.get(role, role)) for role in task.roles)


def state_cell(task: Task) -> Cell:
    """The state, with how many branches are done."""
    badge = state_badge(task)
    return pill(badge.label, badge.tone)


def state_badge(task: Task) -> Badge:
    """The state; while branches are still to come, how many are done."""
    label, tone = STATES[task.state(clock.today())]
    done = sum(step.done for step in task.steps)
    if task.per_branch and 0 < done < len(task.steps):
        return Badge(f"{_(label)} {done}/{len(task.steps)}", tone)
    return Badge(_(label), tone)
