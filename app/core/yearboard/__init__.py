"""The year board (年度工作日历): dated tasks of a year, each with whose it is and a step for each branch.

Modules ship tasks in their manifests (`YearTask`); the organisation changes them, adds its own, and ticks what is
done. What the system can see for itself it ticks.
"""

from app.core.yearboard.changing import (
    NotYours,
    TaskValues,
    TaskWrong,
    add_task,
    change_task,
    remove_task,
    tick,
    untick,
)
from app.core.yearboard.permissions import YEAR_READ, YEAR_TICK, YEAR_WRITE
from app.core.yearboard.reading import Branch, Step, Task, branches_met, task_named, tasks_of
from app.core.yearboard.tables import YearTaskRow, YearTick

__all__ = [
    "YEAR_READ",
    "YEAR_TICK",
    "YEAR_WRITE",
    "Branch",
    "NotYours",
    "Step",
    "Task",
    "TaskValues",
    "TaskWrong",
    "YearTaskRow",
    "YearTick",
    "add_task",
    "branches_met",
    "change_task",
    "remove_task",
    "task_named",
    "tasks_of",
    "tick",
    "untick",
]
