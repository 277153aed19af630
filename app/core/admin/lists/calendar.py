"""A list on the days of a month: by a day of its records, or by its anniversaries."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request
from sqlalchemy import ColumnElement, Integer, and_, cast, extract
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.lists.behind import behind
from app.core.admin.lists.declared import Dimension, Names, Record
from app.core.admin.lists.first_of_each import VALUE, counts_of, first_of_each
from app.core.admin.lists.heads import BLANK, around, choice_of, layout_of
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.admin.lists.tree import Condition
from app.core.admin.pages import Link
from app.core.admin.pages.looks import CalendarDay, CalendarPage, Slot
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.periods import Month

BY, MONTH, DAY = "v.by", "v.month", "v.day"
SHOWN, OPENED = 3, 200
"""So many records stand on a day, and so many of a day that is opened."""
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
YEARLY = "~"
"""Behind the name of a dimension whose anniversaries are meant."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that records stand on: those of a dimension, or every year's return of them."""

    dimension: Dimension
    yearly: bool = False

    @property
    def name(self) -> str:
        """How the address calls it."""
        return self.dimension.name + (YEARLY if self.yearly else "")

    @property
    def label(self) -> str:
        """How people call it."""
        label = _(self.dimension.label)
        return _("%(day)s, every year") % {"day": label} if self.yearly else label

    @property
    def number(self) -> Any:
        """The day of the month."""
        return cast(extract("day", self.dimension.column), Integer)

    def within(self, month: Month) -> ColumnElement[bool]:
        """The records of a month. An anniversary is one of an earlier year."""
        column = self.dimension.column
        if not self.yearly:
            found: ColumnElement[bool] = and_(column >= month.first, column <= month.last)
            return found
        return and_(cast(extract("month", column), Integer) == month.number, column < date(month.year, 1, 1))


def days_for(listing: Listing, session: Session) -> dict[str, Days]:
    """The days there are to look at."""
    found: list[Days] = []
    for one in listing.dimensions_for(session).values():
        if one.kind == "date":
            found.append(Days(one))
            found += [Days(one, True)] if one.name in listing.yearly else []
    return {one.name: one for one in found}


def draw_calendar(listing: Listing, session: Session, state: ListState) -> CalendarPage:
    """The page of a month."""
    offered, names = days_for(listing, session), listing.names(session)
    asked = request.args.get(BY, listing.starts.get(BY, ""))
    days = offered.get(asked) or next(iter(offered.values()))
    month, opened = _month(request.args.get(MONTH, "")), request.args.get(DAY, 0, type=int)
    state = replace(state, rest={BY: days.name, MONTH: str(month)})
    within = days.within(month)
    counts = counts_of(listing, session, listing.found(session, state).where(within), days.number)
    first = first_of_each(listing, session, state, within, days.number, SHOWN, days.dimension.column)
    shown = _Month(listing, state, days, month, names, _clamped(counts, month), _clamped(first, month), opened)
    slot = Slot(BY, _("Days"), choice_of((one.name, one.label) for one in offered.values()), days.name)
    today = Month.of(clock.today())
    page = CalendarPage(
        *BLANK,
        layout=layout_of(state, (slot,)),
        month=_("%(year)s-%(month)s") % {"year": month.year, "month": f"{month.number:02d}"},
        previous_url=_turned(state, month, -1),
        next_url=_turned(state, month, 1),
        today_url=state.address(rest={BY: days.name}) if month != today else "",
        weekdays=tuple(_(one) for one in WEEKDAYS),
        weeks=shown.weeks(),
        **_opened(session, shown),
    )
    return around(listing, session, state, names, page)


def _month(written: str) -> Month:
    try:
        return Month.parse(written)
    except ValueError:
        return Month.of(clock.today())


def _turned(state: ListState, month: Month, months: int) -> str:
    """The address of a month before or after; none where the calendar ends."""
    try:
        return state.address(rest={**state.rest, MONTH: str(month.plus(months))})
    except ValueError:
        return ""


def _clamped(by_day: dict[Any, Any], month: Month) -> dict[int, Any]:
    """By days that the month has: what returns on the 29th of February stands on the 28th in a common year."""
    found: dict[int, Any] = {}
    for number in sorted(by_day):
        day = min(number, month.days)
        found[day] = found[day] + by_day[number] if day in found else by_day[number]
    return found


@dataclass(frozen=True, slots=True)
class _Month:
    """What the month is drawn from."""

    listing: Listing
    state: ListState
    days: Days
    month: Month
    names: Names
    counts: dict[int, int]
    first: dict[int, list[Record]]
    opened: int

    def weeks(self) -> tuple[tuple[CalendarDay | None, ...], ...]:
        """The weeks from Monday on, with nothing where the month has no day."""
        places: list[CalendarDay | None] = [None] * self.month.first.weekday()
        places += [self._day(number) for number in range(1, self.month.days + 1)]
        places += [None] * (-len(places) % 7)
        return tuple(tuple(places[start : start + 7]) for start in range(0, len(places), 7))

    def _day(self, number: int) -> CalendarDay:
        day = date(self.month.year, self.month.number, number)
        entries = tuple(self.entry(record) for record in self.first.get(number, [])[:SHOWN])
        return CalendarDay(
            number,
            day.isoformat(),
            entries,
            self.counts.get(number, 0) - len(entries),
            self.state.address(rest={**self.state.rest, DAY: str(number)}),
            day == clock.today(),
            number == self.opened,
        )

    def entry(self, record: Record) -> Link:
        """A record as a link."""
        title = self.listing.fields[0].value(record, self.names)
        label = "" if title is None else str(title)
        if self.days.yearly:
            label = _("%(name)s, %(years)s years") % {"name": label, "years": self.month.year - record[VALUE].year}
        return Link(label, self.listing.record_url(record))


def _opened(session: Session, shown: _Month) -> dict[str, Any]:
    """All records of the day that is opened, and where they open as a list."""
    if not 1 <= shown.opened <= shown.month.days:
        return {}
    day = date(shown.month.year, shown.month.number, shown.opened)
    last = shown.opened == shown.month.days and shown.days.yearly
    number = shown.days.number
    on = and_(shown.days.within(shown.month), number >= shown.opened if last else number == shown.opened)
    found = shown.listing.found(session, shown.state).add_columns(shown.days.dimension.column.label(VALUE)).where(on)
    statement = found.order_by(*shown.listing.order_of(session, shown.state)).limit(OPENED)
    records = shown.listing.completed(session, [dict(row) for row in session.execute(statement).mappings()])
    as_list = shown.state.where.with_part(Condition(shown.days.dimension.name, "is", (day.isoformat(),)))
    links = () if shown.days.yearly else (Link(_("Open as a list"), behind(replace(shown.state, where=as_list))),)
    return {
        "opened_title": day.isoformat(),
        "opened": tuple(shown.entry(record) for record in records),
        "opened_links": links,
    }
