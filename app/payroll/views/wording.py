"""How pay runs, slips and moments are written on the screens, and their addresses."""

from datetime import date, datetime
from typing import Any

from app.core.admin.pages import Badge, Cell, Tone, amount, pill
from app.core.clock import SHANGHAI
from app.core.i18n import gettext as _
from app.core.money import Fen
from app.core.periods import Month
from app.payroll.rules.names import RUN_STATES, SLIP_STATES

RUN_TONES: dict[str, Tone] = {"draft": "muted", "calculated": "warning", "approved": "info", "paid": "good"}
SLIP_TONES: dict[str, Tone] = {"OK": "good", "NEGATIVE_NET": "danger"}
RUNS_URL = "/payroll/runs/"


def month_of(day: date) -> str:
    """A pay month: 2026-10."""
    return str(Month.of(day))


def moment(instant: datetime | None) -> str:
    """An instant in Asia/Shanghai, to the minute."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if instant else ""


def money(fen: Fen) -> str:
    """Fen as yuan, grouped in thousands."""
    return amount(fen).text


def grouped(digest: str) -> str:
    """A hash in groups of eight signs, as one compares it with paper."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def run_state(state: str) -> Cell:
    """The state of a run as a coloured pill."""
    return pill(_(RUN_STATES.get(state, state)), RUN_TONES.get(state, "muted"))


def run_badge(state: str) -> Badge:
    """The state of a run behind a title."""
    return Badge(_(RUN_STATES.get(state, state)), RUN_TONES.get(state, "muted"))


def slip_state(status: str) -> Cell:
    """The status of a slip as a coloured pill."""
    return pill(_(SLIP_STATES.get(status, status)), SLIP_TONES.get(status, "muted"))


def run_url(run_id: int, tab: str = "") -> str:
    """Where a run opens, perhaps with one of its tabs."""
    return f"{RUNS_URL}{run_id}/{'?tab=' + tab if tab else ''}"


def slips_url(run_id: int) -> str:
    """The list of a run's slips."""
    return f"{RUNS_URL}{run_id}/slips/"


def slip_url(run_id: int, number: str) -> str:
    """Where somebody's slip of a run opens."""
    return f"/payroll/slips/{run_id}/{number}/"


def level_and_step(level: Any, step: Any) -> str:
    """Level and step as they are said; a level without steps alone."""
    return _("%(level)s, step %(step)s") % {"level": level, "step": step} if step else str(level or "")
