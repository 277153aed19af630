"""Passwords that are tried first by everybody: a packaged list, and what people make of its words."""

from functools import cache
from itertools import pairwise
from pathlib import Path

_LIST = Path(__file__).with_name("well-known-passwords.txt")
_DECORATION = 4


@cache
def well_known() -> frozenset[str]:
    """The list, in small letters."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_well_known(password: str) -> bool:
    """Whether a password is on the list, is one of it with a few signs added, or repeats or counts."""
    folded = password.casefold()
    core = folded.strip("0123456789!@#$%^&*()_+-=.,?~ ")
    added = len(folded) - len(core)
    return (
        folded in well_known()
        or (core in well_known() and added <= max(_DECORATION, len(core)))
        or _is_repeated(folded)
        or _is_counted(folded)
    )


def _is_repeated(text: str) -> bool:
    """Whether a text is one short piece again and again, such as 112112112112 or aaaaaaaaaa."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _is_counted(text: str) -> bool:
    """Whether a text goes up or down by one from sign to sign, 9 and 0 being neighbours."""
    steps = {(ord(after) - ord(before)) for before, after in pairwise(text)}
    digits = {step % 10 for step in steps} if text.isdigit() else set()
    return steps in ({1}, {-1}) or digits in ({1}, {9})
