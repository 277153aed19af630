"""The State Council's yearly notice of holidays, read from its text: which days are off, which are worked for them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from app.core.workcalendar.entering import LONGEST_SPAN, SATURDAY, DayKind, Entry, NothingRead
from app.core.workcalendar.seeds import CalendarUnknown, statutory_holidays

_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
_FESTIVAL = re.compile(r"(?:[一二三四五六七八九十\d]+[、.．])?\s*([\u4e00-\u9fff、]{2,12})[：:]")
_DAY = r"(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DAY}(?:\s*(?:至|到|—|－|-|~|～)\s*{_DAY})?")


def read_notice(text: str, year: int) -> Mapping[date, Entry]:
    """The days of a notice that differ from their weekdays; NothingRead where there are none."""
    statutory = _statutory(year)
    found: dict[date, Entry] = {}
    name = ""
    for sentence in re.split(r"[。；;\n]", _ASIDE.sub("", text)):
        festival = _FESTIVAL.match(sentence.strip())
        name = festival[1] if festival else name
        for part, works in _clauses(sentence):
            for day in _days(part, year):
                entry = _entry(day, works, name, statutory)
                if entry is not None:
                    found[day] = entry
    if not found:
        raise NothingRead()
    return found


def _statutory(year: int) -> frozenset[date]:
    """The holidays of triple pay, as far as they are known."""
    try:
        return frozenset(statutory_holidays(year))
    except CalendarUnknown:
        return frozenset(date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)))


def _clauses(sentence: str) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence, each up to its verb, and whether that says the days are worked."""
    start = 0
    for verb in re.finditer(r"放假|上班", sentence):
        yield sentence[start : verb.start()], verb[0] == "上班"
        start = verb.end()


def _days(part: str, year: int) -> Iterator[date]:
    """The days named in a part: single ones and spans; what is no day of this year is passed over."""
    month = 0
    for found in _SPAN.finditer(part):
        month = int(found[2] or month)
        first = _day(found[1], month, found[3], year)
        last = first
        if found[6]:
            month = int(found[5] or month)
            last = _day(found[4], month, found[6], year)
        if first is None or last is None or not 0 <= (last - first).days < LONGEST_SPAN:
            continue
        days = (first + timedelta(days=shift) for shift in range((last - first).days + 1))
        yield from (day for day in days if day.year == year)


def _day(year: str | None, month: int, day: str, usual: int) -> date | None:
    try:
        return date(int(year or usual), month, int(day))
    except ValueError:
        return None


def _entry(day: date, works: bool, name: str, statutory: frozenset[date]) -> Entry | None:
    """What a day is; none where it is as its weekday says."""
    weekend = day.weekday() >= SATURDAY
    if works:
        return Entry(DayKind.MAKEUP, name) if weekend else None
    if day in statutory:
        return Entry(DayKind.STATUTORY, name)
    return None if weekend else Entry(DayKind.OFF, name)
