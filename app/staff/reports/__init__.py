"""Plain data of the staff module: the canonical export, an employee's profile, the organisation tree."""

from app.staff.reports.attention import ATTENTIONS, LABELS
from app.staff.reports.boards import BOARD_TILES, BOARDS, percent
from app.staff.reports.canonical import CANONICAL
from app.staff.reports.figures import TILES, TURNOVER_LINE, five_years
from app.staff.reports.finding import find_people
from app.staff.reports.organisation import UnitFigures, organisation
from app.staff.reports.own_data import PERSONAL, own_copy
from app.staff.reports.own_pages import OWN_PAGES, REQUEST_ATTENTIONS, REQUEST_TILES
from app.staff.reports.profile import Profile, profile, secret_of
from app.staff.reports.registration import draw_registration, draw_registrations, registration_form
from app.staff.reports.smart import SMART_BUTTONS
from app.staff.reports.trail import TRAILS
from app.staff.reports.year import YEAR_TASKS

__all__ = [
    "ATTENTIONS",
    "BOARDS",
    "BOARD_TILES",
    "CANONICAL",
    "LABELS",
    "OWN_PAGES",
    "PERSONAL",
    "REQUEST_ATTENTIONS",
    "REQUEST_TILES",
    "SMART_BUTTONS",
    "TILES",
    "TRAILS",
    "TURNOVER_LINE",
    "YEAR_TASKS",
    "Profile",
    "UnitFigures",
    "draw_registration",
    "draw_registrations",
    "find_people",
    "five_years",
    "organisation",
    "own_copy",
    "percent",
    "profile",
    "registration_form",
    "secret_of",
]
