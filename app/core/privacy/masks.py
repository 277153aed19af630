"""Masks: what is shown of a number to those who may not, or need not, see all of it."""

from enum import StrEnum


class MaskKind(StrEnum):
    """The kinds of number that have a mask of their own."""

    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    CERTIFICATE = "certificate"
    ALL = "all"


# How many characters stay at the beginning and at the end.
_SHOWN = {
    MaskKind.ID_NUMBER: (3, 4),
    MaskKind.BANK_CARD: (0, 4),
    MaskKind.PHONE: (3, 4),
    MaskKind.CERTIFICATE: (2, 2),
    MaskKind.ALL: (0, 0),
}


def mask(kind: MaskKind | str, text: str | None) -> str:
    """The number with its middle starred: 110***********1234; at most two thirds are shown.

    Of a text too short for its mask everything is starred; nothing stays nothing.
    """
    if not text:
        return ""
    head, tail = _SHOWN[MaskKind(kind)]
    if head + tail > len(text) * 2 // 3:
        head = tail = 0
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + (text[-tail:] if tail else "")
