"""The verbs of the staff module; the only place that writes its tables."""

from app.staff.services.changes import import_changes
from app.staff.services.configuration import ensure_levels, ensure_posts, leave, seed
from app.staff.services.facts import FactWritten, record_fact
from app.staff.services.hiring import hire
from app.staff.services.organisation import import_organisation
from app.staff.services.requests import Decision, Verdict, ask_for_changes, confirm, decide, withdraw
from app.staff.services.roster import import_roster
from app.staff.services.today import refresh_today, roll_over
from app.staff.services.undoing import undo_changes
from app.staff.services.units import UnitPlace, add_legal_entity, add_unit, place_unit, rename_legal_entity

__all__ = [
    "Decision",
    "FactWritten",
    "UnitPlace",
    "Verdict",
    "add_legal_entity",
    "add_unit",
    "ask_for_changes",
    "confirm",
    "decide",
    "ensure_levels",
    "ensure_posts",
    "hire",
    "import_changes",
    "import_organisation",
    "import_roster",
    "leave",
    "place_unit",
    "record_fact",
    "refresh_today",
    "rename_legal_entity",
    "roll_over",
    "seed",
    "undo_changes",
    "withdraw",
]
