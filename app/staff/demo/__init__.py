"""The demo's organisation: 1 headquarters, 11 branches, 124 workstations, 412 people and a year of changes."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from app.core.demo import Demo, DemoStep, DemoUser, shanghai
from app.core.periods import Month
from app.staff import services
from app.staff.demo.names import STATIONS
from app.staff.demo.people import OFFICE_SIZE, Casting, first_cast, units
from app.staff.demo.story import JOINERS, LEAVERS, Chapter, Story, former
from app.staff.demo.year import ticks
from app.staff.rules.records import RosterRecord, UnitRecord

PEOPLE = 412
LEFT_BEFORE = 6
MONTHS = len(JOINERS)
SEED = 2008
USERS = (
    DemoUser("employee", "employee", subject="YS0030"),
    DemoUser("branch", "branch", "B01"),
    *(DemoUser(role, role) for role in ("hr", "hr_head", "trainer", "leader", "auditor")),
)


def demo(month: Month) -> Demo:
    """The organisation up to a month: taken over just before the eleventh month back, then month by month."""
    draw = Random(SEED)
    first = month.plus(1 - MONTHS)
    organisation = units(draw)
    stations = [(unit.branch, unit.station) for unit in organisation]
    casting = Casting(draw, first.first - timedelta(days=1))
    workers = PEOPLE + sum(LEAVERS) - sum(JOINERS) - OFFICE_SIZE - len(STATIONS) - len(organisation)
    people = first_cast(casting, organisation, workers)
    left = former(casting, stations, first.first, LEFT_BEFORE)
    story = Story(draw, casting, people, stations)
    chapters = [story.chapter(position, first.plus(position)) for position in range(MONTHS)]
    taken_over = _take_over(organisation, [*people, *left], first)
    return Demo(USERS, (*taken_over, *_monthly(chapters), *ticks(first, month), _asking(month), _to_today(month)))


def _take_over(
    organisation: Sequence[UnitRecord], people: Sequence[RosterRecord], first: Month
) -> tuple[DemoStep, DemoStep]:
    def write_units(session: Session, _found: object) -> Sequence[object]:
        return services.import_organisation(session, organisation).errors

    def write_people(session: Session, _found: object) -> Sequence[object]:
        return services.import_roster(session, people, first).errors

    before = first.plus(-1)
    return (
        DemoStep(shanghai(before.first + timedelta(days=14), 9), None, write_units),
        DemoStep(shanghai(before.first + timedelta(days=24), 10), "hr", write_people),
    )


def _asking(month: Month) -> DemoStep:
    """In the last month a social worker asks to have her file completed; HR has not decided yet."""
    asked = {
        "residence-address": "演示市演示路8号2幢301室",
        "emergency-contact_name": "邓演示",
        "emergency-relation": "姐姐",
        "emergency-contact_phone": "13900000000",
    }

    def write(session: Session, _found: object) -> Sequence[object]:
        services.ask_for_changes(session, asked, "档案里还没有住址和紧急联系人，请补登。")
        return ()

    return DemoStep(shanghai(month.first + timedelta(days=18), 20), "employee", write)


def _to_today(month: Month) -> DemoStep:
    """At the very end today's list is brought to the day the demo is made on."""

    def write(session: Session, _found: object) -> Sequence[object]:
        services.roll_over(session)
        return ()

    return DemoStep(shanghai(month.last, 23, 59), None, write)


def _monthly(chapters: Sequence[Chapter]) -> list[DemoStep]:
    return [_step(chapter) for chapter in chapters]


def _step(chapter: Chapter) -> DemoStep:
    """What HR enters on the third of the month: the decisions of the month."""

    def write(session: Session, _found: object) -> Sequence[object]:
        roster = services.import_roster(session, chapter.roster, chapter.month).errors
        return [*roster, *services.import_changes(session, chapter.changes).errors]

    return DemoStep(shanghai(chapter.month.first + timedelta(days=2), 9, 30), "hr", write)
