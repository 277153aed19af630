"""One cell at a time: every usual writing, and what is refused by which name."""

from datetime import date, datetime
from typing import Any

import pytest

from app.core.imports import cells
from app.core.imports.cells import Bad

FIFTH = date(2026, 1, 5)


@pytest.mark.parametrize(
    "written",
    [
        FIFTH,
        datetime(2026, 1, 5, 8, 30),  # noqa: DTZ001
        "2026-1-5",
        "2026-01-05",
        "2026/1/5",
        "2026.01.05",
        "2026年1月5日",
        " 2026 年 1 月 5 号 ",
        "20260105",
        20260105.0,
        "２０２６-０１-０５",
        "２０２６／１／５",
        "2026—1—5",
        "2026-01-05 00:00:00",
        46027.0,
    ],
)
def test_day(written: Any) -> None:
    assert cells.day(written) == FIFTH


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2015-02-30", "date_not_existing"),
        ("2026年13月1日", "date_not_existing"),
        (20260230.0, "date_not_existing"),
        ("二零一五年夏", "date_unreadable"),
        ("2026-1", "date_unreadable"),
        ("1/5/2026", "date_unreadable"),
        ("46027", "date_unreadable"),
        (2026.0, "date_unreadable"),
        (True, "date_unreadable"),
        ("2026-1/5", "date_unreadable"),
    ],
)
def test_day_refused(written: Any, kind: str) -> None:
    with pytest.raises(Bad) as caught:
        cells.day(written)
    assert caught.value.message.kind == kind


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (5600.0, 560000),
        (7812.93, 781293),
        (0.1 + 0.2, 30),
        ("5,600.00", 560000),
        ("5600元", 560000),
        ("¥5600", 560000),
        ("￥５，６００．５", 560050),
        ("1,234,567.89", 123456789),
        ("0", 0),
        ("/", None),
        ("—", None),
        ("", None),
    ],
)
def test_amount(written: Any, fen: int | None) -> None:
    assert cells.amount(written) == fen


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("五千", "not_a_number"),
        ("5,6", "not_a_number"),
        ("5600,00", "not_a_number"),
        ("12.345", "not_a_number"),
        (12.345, "not_a_number"),
        ("1e5", "not_a_number"),
        ("9" * 20, "not_a_number"),
        (True, "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (-5200.0, "negative_amount"),
        ("-1", "negative_amount"),
        ("(500)", "negative_amount"),
    ],
)
def test_amount_refused(written: Any, kind: str) -> None:
    with pytest.raises(Bad) as caught:
        cells.amount(written)
    assert caught.value.message.kind == kind


def test_percent_is_exact() -> None:
    assert cells.percent(0.5) == 5000
    assert cells.percent("8%") == 80_000
    assert cells.percent("１６％") == 160_000
    with pytest.raises(Bad):
        cells.percent(101)


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("是", True),
        ("√", True),
        ("有", True),
        ("y", True),
        (True, True),
        (1.0, True),
        ("否", False),
        ("×", False),
        ("", False),
        ("/", False),
        ("无", False),
        ("n", False),
        (False, False),
        (0.0, False),
    ],
)
def test_yes_no(written: Any, meaning: bool) -> None:
    assert cells.yes_no(written) is meaning


def test_yes_no_refused() -> None:
    with pytest.raises(Bad) as caught:
        cells.yes_no("也许")
    assert caught.value.message.kind == "yes_no_invalid"


def test_texts() -> None:
    assert cells.name("李 琴") == "李琴"
    assert cells.name("孙涵莉\u3000") == "孙涵莉"
    assert cells.name("阿依古丽•买买提") == "阿依古丽·买买提"
    assert cells.name("John  Smith") == "John Smith"
    assert cells.text("四级 ") == "四级"
    assert cells.text(" — ") is None
    assert cells.note(" 一，二 ") == "一，二"
    assert cells.code("f01-02 ") == "F01-02"


def test_identifiers() -> None:
    assert cells.identifier("ｚｑ００２８") == "ZQ0028"
    assert cells.identifier("6222 0226-6015") == "622202266015"
    assert cells.identifier(19996183163.0) == "19996183163"
    assert cells.identifier("32052319720407131x") == "32052319720407131X"
    with pytest.raises(Bad):
        cells.identifier(3.20582198701011e17)


def test_counts() -> None:
    step = cells.count("档")
    assert [step(cell) for cell in ("3档", "１１", 4.0, "第二档", "十一档", "")] == [3, 11, 4, 2, 11, None]
    with pytest.raises(Bad):
        step("3.5")
