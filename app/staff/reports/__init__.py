"""Plain data of the staff module: the canonical export, an employee's profile, the organisation tree."""

from app.staff.reports.canonical import CANONICAL
from app.staff.reports.figures import TILES
from app.staff.reports.finding import find_people
from app.staff.reports.organisation import UnitFigures, organisation
from app.staff.reports.profile import Profile, profile, secret_of
from app.staff.reports.registration import draw_registration, registration_form
from app.staff.reports.smart import SMART_BUTTONS

__all__ = [
    "CANONICAL",
    "SMART_BUTTONS",
    "TILES",
    "Profile",
    "UnitFigures",
    "draw_registration",
    "find_people",
    "organisation",
    "profile",
    "registration_form",
    "secret_of",
]
