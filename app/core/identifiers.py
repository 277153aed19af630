"""Resident ID numbers, unified social credit codes and bank card numbers: form and check character.

The region of an ID number is never looked up: numbers keep codes that have since been abolished.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from app.core.periods import completed_years

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_ID_WRITTEN = re.compile(r"(?<![0-9A-Za-z])[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class InvalidIdentifier(ValueError):
    """An identifier that cannot be right; `kind` is length, characters, check, date or future."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        super().__init__(f"{kind}: {text!r}")


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A resident ID number and what it says."""

    number: str
    birth: date
    sex: str
    region: str

    def age(self, on: date) -> int:
        """Full years of age on a day."""
        return completed_years(self.birth, on)


def normalise(text: str) -> str:
    """Full-width forms made plain, white space removed, letters upper case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def resident_id_check(first17: str) -> str:
    """The check character of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return _ID_CHECK[total % 11]


def resident_id_18(text: str) -> str:
    """The 18 characters of an old number of 15 digits (born in the 1900s)."""
    old = normalise(text)
    if not re.fullmatch(r"[0-9]{15}", old):
        raise InvalidIdentifier("length" if len(old) != 15 else "characters", text)
    first17 = f"{old[:6]}19{old[6:]}"
    return first17 + resident_id_check(first17)


def _birth(number: str, text: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise InvalidIdentifier("date", text) from error


def parse_resident_id(text: str, today: date | None = None) -> ResidentId:
    """Read an ID number of 18 characters (or 15 digits); InvalidIdentifier says what is wrong.

    With `today` a birth date after it is refused.
    """
    number = normalise(text)
    if len(number) == 15:
        number = resident_id_18(number)
    if len(number) != 18:
        raise InvalidIdentifier("length", text)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise InvalidIdentifier("characters", text)
    birth = _birth(number, text)
    if number[17] != resident_id_check(number[:17]):
        raise InvalidIdentifier("check", text)
    if today is not None and birth > today:
        raise InvalidIdentifier("future", text)
    return ResidentId(number, birth, "M" if int(number[16]) % 2 else "F", number[:6])


def is_resident_id(text: str) -> bool:
    """Whether the text is a well-formed ID number."""
    try:
        parse_resident_id(text)
    except InvalidIdentifier:
        return False
    return True


def find_id_numbers(text: str) -> tuple[str, ...]:
    """The ID numbers of 18 characters written in a text, each once, in their plain form.

    Only numbers with a date of birth and the right check character count: amounts and card numbers hardly ever have.
    """
    plain = unicodedata.normalize("NFKC", text)
    written = (re.sub(r"[ -]", "", place.group()).upper() for place in _ID_WRITTEN.finditer(plain))
    return tuple(dict.fromkeys(number for number in written if is_resident_id(number)))


def uscc_check(first17: str) -> str:
    """The check character of GB 32100: weights are powers of 3 modulo 31."""
    total = sum(_USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first17))
    return _USCC_ALPHABET[-total % 31]


def is_uscc(text: str) -> bool:
    """Whether the text is a well-formed unified social credit code."""
    code = normalise(text)
    return len(code) == 18 and set(code) <= set(_USCC_ALPHABET) and uscc_check(code[:17]) == code[17]


def luhn_check(digits: str) -> str:
    """The check digit to be put behind the digits."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def is_bank_card(text: str) -> bool:
    """Whether the text is 16 to 19 digits with a Luhn check digit; old accounts may fail, so only warn."""
    number = normalise(text)
    return re.fullmatch(r"[0-9]{16,19}", number) is not None and luhn_check(number[:-1]) == number[-1]
