"""The people of the demo: who is hired where, and what a career of so many years has brought them."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from app.core.periods import add_months, completed_years, day_before
from app.staff.demo import names
from app.staff.rules.records import CertificateRecord, RosterRecord, UnitRecord
from app.staff.services.configuration import DEFAULT_LEVELS, ROOT_NAME

LEVELS = tuple(DEFAULT_LEVELS)
ENTRY = {"高中": 0, "大专": 1, "本科": 2, "硕士研究生": 3}
SCHOOLS = {"高中": "演示中学", "大专": "演示职业学院", "本科": "演示大学", "硕士研究生": "演示大学"}
MAJORS = ("社会工作", "法学", "社会学", "公共管理", "心理学", "汉语言文学", "计算机应用")
HIGHEST = {"社工": 3, "站长": 4, "干事长": 5}
YEARS_PER_LEVEL, YEARS_PER_STEP = 4, 2
FOUNDED = date(2008, 10, 6)
CONTRACT_YEARS = 3
OFFICE_SIZE = 9
"""People at headquarters."""

Place = tuple[str, str | None]


def units(draw: Random) -> list[UnitRecord]:
    """Branches and workstations."""
    stations = iter(names.station_names(draw))
    rows: list[UnitRecord] = []
    for number, (branch, count) in enumerate(zip(names.BRANCHES, names.STATIONS, strict=True), start=1):
        for station in range(1, count + 1):
            code = f"B{number:02d}"
            rows.append(UnitRecord(len(rows) + 4, code, branch, f"{code}-{station:02d}", next(stations)))
    return rows


def grading(education: str, post: str, hire: date, day: date) -> tuple[str, int, date]:
    """Level, step, and since when the level is held: a new level every four years, a new step every two."""
    years = completed_years(hire, day)
    entry = ENTRY[education]
    highest = max(HIGHEST[post], entry)
    level = min(entry + years // YEARS_PER_LEVEL, highest)
    spent = (level - entry) * YEARS_PER_LEVEL
    step = min(DEFAULT_LEVELS[LEVELS[level]], 1 + (years - spent) // YEARS_PER_STEP)
    return LEVELS[level], step, add_months(hire, 12 * spent)


def contract(hire: date, day: date) -> tuple[str, date, date | None]:
    """The contract of a day: two of three years, then an open-ended one."""
    terms = min(completed_years(hire, day) // CONTRACT_YEARS, 2)
    start = add_months(hire, 12 * CONTRACT_YEARS * terms)
    if terms == 2:
        return "无固定期限", start, None
    return "固定期限", start, day_before(add_months(start, 12 * CONTRACT_YEARS))


class Casting:
    """Makes people, in a fixed order, each with a number of her own."""

    def __init__(self, draw: Random, day: date) -> None:
        self.draw = draw
        self.day = day
        self.serial = 0

    def person(self, place: Place, post: str, hire: date) -> RosterRecord:
        """Somebody hired on a day, as she stands on the casting's day or, if later, the hire day."""
        self.serial += 1
        draw, serial = self.draw, self.serial
        day = max(self.day, hire)
        sex = draw.choices(("女", "男"), (62, 38))[0]
        birth = hire - timedelta(days=draw.randrange(22 * 365, 34 * 365))
        education = draw.choices(tuple(ENTRY), (4, 44, 48, 4))[0]
        level, step, since = grading(education, post, hire, day)
        kind, start, end = contract(hire, day)
        probation_end = day_before(add_months(hire, 6))
        base = 455_000 + LEVELS.index(level) * 71_300 + step * 12_700 + draw.randrange(0, 90_000, 50)
        young = completed_years(birth, day) < 28
        return RosterRecord(
            row=serial + 3,
            number=f"YS{serial:04d}",
            name=names.full_name(draw, sex),
            branch=place[0],
            station=place[1],
            sex=sex,
            id_number=names.id_number(birth, sex, serial),
            birth_date=birth,
            ethnicity=draw.choices(("汉族", "回族", "土家族", "苗族"), (96, 2, 1, 1))[0],
            political_status=draw.choices(("中共党员", "共青团员" if young else "群众", "群众"), (34, 40, 26))[0],
            education=education,
            school=SCHOOLS[education],
            major=draw.choice(MAJORS) if education != "高中" else None,
            work_start=hire - timedelta(days=draw.choice((0, 0, 0, 400, 900))),
            hire_date=hire,
            leave_date=None,
            first_employment=draw.random() < 0.3,
            post=post,
            level=level,
            step=step,
            on_probation=day <= probation_end,
            probation_end=probation_end if day <= probation_end else None,
            level_since=since,
            certificates=self._certificates(hire, day),
            phone=names.phone(serial),
            bank="演示银行",
            bank_account=names.bank_account(serial),
            contract_type=kind,
            contract_start=start,
            contract_end=end,
            social_base=base,
            housing_base=base,
            prior_service_months=draw.choices((0, 6, 14, 30), (90, 4, 3, 3))[0],
            note=None,
        )

    def _certificates(self, hire: date, day: date) -> tuple[CertificateRecord, ...]:
        years = completed_years(hire, day)
        chance = self.draw.random()
        held = []
        if years >= 2 and chance < 0.36:
            held.append(self.certificate("助理社会工作师", add_months(hire, 18), day))
        if years >= 6 and chance < 0.14:
            held.append(self.certificate("社会工作师", add_months(hire, 60), day))
        if years >= 12 and chance < 0.01:
            held.append(self.certificate("高级社会工作师", add_months(hire, 132), day))
        if hire.year < 2016 and 0.36 <= chance < 0.38:
            held.append(CertificateRecord("三级心理咨询师", f"演示心{self.serial:06d}", add_months(hire, 8), None))
        return tuple(held)

    def certificate(self, name: str, obtained: date, day: date) -> CertificateRecord:
        """A certificate with its registration of three years, renewed, by some forgotten."""
        terms = max(0, completed_years(obtained, day) // 3) + (0 if self.draw.random() < 0.08 else 1)
        until = day_before(add_months(obtained, 36 * max(terms, 1)))
        return CertificateRecord(name, f"演示证{obtained:%Y%m}{self.serial:05d}", obtained, until)

    def hire_date(self, first: date, last: date) -> date:
        """A working day (Monday to Friday) between two days."""
        day = first + timedelta(days=self.draw.randrange((last - first).days))
        return day - timedelta(days=max(0, day.weekday() - 4))


def first_cast(casting: Casting, organisation: Sequence[UnitRecord], workers: int) -> list[RosterRecord]:
    """Headquarters, a chief officer a branch, a head a station, and workers spread over the stations."""
    start = casting.day
    old, recent = FOUNDED, start - timedelta(days=200)
    stations: list[Place] = [(unit.branch, unit.station) for unit in organisation]
    people = [
        casting.person((ROOT_NAME, None), "干事长" if one == 0 else "社工", casting.hire_date(old, date(2020, 1, 1)))
        for one in range(OFFICE_SIZE)
    ]
    for branch in names.BRANCHES:
        people.append(casting.person((branch, None), "干事长", casting.hire_date(old, date(2014, 1, 1))))
    for station in stations:
        people.append(casting.person(station, "站长", casting.hire_date(old, date(2019, 1, 1))))
    for one in range(workers):
        newest = one % 40 == 39
        hired = casting.hire_date(recent, start) if newest else max(casting.hire_date(old, recent) for _ in range(2))
        people.append(casting.person(stations[one % len(stations)], "社工", hired))
    return people
