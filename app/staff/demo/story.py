"""What happens month by month: joiners, leavers, advances, moves, new heads, conversions and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.core.periods import Month, add_months, day_before
from app.staff.demo.people import LEVELS, Casting, Place, contract, grading
from app.staff.rules.records import ChangeRecord, RosterRecord

JOINERS = (1, 2, 2, 1, 3, 2, 2, 2, 1, 2, 2, 2)
LEAVERS = (2, 1, 2, 3, 1, 2, 2, 1, 2, 3, 1, 0)
"""Of each month of the story; the last month is the one in progress."""

SHORT_MONTH = 5
"""In this month somebody leaves after so few days that her contributions exceed her pay."""

EXAM_MONTHS = (8, 9)
MOVES, EXAM_PASSES = 3, 6


@dataclass(frozen=True, slots=True)
class Chapter:
    """A month: the roster rows that come in, and the changes dated within it."""

    month: Month
    roster: tuple[RosterRecord, ...]
    changes: tuple[ChangeRecord, ...]


class Story:
    """The people as they stand, month after month."""

    def __init__(self, draw: Random, casting: Casting, people: Sequence[RosterRecord], stations: Sequence[Place]):
        self.draw = draw
        self.casting = casting
        self.people = {person.number: person for person in people}
        self.stations = stations
        self.vacancies: list[Place] = [draw.choice(stations), draw.choice(stations)]

    def chapter(self, position: int, month: Month) -> Chapter:
        """Tell one month and remember how it left everybody."""
        document = f"演示人〔{month.year}〕{month.number}号"
        roster = [*self._joiners(position, month), *self._leavers(position, month)]
        busy = {person.number for person in roster}
        roster += self._renewals(month, busy)
        roster += self._exam(position, month, {person.number for person in roster})
        changes = [*self._advances(month), *self._conversions(month)]
        busy |= {person.number for person in roster} | {change[0] for change in changes}
        changes += [*self._moves(month, busy), *self._new_head(month, busy)]
        records = [
            ChangeRecord(row, number, start, field, value, document, note)
            for row, (number, start, field, value, note) in enumerate(changes, start=4)
        ]
        for record in records:
            self._apply(record)
        return Chapter(month, tuple(roster), tuple(records))

    def _present(self, month: Month) -> list[RosterRecord]:
        return [
            person
            for person in self.people.values()
            if person.hire_date < month.first and (person.leave_date is None or person.leave_date > month.last)
        ]

    def _workers(self, month: Month, busy: set[str]) -> list[RosterRecord]:
        return [
            person
            for person in self._present(month)
            if person.post == "社工" and person.station and person.number not in busy and not person.on_probation
        ]

    def _joiners(self, position: int, month: Month) -> list[RosterRecord]:
        found = []
        for one in range(JOINERS[position]):
            last = position == len(JOINERS) - 1
            hire = month.first + timedelta(days=0 if last or one == 0 else self.draw.randrange(1, 20))
            place = self.vacancies.pop(0) if self.vacancies else self.draw.choice(self.stations)
            person = self.casting.person(place, "社工", hire)
            if last:
                person = replace(person, social_base=None, housing_base=None)
            found.append(self._keep(person))
        return found

    def _leavers(self, position: int, month: Month) -> list[RosterRecord]:
        chosen = self.draw.sample(self._workers(month, self._due(month)), LEAVERS[position])
        found = []
        for one, person in enumerate(chosen):
            day = 2 if position == SHORT_MONTH and one == 0 else self.draw.randrange(9, month.days)
            self.vacancies.append((person.branch, person.station))
            found.append(self._keep(replace(person, leave_date=month.first + timedelta(days=day), note="个人原因离职")))
        return found

    def _due(self, month: Month) -> set[str]:
        """Who advances in the month."""
        return {change[0] for change in self._advances(month)}

    def _renewals(self, month: Month, busy: set[str]) -> list[RosterRecord]:
        found = []
        for person in self._present(month):
            kind, start, end = contract(person.hire_date, month.last)
            if start != person.contract_start and person.number not in busy:
                renewed = replace(person, contract_type=kind, contract_start=start, contract_end=end)
                found.append(self._keep(renewed))
        return found

    def _exam(self, position: int, month: Month, busy: set[str]) -> list[RosterRecord]:
        """Those who obtained a certificate this month; it counts from the month after."""
        if position not in EXAM_MONTHS:
            return []
        able = [person for person in self._workers(month, busy) if not person.certificates]
        found = []
        for person in self.draw.sample(able, EXAM_PASSES):
            obtained = month.first + timedelta(days=1)
            certificate = self.casting.certificate("助理社会工作师", obtained, obtained)
            found.append(self._keep(replace(self.people[person.number], certificates=(certificate,))))
        return found

    def _advances(self, month: Month) -> list[tuple[str, date, str, str | None, str]]:
        """Level and step by years of service, on the anniversary."""
        found: list[tuple[str, date, str, str | None, str]] = []
        for person in self._present(month):
            if person.hire_date.month != month.number:
                continue
            level, step, _since = grading(person.education or "大专", person.post, person.hire_date, month.last)
            start = add_months(person.hire_date, 12 * (month.year - person.hire_date.year))
            if level != person.level and not self._above(level, person):
                found += [
                    (person.number, start, "level", level, "满年限晋级"),
                    (person.number, start, "step", str(step), "晋级后档次"),
                ]
            elif level == person.level and step > person.step:
                found.append((person.number, start, "step", str(step), "满年限晋档"))
        return found

    def _above(self, level: str, person: RosterRecord) -> bool:
        """Whether a former head keeps a level above what her post now gives."""
        return LEVELS.index(level) < LEVELS.index(person.level)

    def _conversions(self, month: Month) -> list[tuple[str, date, str, str | None, str]]:
        """Every second probation of the month ends some days early, by decision."""
        found: list[tuple[str, date, str, str | None, str]] = []
        for person in self._present(month):
            if person.on_probation and person.probation_end and Month.of(person.probation_end) == month:
                early = person.probation_end - timedelta(days=self.draw.choice((0, 8)))
                start = max(early, month.first)
                if start < person.probation_end:
                    found.append((person.number, start, "probation_end", None, "提前转正"))
                else:
                    self._keep(replace(person, on_probation=False, probation_end=None))
        return found

    def _moves(self, month: Month, busy: set[str]) -> list[tuple[str, date, str, str | None, str]]:
        found: list[tuple[str, date, str, str | None, str]] = []
        for person in self.draw.sample(self._workers(month, busy), MOVES):
            branch, station = self.draw.choice([place for place in self.stations if place[1] != person.station])
            start = month.first + timedelta(days=self.draw.choice((0, 10, 14, 15)))
            found.append((person.number, start, "unit", f"{branch}/{station}", "工作调动"))
            busy.add(person.number)
        return found

    def _new_head(self, month: Month, busy: set[str]) -> list[tuple[str, date, str, str | None, str]]:
        """A head steps back, and a worker of the same station takes over on the same day."""
        heads = [one for one in self._present(month) if one.post == "站长" and one.number not in busy]
        for head in self.draw.sample(heads, len(heads)):
            near = [one for one in self._workers(month, busy) if one.station == head.station]
            if near:
                start = month.first + timedelta(days=self.draw.choice((5, 15)))
                return [
                    (head.number, start, "post", "社工", "不再担任站长"),
                    (near[0].number, start, "post", "站长", "任站长"),
                ]
        return []

    def _apply(self, change: ChangeRecord) -> None:
        person = self.people[change.number]
        value = change.value or ""
        if change.field == "level":
            person = replace(person, level=value, level_since=change.start)
        elif change.field == "step":
            person = replace(person, step=int(value))
        elif change.field == "post":
            person = replace(person, post=value)
        elif change.field == "unit":
            branch, _slash, station = value.partition("/")
            person = replace(person, branch=branch, station=station)
        else:
            person = replace(person, on_probation=False, probation_end=None)
        self._keep(person)

    def _keep(self, person: RosterRecord) -> RosterRecord:
        self.people[person.number] = person
        return person


def former(casting: Casting, stations: Sequence[Place], before: date, count: int) -> list[RosterRecord]:
    """People who had left before the story begins."""
    found = []
    for one in range(count):
        hire = casting.hire_date(date(2012, 3, 1), date(2022, 3, 1))
        person = casting.person(stations[one * 17 % len(stations)], "社工", hire)
        left = day_before(before) - timedelta(days=40 + 97 * one)
        found.append(replace(person, leave_date=left, contract_end=person.contract_end or None, note="已离职"))
    return found
