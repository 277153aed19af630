"""The forms of the work calendar: days marked, a notice's text, and what was read of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.administration.role_form import DayUnreadable
from app.core.admin.pages import Choice, FormPage, Input, InputGroup, Link
from app.core.admin.pages.calendar import Look
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.workcalendar.entering import DayKind, Entry, year_entered

HOME = "/workcalendar/"
USUAL = "usual"
LEGEND: tuple[tuple[Look, str], ...] = (
    ("", N_("worked")),
    ("rest", N_("weekend")),
    ("statutory", N_("statutory holiday")),
    ("off", N_("off in exchange")),
    ("makeup", N_("worked in exchange")),
)


def label_of(look: str) -> str:
    """What a day is, in words."""
    return _(dict(LEGEND).get(look, ""))  # type: ignore[call-overload]


def day_form(session: Session, error: str = "") -> FormPage:
    """The form that marks a span of days, filled with what its first day is."""
    typed = request.values
    first = typed.get("first", clock.today().isoformat())
    kind, name = _present(session, first)
    usual = Choice(USUAL, _("as its weekday: worked, or weekend"))
    choices = (usual, *(Choice(one.value, label_of(one.value)) for one in DayKind))
    fields = (
        Input("first", _("From"), "date", first, required=True),
        Input("last", _("To"), "date", typed.get("last", first), required=True),
        Input("kind", _("These days are"), "radio", typed.get("kind", kind), choices=choices, wide=True),
        Input(
            "name", _("Name"), value=typed.get("name", name), help=_("Such as the festival's; shown in the calendar.")
        ),
    )
    crumbs = (Link(_("Work calendar"), f"{HOME}?year={first[:4]}"),)
    groups = (InputGroup("", fields, _("Pay runs that were approved stay as they are.")),)
    errors = (error,) if error else ()
    return FormPage(
        _("Mark days"), crumbs, "/workcalendar/days", groups, _("Save"), f"{HOME}?year={first[:4]}", errors=errors
    )


def _present(session: Session, first: str) -> tuple[str, str]:
    try:
        day = date.fromisoformat(first)
    except ValueError:
        return USUAL, ""
    entry = year_entered(session, day.year).days.get(day)
    return (entry.kind.value, entry.name) if entry else (USUAL, "")


def span_asked() -> tuple[date, date]:
    """The first and last day of the form."""
    days = []
    for name in ("first", "last"):
        typed = request.form.get(name, "")
        try:
            days.append(date.fromisoformat(typed))
        except ValueError:
            raise DayUnreadable(typed=typed[:40]) from None
    return days[0], days[1]


def entry_asked() -> Entry | None:
    """What the days are to be."""
    kind = request.form.get("kind", USUAL)
    known: Any = {one.value for one in DayKind}
    return Entry(DayKind(kind), request.form.get("name", "").strip()) if kind in known else None


def notice_form(year: int, error: str = "") -> FormPage:
    """The form that takes a notice's text."""
    typed = request.form
    fields = (
        Input("year", _("Year"), "number", str(year), required=True),
        Input("document", _("Document"), value=typed.get("document", ""), required=True, placeholder="国办发明电…号"),
        Input(
            "text", _("Text of the notice"), "textarea", typed.get("text", ""), required=True, wide=True,
            placeholder="一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
            errors=(error,) if error else (),
        ),
    )  # fmt: skip
    group = InputGroup(
        "", fields, _("Copy the notice as it stands. What was read of it is shown before anything is saved.")
    )
    crumbs = (Link(_("Work calendar"), f"{HOME}?year={year}"),)
    return FormPage(_("Read a notice"), crumbs, "/workcalendar/notice", (group,), _("Read it"), f"{HOME}?year={year}")


def preview(year: int, text: str, document: str, days: Mapping[date, Entry]) -> FormPage:
    """What was read, before it is saved."""
    groups = []
    for kind in DayKind:
        found = sorted(day for day, entry in days.items() if entry.kind is kind)
        rows = tuple(
            Input(f"day.{day}", f"{day:%m-%d}", "fixed", " · ".join(filter(None, (_weekday(day), days[day].name))))
            for day in found
        )
        groups.append(InputGroup(f"{label_of(kind.value)} ({len(found)})", rows))
    hidden = (("year", str(year)), ("text", text), ("document", document), ("apply", "1"))
    crumbs = (Link(_("Work calendar"), f"{HOME}?year={year}"),)
    title = _("Read from the notice of %(year)s") % {"year": year}
    return FormPage(
        title, crumbs, "/workcalendar/notice", tuple(groups), _("Enter the year"), f"{HOME}?year={year}", hidden=hidden
    )


WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def _weekday(day: date) -> str:
    return _(WEEKDAYS[day.weekday()])
