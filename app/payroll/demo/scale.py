"""The example scale of the demo. Every amount, rate and document is invented: 示例, nobody's real standard."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.core.money import Fen
from app.payroll.rules.records import ContributionRecord, ParameterRecord, ScaleRowRecord

LEVELS = {"七级": 3, "六级": 3, "五级": 3, "四级": 11, "三级": 10, "二级": 10, "一级": 7}
POSTS = {"干事长": 150_000, "站长": 60_000, "社工": 10_000}
CERTIFICATES: tuple[tuple[str, Fen, bool], ...] = (
    ("高级社会工作师", 70_000, True),
    ("社会工作师", 45_000, True),
    ("二级心理咨询师", 30_000, False),
    ("助理社会工作师", 25_000, True),
    ("三级心理咨询师", 15_000, False),
)
PARAMETERS = {
    "proration_divisor": "calendar",
    "cert_start_rule": "next_month",
    "cert_combination": "highest",
    "cert_requires_registration": "on",
    "minimum_wage": "2400",
    "damages_max_share": "0.2",
    "grade_coefficient.优秀": "1",
    "grade_coefficient.合格": "1",
    "grade_coefficient.基本合格": "0.5",
    "grade_coefficient.不合格": "0",
    "grade_coefficient.不确定等次": "1",
}
RATES = (
    ("养老保险", 80_000, 160_000, "fen_half_up"),
    ("医疗保险", 20_000, 70_000, "fen_half_up"),
    ("失业保险", 5_000, 5_000, "fen_half_up"),
    ("工伤保险", 0, 3_000, "fen_half_up"),
    ("生育保险", 0, 8_000, "fen_half_up"),
    ("住房公积金", 100_000, 100_000, "yuan_half_up"),
)
"""Item, employee's and employer's rate in millionths, rounding."""


def document(day: date, number: int) -> str:
    """The number of an example document."""
    return f"演示薪〔{day.year}〕{number}号（示例）"


def amounts(start: date, percent: int = 100) -> list[ScaleRowRecord]:
    """A whole scale from a day on; base, level and performance raised to so many percent, in whole yuan."""
    written = document(start, 1 if percent == 100 else 8)
    rows = [
        ScaleRowRecord("示例", 0, start, written, component, key, step, _raised(component, amount, percent))
        for component, key, step, amount in _cells()
    ]
    rows.append(ScaleRowRecord("示例", 0, start, written, "seniority", "", 0, 3_000, cap_years=20))
    rows += [
        ScaleRowRecord("示例", 0, start, written, "certificate", name, 0, amount, rank=rank, requires_registration=must)
        for rank, (name, amount, must) in enumerate(CERTIFICATES, start=1)
    ]
    return [replace(record, row=row) for row, record in enumerate(rows, start=4)]


def _cells() -> Iterator[tuple[str, str, int, Fen]]:
    yield "base", "见习", 0, 255_000
    yield "performance", "见习", 0, 50_000
    for rank, (level, steps) in enumerate(LEVELS.items()):
        yield "base", level, 0, 280_000 + 20_000 * rank
        yield "performance", level, 0, 70_000 + 20_000 * rank
        for step in range(1, steps + 1):
            yield "level", level, step, 30_000 + 50_000 * rank + 8_000 * step
    for post, amount in POSTS.items():
        yield "post", post, 0, amount


def _raised(component: str, amount: Fen, percent: int) -> Fen:
    """The amount in whole yuan; allowances of a post are not raised."""
    return amount if component == "post" else amount * percent // 10_000 * 100


def parameters(start: date) -> list[ParameterRecord]:
    """The parameters from a day on."""
    written = document(start, 2)
    return [ParameterRecord(row, start, written, *one) for row, one in enumerate(PARAMETERS.items(), start=4)]


def contributions(start: date) -> Sequence[ContributionRecord]:
    """Contribution rates from a day on, with round example limits that rise a little every half year."""
    half_years = start.year * 2 + (start.month > 6)
    floor, ceiling = 450_000 + half_years % 10 * 1_000, 2_250_000 + half_years % 10 * 5_000
    written = document(start, 3 if start.month < 7 else 5)
    return [
        ContributionRecord(row, start, written, item, employee, 0, employer, 0, floor, ceiling, rounding)
        for row, (item, employee, employer, rounding) in enumerate(RATES, start=4)
    ]
