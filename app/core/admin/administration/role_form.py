"""The fields by which a role is given: role, part of the organisation, from when, until when, why."""

from datetime import date

from flask import request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import ROLES, Grant, node_coded
from app.core.admin.administration.naming import role_name
from app.core.admin.pages import Choice, Input
from app.core.errors import ZiqiangError
from app.core.i18n import N_
from app.core.i18n import gettext as _


class DayUnreadable(ZiqiangError):
    """What was typed is no day."""

    kind = "day_unreadable"
    message = N_('"%(typed)s" is no day; write it like 2026-12-31.')
    status = 422


def role_inputs() -> tuple[Input, ...]:
    """The fields, with what was typed."""
    typed = request.form
    choices = tuple(Choice(role, role_name(role)) for role in ROLES)
    return (
        Input("role", _("Role"), "select", typed.get("role", ""), choices=choices, required=True),
        Input(
            "unit",
            _("Over which unit"),
            value=typed.get("unit", ""),
            suggest_url="/users/units",
            help=_("Code of a branch, a workstation or any unit, with all below it; empty: the whole organisation."),
        ),
        Input("start", _("From"), "date", typed.get("start", clock.today().isoformat()), required=True),
        Input("end", _("Until"), "date", typed.get("end", ""), help=_("Empty: until taken; auditors need a day.")),
        Input("reason", _("Reason"), value=typed.get("reason", ""), wide=True, help=_("For whoever approves it.")),
    )


def grant_asked(session: Session) -> Grant:
    """The role that was asked for; a named error where a field cannot be read."""
    unit = request.form.get("unit", "").strip()
    node_id = node_coded(session, unit).id if unit else None
    start = _day("start") or clock.today()
    return Grant(request.form.get("role", ""), node_id, start, _day("end"))


def _day(name: str) -> date | None:
    typed = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise DayUnreadable(typed=typed[:40]) from None
