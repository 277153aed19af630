"""Number sequences: numbers without gaps in a pattern such as {year}-{number:04d}, each given once.

A number is taken inside the caller's transaction: what fails gives it back, and whoever comes meanwhile waits for the
row (PostgreSQL) or for the one writer (SQLite). A pattern with {year} begins anew at 1 every year.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.db import Base, is_sqlite
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_
from app.core.settings import Setting, changeable, setting, setting_declared

_PLACE = re.compile(r"\{(year|number)(?::0([1-9])d)?\}")
_FIXED = re.compile(r"[\w /.-]*")


class SequenceCount(Base):
    """The last number given in a sequence; `period` is the year, or 0 where numbers run on."""

    __tablename__ = "core_sequences"
    code: Mapped[str] = mapped_column(String(100), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column()


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a number is written."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "Pattern":
        """Read a pattern; ValueError unless it has {number} once, {year} at most once, and plain signs around them."""
        places = [place.group(1) for place in _PLACE.finditer(text)]
        if places.count("number") != 1 or places.count("year") > 1 or not _FIXED.fullmatch(_PLACE.sub("", text)):
            raise ValueError(f"{text!r} is no pattern of numbers")
        return cls(text)

    @property
    def yearly(self) -> bool:
        """Whether numbers begin anew every year."""
        return "{year" in self.text

    def filled(self, year: int, number: int) -> str:
        """The number in its writing."""
        values = {"year": year, "number": number}
        return _PLACE.sub(lambda place: f"{values[place.group(1)]:0{place.group(2) or 1}d}", self.text)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A named sequence with the pattern it has until the setting of the same code names another."""

    code: str
    label: str
    pattern: str

    def as_setting(self, permission: str) -> Setting:
        """The setting by which the pattern is changed, for a module's manifest."""
        allowed = N_("A pattern with {number} or {number:04d}, and {year} to begin anew every year.")
        return Setting(self.code, self.label, self.pattern, permission, Pattern.parse, allowed)


def _nobody(_number: str) -> bool:
    return False


def next_number(
    session: Session, sequence: Sequence, on: date | None = None, taken: Callable[[str], bool] = _nobody
) -> str:
    """Take the next number, as of a day (today, when none is given); those `taken` otherwise are passed over."""
    pattern, year = _pattern(session, sequence), (on or clock.today()).year
    while True:
        number = pattern.filled(year, _count(session, sequence.code, year if pattern.yearly else 0))
        if not taken(number):
            return number


def proposed_number(
    session: Session, sequence: Sequence, on: date | None = None, taken: Callable[[str], bool] = _nobody
) -> str:
    """What the next number would be, without taking it: to fill in a form."""
    pattern, year = _pattern(session, sequence), (on or clock.today()).year
    period = year if pattern.yearly else 0
    statement = select(SequenceCount.last).where(SequenceCount.code == sequence.code, SequenceCount.period == period)
    last = session.scalar(statement) or 0
    while taken(number := pattern.filled(year, last := last + 1)):
        pass
    return number


def _pattern(session: Session, sequence: Sequence) -> Pattern:
    return Pattern.parse(setting(session, sequence.code) or sequence.pattern)


def _count(session: Session, code: str, period: int) -> int:
    """Count on by one, in one statement that locks the row until the transaction ends."""
    insert: Any = sqlite.insert if is_sqlite(session) else postgresql.insert
    table = SequenceCount.__table__
    statement = (
        insert(table)
        .values(code=code, period=period, last=1)
        .on_conflict_do_update(index_elements=[table.c.code, table.c.period], set_={"last": table.c.last + 1})
        .returning(table.c.last)
    )
    found: int = session.connection().execute(statement).scalar_one()
    return found


class NumberGoesBack(ZiqiangError):
    """A next number that may have been given already."""

    kind = "number_goes_back"
    message = N_("The next number can only go up: %(last)s has been given already.")
    status = 422


@dataclass(frozen=True, slots=True)
class SequenceLine:
    """A sequence as it stands: its pattern, the last number given in its period (0: none), and the next in writing."""

    code: str
    label: str
    pattern: str
    last: int
    following: str


def sequence_lines(session: Session) -> list[SequenceLine]:
    """The sequences whose pattern the acting user may change."""
    year = clock.today().year
    counts = {(row.code, row.period): row.last for row in session.scalars(select(SequenceCount))}
    found = []
    for line in changeable(session):
        if line.setting.parse != Pattern.parse:
            continue
        pattern = Pattern.parse(line.text)
        last = counts.get((line.setting.code, year if pattern.yearly else 0), 0)
        following = pattern.filled(year, last + 1)
        found.append(SequenceLine(line.setting.code, line.setting.label, line.text, last, following))
    return found


def sequence_line(session: Session, code: str) -> SequenceLine:
    """One of them; NotFound where there is none."""
    found = next((line for line in sequence_lines(session) if line.code == code), None)
    if found is None:
        raise NotFound(what=N_("sequence"), key=code)
    return found


def skip_to(session: Session, code: str, number: int) -> None:
    """Let the next number be this one or, by gaps, a later one: only ever up, so that none is given twice. Audited."""
    line = sequence_line(session, code)
    authorize_everywhere(session, setting_declared(session, code).permission)
    if number <= line.last:
        raise NumberGoesBack(last=line.last)
    if number == line.last + 1:
        return
    period = clock.today().year if Pattern.parse(line.pattern).yearly else 0
    row = session.get(SequenceCount, (code, period))
    if row is None:
        row = SequenceCount(code=code, period=period, last=0)
        session.add(row)
    row.last = number - 1
    session.flush()
    facts = {"last_given": line.last, "next": number}
    audit.record(session, "sequence.skip", object_table=SequenceCount.__tablename__, object_key=code, detail=facts)
