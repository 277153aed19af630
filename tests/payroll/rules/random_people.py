"""Random months for comparing the two evaluators: odd on purpose, and in any order."""

import random
from datetime import date, timedelta
from fractions import Fraction

from app.core.money import Rounding
from app.core.periods import Month
from app.payroll.rules.values import (
    EMPLOYER_ITEMS,
    RATED_ITEMS,
    Certificate,
    CertificateRate,
    ContributionRule,
    CumulativeTax,
    Dated,
    Grading,
    MonthRules,
    OneOff,
    Parameters,
    PayCalendar,
    PersonMonth,
    ScaleVersion,
)

LEVELS = ("七级", "六级", "五级", "四级", "三级")
POSTS = ("社工", "站长", "干事长")
UNITS = ("a/1", "a/2", "b/1", "b")
TYPES = ("助理社会工作师", "社会工作师", "高级社会工作师", "心理咨询师", "无此证书")
GRADES = (None, "", "优秀", "合格", "基本合格", "不合格", "不定等次", "不确定等次", "试评")


def some_day(random_: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=random_.randrange((last - first).days + 1))


def scale_version(random_: random.Random, start: date, gaps: bool) -> ScaleVersion:
    def fen(top: int) -> int:
        return random_.randrange(top)

    keep = 0.97 if gaps else 1.0
    types = [name for name in TYPES[:4] if random_.random() < 0.9]
    return ScaleVersion(
        start=start,
        document="文",
        base={level: fen(500_000) for level in LEVELS if random_.random() < keep},
        probation_base=fen(300_000) if random_.random() < keep else None,
        level={(level, step): fen(300_000) for level in LEVELS for step in range(1, 4) if random_.random() < keep},
        post={post: fen(120_000) for post in POSTS if random_.random() < keep},
        seniority_per_year=fen(5_000),
        seniority_cap_years=random_.choice((0, 3, 15, 40)),
        certificates={
            name: CertificateRate(random_.randrange(1, 4), fen(50_000), random_.random() < 0.5) for name in types
        },
        performance={level: fen(200_000) for level in LEVELS if random_.random() < keep},
        probation_performance=fen(80_000) if random_.random() < keep else None,
    )


def contribution(random_: random.Random) -> ContributionRule:
    floor = random_.randrange(600_000)
    return ContributionRule(
        employee_rate=Fraction(random_.randrange(1200), 10_000),
        employee_fixed=random_.choice((0, 0, 500)),
        employer_rate=Fraction(random_.randrange(2000), 10_000),
        employer_fixed=random_.choice((0, 0, 700)),
        floor=floor,
        ceiling=floor + random_.randrange(2_500_000),
        rounding=random_.choice(tuple(Rounding)),
    )


def month_rules(seed: int) -> MonthRules:
    random_ = random.Random(seed)
    month = Month(random_.choice((2024, 2026)), random_.randrange(1, 13))
    starts = {date(1990, 1, 1), date(2020, 3, 1), month.first} | {
        some_day(random_, month.first, month.last) for _ in range(random_.randrange(3))
    }
    days = [month.first + timedelta(days=index) for index in range(month.days)]
    changes = ("segments", "segments", "next_month", "new_for_whole_month")
    return MonthRules(
        month=month,
        payment_month=month.plus(random_.choice((0, 0, 1))),
        scale=tuple(scale_version(random_, start, gaps=seed % 3 == 0) for start in starts),
        parameters=Parameters(
            proration_divisor=random_.choice(("calendar", "fixed_21_75")),
            cert_start_rule=random_.choice(("next_month", "same_month", "registration_month")),
            cert_combination=random_.choice(("highest", "stack")),
            cert_requires_registration=random_.random() < 0.5,
            minimum_wage=random_.choice((0, 249_000)),
            damages_max_share=random_.choice((Fraction(1, 5), Fraction(1, 3))),
            grade_coefficients=random_.choice(({}, {"不定等次": Fraction(2, 3), "优秀": Fraction(11, 10)})),
            mid_month_change={code: random_.choice(changes) for code in RATED_ITEMS},
            item_rounding={code: random_.choice(tuple(Rounding)) for code in RATED_ITEMS if random_.random() < 0.3},
        ),
        contributions={code: contribution(random_) for code in EMPLOYER_ITEMS if random_.random() < 0.95},
        calendar=PayCalendar(
            frozenset(day for day in days if day.weekday() < 5 and random_.random() < 0.95),
            frozenset(random_.sample(days, 2)),
        ),
    )


def succession(random_: random.Random, hire: date, month: Month, values: tuple[object, ...]) -> tuple[Dated, ...]:  # type: ignore[type-arg]
    """From the hire date (rarely later), with changes around the month."""
    start = hire if random_.random() < 0.99 else hire + timedelta(days=random_.randrange(40))
    around = [
        some_day(random_, month.first - timedelta(days=20), month.last + timedelta(days=5))
        for _ in range(random_.choice((0, 0, 0, 1, 2, 4)))
    ]
    days = [start, *sorted({day for day in around if day > start})]
    return tuple(Dated(day, random_.choice(values)) for day in days)


def person(random_: random.Random, number: int, rules: MonthRules) -> PersonMonth:
    month = rules.month
    near = random_.random() < 0.4
    hire = some_day(random_, month.first - timedelta(days=60) if near else date(1989, 6, 1), month.last)
    leave = None if random_.random() < 0.7 else some_day(random_, max(hire, month.first), month.last + timedelta(50))
    gradings = tuple(Grading(level, step) for level in LEVELS for step in range(1, 4))
    held = tuple(certificate(random_, month) for _ in range(random_.choice((0, 0, 1, 2, 3))))
    return PersonMonth(
        number=f"ZQ{number:04d}",
        hire=hire,
        leave=leave,
        first_employment=random_.random() < 0.3,
        prior_service_months=random_.choice((0, 0, 7, 30)),
        break_days=random_.choice((0, 0, 45, 800)),
        grading=succession(random_, hire, month, gradings),
        post=succession(random_, hire, month, POSTS),
        unit=succession(random_, hire, month, UNITS),
        probation=succession(random_, hire, month, (True, False, False)),
        social_base=None if random_.random() < 0.2 else random_.randrange(3_000_000),
        housing_base=None if random_.random() < 0.2 else random_.randrange(3_000_000),
        certificates=held,
        grade=random_.choices(GRADES, (8, 1, 2, 2, 2, 2, 1, 1, 0.3))[0],
        one_offs=one_offs(random_),
        special_additional=random_.choice((None, 0, 250_000, 2_000_000)),
        cumulative=CumulativeTax(
            income=random_.choice((0, random_.randrange(120_000_000))),
            contributions=random_.randrange(1_000_000),
            special_additional=random_.randrange(1_000_000),
            withheld=random_.randrange(random_.choice((1, 300_000, 20_000_000))),
            deduct_60000_upfront=random_.random() < 0.1,
            exempt=random_.choice((0, 0, 12_345)),
            other=random_.choice((0, 0, 54_321)),
        ),
        contribution_first=random_.choice((None,) * 8 + (month, month.plus(1))),
        contribution_last=random_.choice((None,) * 8 + (month, month.plus(-1))),
        first_month_grade=random_.choice((None, None, "基本合格", "不定等次")),
    )


def certificate(random_: random.Random, month: Month) -> Certificate:
    obtained = some_day(random_, month.first - timedelta(days=200), month.last + timedelta(days=20))
    since = None if random_.random() < 0.5 else obtained + timedelta(days=random_.randrange(60))
    until = None if random_.random() < 0.3 else some_day(random_, month.first - timedelta(40), month.last)
    return Certificate(random_.choice(TYPES), obtained, until, since)


def one_offs(random_: random.Random) -> tuple[OneOff, ...]:
    found = []
    for _ in range(random_.choice((0, 0, 0, 1, 3))):
        category = random_.choice(("earning", "deduction", "damages"))
        low = -200_000 if category == "earning" else 0
        found.append(OneOff("X", category, random_.randrange(low, 200_000)))
    if random_.random() < 0.01:
        found.append(OneOff("X", "unheard-of", 1))
    return tuple(found)


def population(seed: int, size: int, rules: MonthRules) -> list[PersonMonth]:
    random_ = random.Random(f"people {seed}")
    return [person(random_, number, rules) for number in range(size)]
