"""What is entered for a month of the demo: grades, one-off inputs, special deductions, opening balances."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.core.money import Fen
from app.core.periods import Month
from app.payroll.rules.records import (
    GradeRecord,
    InputKindRecord,
    InputRecord,
    OpeningBalanceRecord,
    SpecialDeductionRecord,
)

KINDS = (
    InputKindRecord(4, "E01", "加班费", "earning", False),
    InputKindRecord(5, "E02", "高温津贴", "earning", False),
    InputKindRecord(6, "E03", "一次性奖励", "earning", False),
    InputKindRecord(7, "E04", "扣发", "earning", False),
    InputKindRecord(8, "D01", "法院协助扣款", "deduction", False),
    InputKindRecord(9, "D02", "赔偿扣款", "deduction", True),
)
NAMES = {kind.code: kind.name for kind in KINDS}
REASONS = {
    "E01": "重点时段值班",
    "E02": "室外走访高温津贴",
    "E03": "禁毒宣传活动表现突出",
    "E04": "迟到早退按制度扣发",
    "D01": "协助执行",
    "D02": "设备损坏赔偿",
}
SUMMER = range(6, 10)
HEAT: Fen = 20_000
ALLOWANCES: tuple[Fen, ...] = (0, 0, 100_000, 110_000, 150_000, 200_000, 300_000)
"""Monthly special additional deductions; each person's is always the same."""


@dataclass(frozen=True, slots=True)
class MonthEntries:
    """Everything entered for a month."""

    inputs: tuple[InputRecord, ...]
    grades: tuple[GradeRecord, ...]
    deductions: tuple[SpecialDeductionRecord, ...]


def entries(numbers: Sequence[str], month: Month) -> MonthEntries:
    """A month's entries for these people; the same for the same people and month."""
    draw = Random(month.year * 100 + month.number)
    return MonthEntries(
        tuple(_inputs(draw, numbers, month)),
        tuple(_grades(draw, numbers)),
        tuple(
            SpecialDeductionRecord(row, number, special(number) * month.number)
            for row, number in enumerate(numbers, start=4)
            if special(number)
        ),
    )


def special(number: str) -> Fen:
    """A person's monthly special additional deductions."""
    return Random(number).choice(ALLOWANCES)


def _inputs(draw: Random, numbers: Sequence[str], month: Month) -> list[InputRecord]:
    wanted = [("E01", number, draw.randrange(8_000, 90_000, 500)) for number in draw.sample(numbers, 24)]
    if month.number in SUMMER:
        wanted += [("E02", number, HEAT) for number in numbers]
    wanted += [("E03", number, draw.choice((50_000, 80_000, 100_000))) for number in draw.sample(numbers, 3)]
    wanted += [("E04", number, -draw.randrange(5_000, 30_000, 500)) for number in draw.sample(numbers, 2)]
    wanted.append(("D01", numbers[57], 60_000))
    wanted.append(("D02", draw.choice(numbers), draw.choice((80_000, 150_000, 300_000))))
    document = f"演示财〔{month.year}〕{month.number}号"
    return [
        InputRecord(row, number, code, NAMES[code], amount, REASONS[code], document)
        for row, (code, number, amount) in enumerate(wanted, start=4)
    ]


def _grades(draw: Random, numbers: Sequence[str]) -> list[GradeRecord]:
    """Who is not simply 合格."""
    grades = draw.choices(("合格", "优秀", "基本合格", "不合格", "不确定等次"), (820, 140, 25, 5, 10), k=len(numbers))
    rows = [(number, grade) for number, grade in zip(numbers, grades, strict=True) if grade != "合格"]
    return [GradeRecord(row, number, grade) for row, (number, grade) in enumerate(rows, start=4)]


def openings(numbers: Sequence[str], months: int) -> list[OpeningBalanceRecord]:
    """Tax figures of so many months paid by the system before."""
    found = []
    for row, number in enumerate(numbers, start=4):
        draw = Random(f"opening {number}")
        income = draw.randrange(520_000, 760_000, 100) * months
        contributions = draw.randrange(95_000, 140_000, 100) * months
        deducted = special(number) * months
        taxable = max(0, min(income - 500_000 * months - contributions - deducted, 3_600_000))
        found.append(
            OpeningBalanceRecord(row, number, months, income, contributions, deducted, taxable * 3 // 100, False)
        )
    return found
