"""The work calendar as it is entered: a year at once, a few days, and the questions that follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.errors import ZiqiangError
from app.core.i18n import N_
from app.core.periods import Month
from app.core.workcalendar.seeds import STATUTORY_DOCUMENT, CalendarUnknown, is_working_day, statutory_holidays
from app.core.workcalendar.tables import WorkDay, WorkYear

CALENDAR_MANAGE = "core.workcalendar.manage"
SATURDAY = 5
LONGEST_SPAN = 31


class DayKind(StrEnum):
    """How a day differs from what its weekday says."""

    STATUTORY = "statutory"
    OFF = "off"
    MAKEUP = "makeup"


class YearUnknown(ZiqiangError):
    """A year nobody has entered yet, where its days are needed."""

    kind = "work_year_unknown"
    message = N_("The work calendar of %(year)s has not been entered. Enter it on the page Work calendar.")
    status = 409


class SpanWrong(ZiqiangError):
    """Days that run backwards, or far too many."""

    kind = "work_days_wrong"
    message = N_("Give the first and the last day, in this order, of at most %(days)s days in one year.")
    status = 422


class NothingRead(ZiqiangError):
    """A notice in which no day was found."""

    kind = "notice_unreadable"
    message = N_("No days were found in the text. It should read like: 元旦：1月1日至3日放假，1月4日上班。")
    status = 422


@dataclass(frozen=True, slots=True)
class Entry:
    """What a day is, and why."""

    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year's calendar: the document it follows (none: it was not entered) and the days that differ."""

    number: int
    document: str | None
    days: Mapping[date, Entry]

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked: by its entry, else by its weekday."""
        entry = self.days.get(day)
        return day.weekday() < SATURDAY if entry is None else entry.kind is DayKind.MAKEUP


@dataclass(frozen=True, slots=True)
class PaidDays:
    """The days of a month that are worked, and its statutory holidays, which are paid."""

    working: frozenset[date]
    statutory: frozenset[date]


def year_entered(session: Session, year: int) -> Year:
    """A year as it is known now; anybody may know which days are worked.

    A year that nobody entered is as the program brings it, where it does.
    """
    stored = _stored(session, year)
    if stored.document is None and is_known(year):
        return Year(year, STATUTORY_DOCUMENT, known_days(year))
    return stored


def _stored(session: Session, year: int) -> Year:
    row = session.get(WorkYear, year)
    known = select(WorkDay).where(
        WorkDay.known_to.is_(None), WorkDay.day >= date(year, 1, 1), WorkDay.day <= date(year, 12, 31)
    )
    days = {one.day: Entry(DayKind(one.kind), one.name) for one in session.scalars(known.order_by(WorkDay.day))}
    return Year(year, row.document if row else None, days)


def paid_days(session: Session, month: Month) -> PaidDays:
    """The paid days of a month; YearUnknown where its year was not entered."""
    year = year_entered(session, month.year)
    if year.document is None:
        raise YearUnknown(year=month.year)
    days = [month.first + timedelta(days=shift) for shift in range(month.days)]
    statutory = (day for day in days if (entry := year.days.get(day)) and entry.kind is DayKind.STATUTORY)
    return PaidDays(frozenset(day for day in days if year.is_worked(day)), frozenset(statutory))


def enter_year(session: Session, year: int, document: str, days: Mapping[date, Entry]) -> int:
    """Put a whole year in the place of what was known of it; how many days changed. Audited."""
    authorize_everywhere(session, CALENDAR_MANAGE)
    if any(day.year != year for day in days):
        raise SpanWrong(days=LONGEST_SPAN)
    actor = authorize_everywhere(session, CALENDAR_MANAGE)
    before = _stored(session, year)
    changed = {day for day in before.days.keys() | days.keys() if before.days.get(day) != days.get(day)}
    _write(session, changed, days)
    row = session.get(WorkYear, year)
    if row is None:
        row = WorkYear(year=year)
        session.add(row)
    row.document, row.entered_by, row.entered_at = document.strip()[:200], actor.login, clock.now()
    session.flush()
    detail = {"document": row.document, "days_changed": len(changed)}
    audit.record(session, "workcalendar.year", object_table=WorkYear.__tablename__, object_key=year, detail=detail)
    return len(changed)


def mark_days(session: Session, first: date, last: date, entry: Entry | None) -> int:
    """Say of the days of a span what they are, or (none) that they follow their weekday; how many changed. Audited."""
    authorize_everywhere(session, CALENDAR_MANAGE)
    if not 0 <= (last - first).days < LONGEST_SPAN or first.year != last.year:
        raise SpanWrong(days=LONGEST_SPAN)
    year = year_entered(session, first.year)
    if year.document is None:
        raise YearUnknown(year=first.year)
    if session.get(WorkYear, first.year) is None:
        enter_year(session, first.year, year.document, year.days)
    span = [first + timedelta(days=shift) for shift in range((last - first).days + 1)]
    wanted = {day: entry for day in span if entry is not None}
    changed = {day for day in span if year.days.get(day) != wanted.get(day)}
    _write(session, changed, wanted)
    facts = {"from": first.isoformat(), "to": last.isoformat(), "kind": entry.kind.value if entry else None}
    audit.record(
        session,
        "workcalendar.days",
        object_table=WorkDay.__tablename__,
        object_key=first,
        count=len(changed),
        detail=facts,
    )
    return len(changed)


def known_days(year: int) -> Mapping[date, Entry]:
    """A year's days as far as the program brings them; CalendarUnknown where it does not."""
    statutory = set(statutory_holidays(year))
    day, found = date(year, 1, 1), {}
    while day.year == year:
        if day in statutory:
            found[day] = Entry(DayKind.STATUTORY)
        elif (worked := is_working_day(day)) != (day.weekday() < SATURDAY):
            found[day] = Entry(DayKind.MAKEUP if worked else DayKind.OFF)
        day += timedelta(days=1)
    return found


def is_known(year: int) -> bool:
    """Whether the program brings a year's days."""
    try:
        is_working_day(date(year, 1, 1))
        statutory_holidays(year)
    except CalendarUnknown:
        return False
    return True


def _write(session: Session, changed: Iterable[date], days: Mapping[date, Entry]) -> None:
    """Close what was known of these days, and know them anew."""
    now, ordered = clock.now(), sorted(changed)
    for part in _parts(ordered):
        closing = update(WorkDay).where(WorkDay.day.in_(part), WorkDay.known_to.is_(None)).values(known_to=now)
        session.execute(closing, execution_options={"synchronize_session": False})
    session.expire_all()
    session.add_all(
        WorkDay(day=day, kind=days[day].kind.value, name=days[day].name[:60], known_from=now)
        for day in ordered
        if day in days
    )
    session.flush()


def _parts(days: Sequence[date]) -> Iterable[Sequence[date]]:
    return (days[start : start + 200] for start in range(0, len(days), 200))
