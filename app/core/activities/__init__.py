"""Activities and notes: what is to be done about a record by whom until when, and what people wrote about it.

They belong to any record that has a page (`RecordHost`); the host says who opens the page, who reads notes and who
writes them. Nothing is deleted: an activity is done or cancelled, a note struck out.
"""

from app.core.activities.assignees import proposed
from app.core.activities.errors import (
    ActivityClosed,
    AssigneeBlind,
    AssigneeUnknown,
    DueMissing,
    KindUnknown,
    ReasonMissing,
    Refused,
    StrangeNumbers,
    TextMissing,
)
from app.core.activities.kinds import KINDS, ActivityKind
from app.core.activities.looking import (
    activities_of,
    activity_met,
    address_of_activity,
    counted,
    due_now,
    names_of_records,
    notes_of,
    on_records_met,
    open_for,
    overdue_count,
    own_activities,
)
from app.core.activities.notes import strike_note, write_note
from app.core.activities.planning import Planned, cancel, done, plan, reassign, version_of
from app.core.activities.tables import Activity, Note

__all__ = [
    "KINDS",
    "Activity",
    "ActivityClosed",
    "ActivityKind",
    "AssigneeBlind",
    "AssigneeUnknown",
    "DueMissing",
    "KindUnknown",
    "Note",
    "Planned",
    "ReasonMissing",
    "Refused",
    "StrangeNumbers",
    "TextMissing",
    "activities_of",
    "activity_met",
    "address_of_activity",
    "cancel",
    "counted",
    "done",
    "due_now",
    "names_of_records",
    "notes_of",
    "on_records_met",
    "open_for",
    "overdue_count",
    "own_activities",
    "plan",
    "proposed",
    "reassign",
    "strike_note",
    "version_of",
    "write_note",
]
