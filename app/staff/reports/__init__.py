"""Plain data of the staff module: the canonical export, an employee's profile, the organisation tree."""

from app.staff.reports.canonical import CANONICAL
from app.staff.reports.figures import TILES
from app.staff.reports.finding import find_people
from app.staff.reports.organisation import UnitFigures, organisation
from app.staff.reports.own_data import PERSONAL, own_copy
from app.staff.reports.own_pages import OWN_PAGES, REQUEST_TILES
from app.staff.reports.profile import Profile, profile, secret_of
from app.staff.reports.registration import draw_registration, registration_form
from app.staff.reports.trail import TRAILS

__all__ = [
    "CANONICAL",
    "OWN_PAGES",
    "PERSONAL",
    "REQUEST_TILES",
    "TILES",
    "TRAILS",
    "Profile",
    "UnitFigures",
    "draw_registration",
    "find_people",
    "organisation",
    "own_copy",
    "profile",
    "registration_form",
    "secret_of",
]
