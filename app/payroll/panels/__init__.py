"""What payroll adds to pages of others: pay on an employee's page, figures and tiles of boards, the year's tasks."""

from app.payroll.panels.attention import ATTENTIONS
from app.payroll.panels.boards import BOARD_TILES, BOARDS
from app.payroll.panels.pay import ACTIONS, OWN_PAGES, PANELS, SMART_BUTTONS, TILES
from app.payroll.panels.year import YEAR_TASKS

__all__ = [
    "ACTIONS",
    "ATTENTIONS",
    "BOARDS",
    "BOARD_TILES",
    "OWN_PAGES",
    "PANELS",
    "SMART_BUTTONS",
    "TILES",
    "YEAR_TASKS",
]
