"""Pure readers of one cell: text, names, identifiers, dates, amounts, counts, yes and no.

A reader takes the cell's value and returns what it means, None for an empty one, or raises `Bad`.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.core.imports import messages
from app.core.imports.messages import Message
from app.core.money import Fen

Parse = Callable[[Any], Any]

EMPTY_MARKS = frozenset(
    ("", "/", "//", "\\", "-", "--", "---", "—", "——", "–", "−", "无", "空", "N/A", "NA", "NULL", "NONE", "NIL")
)
YES = frozenset(("是", "√", "✓", "✔", "☑", "有", "对", "Y", "YES", "TRUE", "T", "1", "是的"))
NO = frozenset(("否", "×", "✗", "✘", "✕", "╳", "X", "无", "不是", "错", "N", "NO", "FALSE", "F", "0", "没有"))
MAX_YUAN_DIGITS = 12

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−﹣"}
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})\.?|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")
_COUNT = re.compile(r"(-?\d{1,6})(?:\.0+)?")
_CHINESE_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}


class Bad(Exception):
    """A cell that can't be read: the message and the values it names beside column and value."""

    def __init__(self, message: Message, **values: object) -> None:
        self.message = message
        self.values = values
        super().__init__(message.kind)


def plain(value: Any) -> str:
    """A cell as text: NFKC, no invisible characters, no outer spaces; whole numbers without '.0'."""
    if isinstance(value, str):
        if value.isascii():
            return value.strip().lstrip("'")
        return unicodedata.normalize("NFKC", value.translate(_INVISIBLE)).strip().lstrip("'")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return "" if value is None else str(value)


def fold(text: str) -> str:
    """The form in which names of posts, branches, headers are compared: no spaces, one width, one case."""
    return "".join(plain(text).split()).casefold()


def is_empty(value: Any) -> bool:
    """Whether a cell says nothing."""
    if isinstance(value, str):
        return value == "" or (len(value) < 12 and "".join(plain(value).split()).upper() in EMPTY_MARKS)
    return value is None


def text(value: Any) -> str | None:
    """A short text such as a school: spaces between Chinese characters dropped, wide letters narrowed."""
    if is_empty(value):
        return None
    if not isinstance(value, str):
        return plain(value)
    words = " ".join(value.translate(_INVISIBLE).split())
    return words if words.isascii() else _HAN_GAP.sub("", words).translate(_WIDE)


def note(value: Any) -> str | None:
    """Free text as written, without outer spaces."""
    if is_empty(value):
        return None
    return value.strip() if isinstance(value, str) else plain(value)


def name(value: Any) -> str | None:
    """A person's name: no spaces inside a Chinese name, one kind of middle dot."""
    if is_empty(value):
        return None
    words = " ".join(plain(value).split())
    if words.isascii():
        return words
    for dot in "•‧・∙⋅":
        words = words.replace(dot, "·")
    return _HAN_GAP.sub("", words)


def code(value: Any) -> str | None:
    """A code that keeps its dashes, such as F01-02: no spaces, upper case."""
    if is_empty(value):
        return None
    return "".join(plain(value).translate(_DASHES).split()).upper()


def identifier(value: Any) -> str | None:
    """A number such as a phone's or an employee's: no spaces, no dashes, upper case."""
    if isinstance(value, str):
        if value.isascii() and value.isalnum():
            return None if value.upper() in EMPTY_MARKS else value.upper()
        if is_empty(value):
            return None
        return "".join(plain(value).translate(_DASHES).split()).replace("-", "").upper()
    if isinstance(value, float) and (abs(value) >= 1e15 or not value.is_integer()):
        raise Bad(messages.STORED_AS_NUMBER)
    return plain(value) or None


def day(value: Any) -> date | None:
    """A date in any usual writing; a number is an Excel serial or YYYYMMDD."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _day_of_number(float(value))
    if is_empty(value):
        return None
    if not isinstance(value, str):
        raise Bad(messages.DATE_UNREADABLE)
    written = _CLOCK.sub("", plain(value).translate(_DASHES))
    match = _DATE.fullmatch("".join(written.split()))
    if match is None:
        raise Bad(messages.DATE_UNREADABLE)
    year, _, *pairs = match.groups()
    month, number = (int(part) for part in pairs if part is not None)
    return _existing(int(year), month, number)


def _existing(year: int, month: int, number: int) -> date:
    if not 1900 <= year <= 2199:
        raise Bad(messages.DATE_UNREADABLE)
    try:
        return date(year, month, number)
    except ValueError as error:
        raise Bad(messages.DATE_NOT_EXISTING) from error


def _day_of_number(value: float) -> date:
    """20260105 is written so; 7306 to 109574 are Excel's serials of 1920 to 2199."""
    if 19_000_101 <= value <= 21_991_231 and value.is_integer():
        whole = int(value)
        return _existing(whole // 10_000, whole // 100 % 100, whole % 100)
    if 7306 <= value <= 109_574:
        return date.fromordinal(693_594 + int(value))
    raise Bad(messages.DATE_UNREADABLE)


def decimal(value: Any) -> Decimal | None:
    """An exact number: thousands commas, 元, ¥, brackets for minus; floats by their shortest digits."""
    if isinstance(value, (bool, date)):
        raise Bad(messages.NOT_A_NUMBER)
    if isinstance(value, (int, float)):
        return Decimal(repr(value))
    if is_empty(value):
        return None
    written = "".join(plain(value).translate(_DASHES).split()).replace("人民币", "").replace("RMB", "")
    written = written.replace("¥", "", 1).removesuffix("元").removesuffix("圆").removesuffix("块")
    if written.startswith("(") and written.endswith(")"):
        written = "-" + written[1:-1]
    if len(written) > 40 or not _NUMBER.fullmatch(written):
        raise Bad(messages.NOT_A_NUMBER)
    return Decimal(written.replace(",", ""))


def scaled(value: Any, factor: int, decimals: int) -> int | None:
    """A number times a factor as a whole number; floating noise beyond nine digits is forgiven."""
    number = decimal(value)
    if number is None:
        return None
    if not number.is_finite():
        raise Bad(messages.NOT_A_NUMBER)
    if number.adjusted() >= MAX_YUAN_DIGITS:
        raise Bad(messages.NUMBER_TOO_LARGE)
    exact = number * factor
    whole = int(exact.to_integral_value())
    if exact != whole and not (isinstance(value, float) and abs(exact - whole) < Decimal("1e-6")):
        raise Bad(messages.TOO_MANY_DECIMALS, decimals=decimals)
    return whole


def signed_amount(value: Any) -> Fen | None:
    """Yuan with at most two decimals, either sign, as fen."""
    return scaled(value, 100, 2)


def amount(value: Any) -> Fen | None:
    """Yuan with at most two decimals, not negative, as fen."""
    fen = scaled(value, 100, 2)
    if fen is not None and fen < 0:
        raise Bad(messages.NEGATIVE_AMOUNT)
    return fen


def percent(value: Any) -> int | None:
    """A percentage such as 0.5 or '0.5%' as millionths of the whole (5000), exactly."""
    written = plain(value).removesuffix("%") if isinstance(value, str) else value
    millionths = scaled(written, 10_000, 4)
    if millionths is not None and millionths < 0:
        raise Bad(messages.NEGATIVE_AMOUNT)
    if millionths is not None and millionths > 1_000_000:
        raise Bad(messages.NOT_A_NUMBER)
    return millionths


def count(*suffixes: str) -> Parse:
    """A reader of whole numbers that may carry one of these words: count('档') reads '3档' and 第三档."""

    def read(value: Any) -> int | None:
        if is_empty(value):
            return None
        written = "".join(plain(value).translate(_DASHES).split()).removeprefix("第")
        for suffix in suffixes:
            written = written.removesuffix(suffix)
        match = _COUNT.fullmatch(written)
        number = int(match.group(1)) if match else _chinese_count(written)
        if number is None or isinstance(value, bool):
            raise Bad(messages.NOT_A_NUMBER)
        if number < 0:
            raise Bad(messages.NEGATIVE_AMOUNT)
        return number

    return read


def _chinese_count(written: str) -> int | None:
    """One to ninety-nine in Chinese: 三, 十一, 二十."""
    tens, ten, units = written.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.get(units)
    high = _CHINESE_DIGITS.get(tens) if tens else 1
    low = _CHINESE_DIGITS.get(units) if units else 0
    return None if high is None or low is None else high * 10 + low


def yes_no(value: Any) -> bool:
    """Yes or no in any usual sign; empty is no."""
    if isinstance(value, bool):
        return value
    written = "".join(plain(value).split()).upper()
    if written in YES:
        return True
    if written in NO or written in EMPTY_MARKS:
        return False
    raise Bad(messages.YES_NO_INVALID)
