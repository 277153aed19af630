"""One's own activities as a list, and the menu of the bell."""

from collections.abc import Sequence
from typing import ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import activities
from app.core.access import LOGGED_IN
from app.core.activities import KINDS, Activity
from app.core.admin.bell import bell_menu
from app.core.admin.lists import Dimension, ListField, ListView, Names, Record
from app.core.admin.pages import Cell, Tone, day, press
from app.core.admin.stream import until
from app.core.admin.views import OF_VIEW, Answer, page
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind

CALLED = "called"
"""Under which a record of the list has the name of what it is about."""


def _kind(record: Record, _names: Names) -> str:
    kind = KINDS.get(record["kind"])
    return _(kind.label) if kind else str(record["kind"])


def _due(record: Record, _names: Names) -> Cell:
    when, tone = until(record["due"])
    return day(record["due"], when, tone if tone in ("danger", "warning") else None)


def _tone(record: Record) -> Tone | None:
    tone = until(record["due"])[1]
    return "danger" if tone == "danger" else None


class MyActivitiesView(ListView):
    """My activities."""

    endpoint: ClassVar[str] = "activities"
    address: ClassVar[str] = "/activities"
    permission: ClassVar[str] = LOGGED_IN
    title: ClassVar[str] = N_("My activities")
    empty: ClassVar[str] = N_("Nothing waits for you. Activities are planned beside a record.")
    default_sort: ClassVar[str] = "due"
    keys = (Activity.id,)
    fields = (
        ListField("summary", N_("What is to be done"), lambda record, names: record["summary"], width_mm=60),
        ListField("record", N_("Record"), lambda record, names: record.get(CALLED), width_mm=40),
        ListField("kind", N_("Kind"), _kind, order=(Activity.kind,)),
        ListField("due", N_("Until"), lambda record, names: record["due"], Kind.DATE, (Activity.due,), draw=_due),
        ListField("made_by", N_("Planned by"), lambda record, names: record["made_by"], order=(Activity.made_by,)),
        ListField("note", N_("Details"), lambda record, names: record["note"], width_mm=60),
        ListField(
            "done",
            N_("Done"),
            lambda record, names: None,
            draw=lambda record, names: press(_("Mark as done"), f"/activity/{record['key']}/done", "check"),
        ),
    )
    dimensions = (
        Dimension(
            "kind",
            N_("Kind"),
            Activity.kind,
            called=lambda value, names: _(KINDS[value].label) if value in KINDS else str(value),
            facet=True,
        ),
        Dimension("due", N_("Until"), Activity.due, kind="date"),
    )

    @page("/", permission=OF_VIEW)
    def index(self, session: Session) -> Answer:
        """The list; with ?part=bell what the bell opens."""
        return bell_menu(session) if request.args.get("part") == "bell" else self.shown(session)

    def statement(self, session: Session) -> AnySelect:
        """One's own open activities on records one may open."""
        return activities.own_activities(session).where(Activity.is_open)

    def with_added(self, session: Session, fields: Sequence[ListField], records: Sequence[Record]) -> Sequence[Record]:
        """The records with the names of what they are about: one statement a kind of record."""
        called = activities.names_of_records(session, [(one["host"], one["record_id"]) for one in records])
        named = [{**one, CALLED: called.get((one["host"], one["record_id"]), "")} for one in records]
        return super().with_added(session, fields, named)

    def record_url(self, record: Record) -> str:
        """The record it is about."""
        return f"/activity/{record['key']}"

    def row_tone(self, record: Record) -> Tone | None:
        """What is overdue is red."""
        return _tone(record)
