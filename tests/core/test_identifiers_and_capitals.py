"""Identifiers, capital amounts and the work calendar's seeds against the golden files."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core import identifiers
from app.core.capitals import capital_amount
from app.core.money import fen_from_yuan
from app.core.periods import Month
from app.core.workcalendar import CalendarUnknown, makeup_working_days, statutory_holidays, working_days

GOLDEN = Path(__file__).parents[1] / "cases" / "golden"


def golden(name: str) -> list[Any]:
    cases = json.loads((GOLDEN / f"{name}.json").read_text())["cases"]
    return [pytest.param(case["input"], case["expected"], id=case["id"]) for case in cases]


@pytest.mark.parametrize(("given", "expected"), golden("resident-id-number"))
def test_resident_id(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert identifiers.is_resident_id(given["id_number"]) is expected["valid"]
    found = identifiers.parse_resident_id(given["id_number"])
    assert found.number == expected["normalized"]
    assert found.birth.isoformat() == expected["birth"]
    assert (found.sex, found.region) == (expected["sex"], expected["region"])


@pytest.mark.parametrize(("given", "expected"), golden("resident-id-15-to-18"))
def test_resident_id_of_15(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert identifiers.resident_id_18(given["id15"]) == expected["id18"]
    assert identifiers.parse_resident_id(given["id15"]).number == expected["id18"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("110105194912310021", "check"),
        ("1101051949123100", "length"),
        ("11010519491231002A", "characters"),
        ("X1010519491231002X", "characters"),
        ("110105199302290013", "date"),
        ("", "length"),
    ],
)
def test_bad_resident_ids(text: str, kind: str) -> None:
    with pytest.raises(identifiers.InvalidIdentifier) as error:
        identifiers.parse_resident_id(text)
    assert error.value.kind == kind


def test_birth_in_the_future_and_age() -> None:
    number = "32050519900101002X"
    with pytest.raises(identifiers.InvalidIdentifier):
        identifiers.parse_resident_id(number, today=date(1989, 12, 31))
    assert identifiers.parse_resident_id("３２０５０５ 19900101 002x").age(date(2026, 10, 31)) == 36
    assert identifiers.parse_resident_id(number).age(date(2025, 12, 31)) == 35


@pytest.mark.parametrize(("given", "expected"), golden("unified-social-credit-code"))
def test_uscc(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert identifiers.uscc_check(given["first17"]) == expected["check"]
    assert identifiers.is_uscc(expected["code"])
    wrong = "0" if expected["check"] != "0" else "1"
    assert not identifiers.is_uscc(given["first17"] + wrong)


def test_a_real_uscc() -> None:
    assert identifiers.is_uscc("91110000600037341L")
    assert not identifiers.is_uscc("9111000060003734IL")


@pytest.mark.parametrize(("given", "expected"), golden("bank-card-luhn"))
def test_luhn(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert identifiers.luhn_check(given["without_check"]) == expected["check"]
    assert identifiers.is_bank_card(expected["card"])
    assert not identifiers.is_bank_card(expected["card"][:-2] + "x")


@pytest.mark.parametrize(("given", "expected"), golden("rmb-uppercase"))
def test_capitals(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert capital_amount(fen_from_yuan(given["amount"])) == expected["upper"]


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (10_000_105, "壹拾万零壹元零伍分"),
        (1_010_000_00, "壹佰零壹万元整"),
        (150, "壹元伍角"),
        (107, "壹元零柒分"),
        (100_050, "壹仟元伍角"),
        (-520, "负伍元贰角"),
        (11, "壹角壹分"),
    ],
)
def test_more_capitals(fen: int, words: str) -> None:
    assert capital_amount(fen) == words


@pytest.mark.parametrize(("given", "expected"), golden("statutory-holidays-300pct"))
def test_statutory_holidays(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = [day.isoformat() for day in statutory_holidays(given["year"])]
    assert (found, len(found)) == (expected["days"], expected["count"])


@pytest.mark.parametrize(("given", "expected"), golden("workdays-per-month-2026"))
def test_working_days(given: dict[str, Any], expected: dict[str, Any]) -> None:
    counts = [len(working_days(Month(given["year"], number))) for number in range(1, 13)]
    assert (counts, sum(counts)) == (expected["workdays"], expected["total"])
    assert [day.isoformat() for day in makeup_working_days(given["year"])] == expected["makeup_workdays"]


def test_unknown_years_are_said() -> None:
    with pytest.raises(CalendarUnknown):
        statutory_holidays(2024)
    with pytest.raises(CalendarUnknown):
        working_days(Month(2031, 1))
